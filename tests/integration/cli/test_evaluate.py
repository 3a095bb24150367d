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
