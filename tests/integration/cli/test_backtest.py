import json
import shutil
from pathlib import Path

import pytest

from moderation.comment import Comment
from moderation.record import ShadowVerdict
from moderation.services import checking, feedback, sites
from moderation.settings import Settings
from moderation.verdict import Action, Label
from service import build_ports
from tests import tiny

URL = "https://blog.example"
SPAM = "win cheap casino pills cash prize http://win.example"
HAM = "thank you for this good bread article"


@pytest.fixture
def ports(ask, artifact, tmp_path):
    ask("site", "add", URL, "--json")
    settings = Settings(data_dir=str(tmp_path / "var"), model_dir=str(artifact))
    return build_ports(settings)


@pytest.fixture
def kept(ports):
    """Eight comments, of which half are spam; one of each kind is labelled."""
    [site] = sites.every(ports=ports)
    comments = [Comment(f"{text} {n}") for n in range(4) for text in (SPAM, HAM)]
    rows = checking.judge(comments, site=site, ports=ports)
    checking.keep(rows, ports=ports)
    for row, label in zip(rows[:2], (Label.SPAM, Label.HAM), strict=True):
        voice = feedback.Voice("api")
        feedback.give(row.id, label, voice=voice, site=site, ports=ports)
    return rows


def name_of(folder: Path) -> str:
    return json.loads((folder / "manifest.json").read_text())["name"]


@pytest.fixture(scope="module")
def other(tmp_path_factory) -> Path:
    return tiny.write_random(tmp_path_factory.mktemp("other") / "random")


def test_the_current_model_turns_nothing_of_its_own(ask, artifact, kept):
    found = ask("backtest", "--model", artifact, "--json")

    assert (found["days"], found["comments"]) == (30, 8)
    assert found["model"] == name_of(artifact)
    assert (found["turned"], found["examples"]) == ([], [])
    assert found["differs"] == pytest.approx(
        {"k": 0, "n": 8, "rate": 0, "low": 0, "high": 0.36942}, abs=1e-4
    )


def test_another_threshold_turns_what_lies_above_it(ask, kept):
    pairs = ["--threshold", "hold=0", "--threshold", "spam=0"]

    found = ask("backtest", *pairs, "--threshold", "discard=1", "--json")

    turned = {(each["old"], each["new"]): each["k"] for each in found["turned"]}
    assert turned["approve", "spam"] == 4
    new = found["feedback"]["new"]
    assert (new["caught"]["rate"], new["ham_blocked"]["rate"]) == (1, 1)
    assert found["feedback"]["old"]["ham_blocked"]["k"] == 0
    assert found["feedback"]["old"]["ham_blocked"]["n"] == 1


def test_it_is_written_for_people(run, kept, artifact):
    lines = run(
        "backtest", "--threshold", "hold=0", "--threshold", "spam=0"
    ).stdout.splitlines()

    assert lines[0].startswith(f"{name_of(artifact)}: 8 comments of 30 days, 4 turn")
    assert any(line.startswith("  approve -> spam: 4, 50.00 % [15.7") for line in lines)
    assert "against feedback, before and after:" in lines
    assert any(
        line.startswith("  ham blocked: 0.00 % [0.00, 97.50] of 1, then 100.00 %")
        for line in lines
    )
    assert any(" (ham)  thank you for this" in line for line in lines)


def test_a_folder_is_another_model(ask, kept, other):
    found = ask("backtest", "--model", other, "--json")

    assert found["model"] == name_of(other)
    assert found["comments"] == 8


def test_nothing_is_changed(run, ports, kept, other):
    with ports.unit_of_work(False) as work:
        before = work.comments.recent(None, 99)

    run("backtest", "--model", other)

    with ports.unit_of_work(False) as work:
        assert work.comments.recent(None, 99) == before


def test_a_strangers_text_commands_no_terminal(run, ports):
    [site] = sites.every(ports=ports)
    text = f"{HAM}\x1b[2J\n\u202eevil " + "x" * 300
    rows = checking.judge([Comment(text)], site=site, ports=ports)
    checking.keep(rows, ports=ports)

    pairs = ["--threshold", "hold=0", "--threshold", "spam=0"]
    shown = run("backtest", *pairs).stdout

    line = shown.splitlines()[-1]
    assert HAM in line
    assert not {"\x1b", "\u202e"} & set(shown)
    assert len(line.split("  ")[-1]) <= 80


def test_what_a_shadow_said_is_shown(ask, run, ports, kept):
    rows = [ShadowVerdict(r.site_id, r.id, "next", Action.HOLD, 0.5) for r in kept]
    with ports.unit_of_work(True) as work:
        work.shadows.add(rows)
        work.commit()

    found = ask("backtest", "--shadow", "--model", "next", "--json")

    assert (found["model"], found["comments"]) == ("next", 8)
    assert {each["new"] for each in found["turned"]} == {"hold"}
    assert "next: 8 comments" in run("backtest", "--shadow", "--model", "next").stdout


def test_without_comments_there_is_nothing_to_turn(run, ports, artifact):
    result = run("backtest", "--threshold", "spam=.9")

    assert result.stdout == (
        f"{name_of(artifact)}: 0 comments of 30 days, 0 turn: 0.00 % [0.00, 100.00]\n"
        "no feedback to compare with\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--days", "7"),
        ("--shadow", "--threshold", "spam=.9"),
        ("--threshold", "other=.5"),
        ("--threshold", "spam=high"),
        ("--threshold", "spam="),
        ("--threshold", "spam=.9", "--days", "0"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_a_usage_error(run, arguments):
    result = run("backtest", *arguments)

    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--model", "nobody"), "no version 'nobody'"),
        (("--model", "../var"), "var: no readable manifest.json"),
        (("--shadow",), "no model is in shadow"),
        (("--threshold", "spam=.01"), "thresholds must rise"),
        (("--threshold", "spam=nan"), "thresholds must rise"),
        (("--threshold", "spam=.9", "--site", "nobody.example"), "no site https://no"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_one_line(refuse, kept, arguments, why):
    assert refuse("backtest", *arguments).startswith(f"Error: {why}")


def test_a_version_of_the_registry_goes_by_its_name(ask, kept, other, tmp_path):
    name = name_of(other)
    shutil.copytree(other, tmp_path / "var" / "models" / "versions" / name)

    assert ask("backtest", "--model", name, "--json")["model"] == name
