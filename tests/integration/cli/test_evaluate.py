import pytest

from moderation.tables import write_table
from tests import tiny


@pytest.fixture
def rows(tmp_path):
    table = tiny.labelled_rows(spam=30, ham=30).assign(split=["train", "test"] * 30)
    write_table(table, tmp_path / "rows.csv")
    return tmp_path / "rows.csv"


def test_a_model_is_measured_in_lines(run, rows):
    result = run("evaluate", rows)

    assert result.exit_code == 0
    assert "60 rows" in result.stdout
    assert "source rows" in result.stdout


def test_json_has_every_number(ask, rows):
    found = ask("evaluate", rows, "--json")

    assert found["n_rows"] == 60
    assert found["heads"]["spam"]["auc"] > 0.99
    assert found["at_thresholds"]["ham_blocked"]["n"] == 30


def test_one_split_alone_is_measured(ask, rows):
    assert ask("evaluate", rows, "--split", "test", "--json")["n_rows"] == 30


def test_another_model_can_be_named(ask, rows, artifact):
    found = ask(
        "evaluate", rows, "--model", artifact, "--json", env={"HAMGATE_MODEL_DIR": "x"}
    )

    assert found["model"].startswith("20")


def test_a_file_without_rows_is_measured_without_numbers(ask, tmp_path):
    (tmp_path / "a.csv").write_text("text,label\n")

    found = ask("evaluate", tmp_path / "a.csv", "--json")

    assert (found["n_rows"], found["heads"]) == (0, {})


def test_disguises_are_measured_when_asked_for(run, ask, rows):
    found = ask("evaluate", rows, "--obfuscations", "--json")["obfuscations"]

    assert found["leet"]["all"]["n_ham"] == 30
    assert "caught or held of clean" in run("evaluate", rows, "--obfuscations").stdout


def test_a_picture_is_drawn_when_asked_for(run, rows, tmp_path):
    result = run("evaluate", rows, "--picture", tmp_path / "roc.png")

    assert result.exit_code == 0
    assert (tmp_path / "roc.png").read_bytes().startswith(b"\x89PNG")


def test_families_are_told_of_rows_with_templates(run, tmp_path):
    table = tiny.labelled_rows(spam=20).assign(template="spam/pills:3")
    write_table(table, tmp_path / "corpus.csv")

    assert "spam/pills" in run("evaluate", tmp_path / "corpus.csv").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument 'FILES...'"),
        (["--source", "sms_uci"], "--source needs --leave-one-source-out"),
    ],
)
def test_a_call_without_files_is_wrong(run, arguments, message):
    result = run("evaluate", *arguments)

    assert (result.exit_code, message in result.stderr) == (2, True)
