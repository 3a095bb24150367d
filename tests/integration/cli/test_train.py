import json

import pytest

from moderation.classify.artifact import load_artifact
from moderation.tables import write_table
from tests import tiny


@pytest.fixture
def rows(tmp_path):
    write_table(tiny.labelled_rows(spam=20, ham=20), tmp_path / "rows.csv.gz")
    return tmp_path / "rows.csv.gz"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_model_is_trained_and_can_be_used(run, ask, rows, tmp_path):
    result = run("train", rows, "--out", tmp_path / "model")

    verdict = ask("check", "cheap casino", "--model", tmp_path / "model", "--json")
    assert "20 ham, 20 spam" in result.stdout
    assert verdict["model"] == load_artifact(tmp_path / "model")[1]["name"]


def test_json_is_the_manifest(ask, rows, tmp_path):
    manifest = ask("train", rows, "--out", tmp_path / "model", "--json")

    assert manifest == json.loads((tmp_path / "model" / "manifest.json").read_text())
    assert manifest["heads"] == ["spam"]
    assert manifest["sources"][0]["source"] == "rows"
    assert str(tmp_path) not in json.dumps(manifest)


def test_several_files_and_one_split_of_them_are_learned_from(ask, tmp_path):
    table = tiny.labelled_rows(spam=9, ham=9)
    write_table(table.assign(split="train"), tmp_path / "a.jsonl")
    write_table(table.assign(split="test"), tmp_path / "b.jsonl")

    manifest = ask(
        "train", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--split", "train",
        "--out", tmp_path / "model", "--json",
    )  # fmt: skip

    assert [row["source"] for row in manifest["sources"]] == ["a"]


def test_labels_may_be_in_either_case(ask, tmp_path):
    table = tiny.labelled_rows(spam=9, ham=9)
    write_table(
        table.assign(label=" " + table["label"].str.upper()), tmp_path / "a.csv"
    )

    manifest = ask("train", tmp_path / "a.csv", "--out", tmp_path / "model", "--json")

    assert manifest["sources"][0]["rows"] == {"ham": 9, "spam": 9}


def test_a_folder_of_something_else_is_left_alone(refuse, rows, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")

    line = refuse("train", rows, "--out", tmp_path / "home")

    assert line == "Error: home is there already and holds no model"
    assert names(tmp_path / "home") == ["letter.txt"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("text\na\n", "a.csv: no column 'label'"),
        ("label\nham\n", "a.csv: no column 'text'"),
        (
            "text,label\na,ham\nb,good\n",
            "a.csv, row 2, column 'label': 'good' is none of",
        ),
        ("text,label\na,\n", "a.csv, row 1, column 'label': '' is none of"),
        ("text,label\na,ham\n", "training needs at least 8 rows of ham"),
        ("text,label\n", "training needs at least 8 rows of ham"),
        ("text,label\n" + "a,ham\n" * 8, "training needs at least 8 rows of spam"),
    ],
    ids=["no-label", "no-text", "unknown", "empty", "too-few", "no-rows", "only-ham"],
)
def test_a_file_that_cannot_train_is_one_line_and_leaves_nothing(
    refuse, tmp_path, content, why
):
    (tmp_path / "a.csv").write_text(content)

    line = refuse("train", tmp_path / "a.csv", "--out", tmp_path / "model")

    assert line.startswith(f"Error: {why}")
    assert names(tmp_path) == ["a.csv"]


def test_a_split_of_files_that_have_none_is_refused(refuse, rows, tmp_path):
    line = refuse("train", rows, "--out", tmp_path / "model", "--split", "train")

    assert "--split needs a column 'split'" in line


def test_a_folder_that_cannot_be_made_is_one_line(refuse, rows, tmp_path):
    (tmp_path / "file").write_text("")

    line = refuse("train", rows, "--out", tmp_path / "file" / "model")

    assert "model cannot be made" in line
