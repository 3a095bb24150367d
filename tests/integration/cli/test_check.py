import json

import pytest

SPAM = "Win cheap casino pills, buy now http://win.example"


def test_a_text_is_judged_with_reasons_in_the_text(run):
    result = run("check", SPAM)

    lines = result.stdout.splitlines()
    assert lines[0] == "spam: spam"
    assert lines[1].startswith("spam 1.000  abuse 0.0")
    assert lines[2].startswith("model 20")
    assert any("spam-words: words that spam uses" in line for line in lines)
    assert "»casino«" in lines[-1]


def test_a_marked_text_without_its_marks_is_the_text(run):
    marked = run("check", SPAM).stdout.splitlines()[-1]

    assert marked.replace("»", "").replace("«", "") == SPAM


def test_json_has_the_whole_verdict(ask):
    verdict = ask("check", SPAM, "--json")

    assert verdict.keys() == {"id", "label", "action", "scores", "reasons", "model"}
    assert (verdict["label"], verdict["action"]) == ("spam", "spam")
    assert len(verdict["id"]) == 32
    assert all(
        SPAM[span["start"] : span["end"]]
        for each in verdict["reasons"]
        for span in each["spans"]
    )


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("thank you for this good article about bread", "ham"),
        ("you are a stupid idiot moron", "abuse"),
        ("copyright privacy policy terms cookie", "footer"),
    ],
)
def test_each_label_can_be_answered(ask, text, label):
    assert ask("check", text, "--json")["label"] == label


def test_a_dash_reads_standard_input(ask):
    from_input = ask("check", "-", "--json", input=SPAM)

    assert from_input["scores"] == ask("check", SPAM, "--json")["scores"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00 casino",
        b"\xed\xa0\x80",
        b"caf\xe9",
        b"\x00" * 100,
        b"x" * 10**6,
    ],
    ids=["empty", "utf-16", "surrogate", "latin-1", "nul", "long"],
)
def test_standard_input_of_any_bytes_is_judged(ask, content):
    assert ask("check", "-", "--json", input=content)["scores"]["spam"] <= 1


def test_any_text_can_be_printed(run):
    result = run("check", "-", input=b"\xff\x00 casino \xf0\x9f\x92\x8a")

    assert result.exit_code == 0
    assert "\ufffd\ufffd" in result.stdout


def test_author_and_title_count(ask):
    shipped = {"HAMGATE_MODEL_DIR": ""}
    plain = ask("check", "I agree with all of it", "--json", env=shipped)
    full = ask(
        "check", "I agree with all of it", "--author", "Casino Bonus", "--email",
        "x@mailinator.com", "--url", "http://casino.example/a", "--json", env=shipped,
    )  # fmt: skip

    assert plain["scores"]["spam"] < full["scores"]["spam"]


def test_another_model_can_be_named(ask, artifact):
    verdict = ask(
        "check", "x", "--json", "--model", artifact, env={"HAMGATE_MODEL_DIR": "absent"}
    )

    assert (
        verdict["model"] == json.loads((artifact / "manifest.json").read_text())["name"]
    )


def test_the_test_author_is_spam(ask):
    verdict = ask("check", "Hello", "--author", "viagra-test-123", "--json")

    assert verdict["action"] == "spam"
    assert verdict["reasons"][0]["code"] == "test-marker"
