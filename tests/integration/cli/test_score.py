import pandas as pd
import pytest

from moderation.tables import read_table, write_table

TEXTS = ["win cheap casino pills", "thank you for this good article", ""]
COLUMNS = ["id", "label", "action", "spam", "abuse", "footer"]


def scored(run, table, source, target):
    write_table(table, source)
    result = run("score", source, "--out", target)
    assert result.exit_code == 0, result.stderr
    return (
        read_table(target, ("id",)) if target.suffix != ".gz" else pd.read_csv(target)
    )


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".jsonl", ".parquet"])
@pytest.mark.parametrize("source", ["in.csv", "in.jsonl", "in.parquet"])
def test_a_file_is_scored_row_by_row(run, tmp_path, source, ending):
    table = pd.DataFrame({"text": TEXTS})

    found = scored(run, table, tmp_path / source, tmp_path / f"out{ending}")

    assert found.columns.tolist() == COLUMNS
    assert found["id"].astype(str).tolist() == ["1", "2", "3"]
    assert found["label"].tolist()[:2] == ["spam", "ham"]
    assert found["spam"].astype(float).between(0, 1).all()


def test_ids_of_the_file_are_kept(run, tmp_path):
    table = pd.DataFrame({"id": ["x7", "", "007"], "text": TEXTS})

    found = scored(run, table, tmp_path / "in.csv", tmp_path / "out.jsonl")

    assert found["id"].tolist() == ["x7", "", "007"]


def test_rows_are_scored_as_check_scores_one(run, ask, tmp_path):
    found = scored(
        run, pd.DataFrame({"text": TEXTS}), tmp_path / "in.csv", tmp_path / "out.csv"
    )

    expected = [ask("check", text, "--json")["scores"]["spam"] for text in TEXTS]
    assert found["spam"].astype(float).tolist() == pytest.approx(expected, abs=1e-5)


def test_a_file_without_rows_gives_one_without_rows(run, tmp_path):
    (tmp_path / "in.csv").write_text("text\n")

    result = run("score", tmp_path / "in.csv", "--out", tmp_path / "out.csv")

    assert result.exit_code == 0
    assert (tmp_path / "out.csv").read_text() == ",".join(COLUMNS) + "\n"


def test_how_many_were_scored_is_said_beside_the_output(run, tmp_path):
    (tmp_path / "in.csv").write_text("text\na\nb\n")

    result = run("score", tmp_path / "in.csv", "--out", tmp_path / "out.csv")

    assert result.stdout == ""
    assert "2 comments scored by 20" in result.stderr


def test_a_file_that_is_bad_leaves_the_old_output(refuse, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": "a"}\nbroken\n')
    (tmp_path / "out.csv").write_text("old")

    line = refuse("score", tmp_path / "in.jsonl", "--out", tmp_path / "out.csv")

    assert line == "Error: in.jsonl, row 2: not JSON"
    assert (tmp_path / "out.csv").read_text() == "old"


@pytest.mark.parametrize(
    ("content", "out", "why"),
    [
        ("label\nham\n", "out.csv", "in.csv: no column 'text' (found: label)"),
        ("text,label\na,b\na,b,c\n", "out.csv", "in.csv, row 2: 3 columns"),
        ("", "out.csv", "in.csv: cannot be read"),
        ("text\na\n", "out.xlsx", "out.xlsx: the ending must be one of"),
    ],
)
def test_a_file_that_cannot_be_scored_is_one_line(refuse, tmp_path, content, out, why):
    (tmp_path / "in.csv").write_text(content)

    line = refuse("score", tmp_path / "in.csv", "--out", tmp_path / out)

    assert line.startswith(f"Error: {why}")
    assert not (tmp_path / out).exists()


def test_an_output_that_cannot_be_written_is_one_line(refuse, tmp_path):
    (tmp_path / "in.csv").write_text("text\na\n")

    assert refuse(
        "score", tmp_path / "in.csv", "--out", tmp_path / "absent" / "out.csv"
    )
