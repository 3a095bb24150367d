import os

import pandas as pd
import pytest

from moderation.segment.segmenter import MAX_CHARS
from tests import tiny_pages
from tests.integration.cli.page_samples import HTML

pytestmark = pytest.mark.usefixtures("page_model")

LABELS = ["article", "article", "footer", "comment", "comment", "footer"]

COLUMNS = ["page", "position", "text", "label", "score", "comment", "author"]
COLUMNS += ["author_url", "date", "link", "depth", "verdict", "action"]
COLUMNS += ["spam", "abuse", "footer"]


@pytest.fixture
def archive(tmp_path):
    """A folder of two pages, one of them a folder further in."""
    folder = tmp_path / "archive"
    (folder / "inner").mkdir(parents=True)
    (folder / "b.html").write_text(HTML)
    (folder / "inner" / "a.txt").write_text("Thanks for it\nHome")
    return folder


@pytest.fixture
def score(run, archive, tmp_path):
    """Score the archive and return what the terminal shows and what was written."""

    def score_one(*options, out="out.jsonl", read=pd.read_json, **kwargs):
        target = tmp_path / out
        result = run("page", "--score", archive, "--out", target, *options)
        assert (result.exit_code, result.stdout) == (0, "")
        return result.stderr.splitlines(), read(target, **kwargs)

    return score_one


def rows_of(score, *options):
    return score(*options, out="out.parquet", read=pd.read_parquet)[1]


@pytest.mark.parametrize(
    ("out", "read"),
    [
        ("out.csv", pd.read_csv),
        ("out.csv.gz", pd.read_csv),
        ("out.jsonl", lambda path: pd.read_json(path, lines=True)),
        ("out.jsonl.gz", lambda path: pd.read_json(path, lines=True)),
        ("out.parquet", pd.read_parquet),
    ],
)
def test_a_folder_is_written_one_row_a_block(score, out, read):
    _, table = score(out=out, read=read)

    assert table.columns.tolist() == COLUMNS
    assert table["page"].tolist() == ["b.html"] * 6 + ["inner/a.txt"] * 2
    assert table["position"].tolist() == [0, 1, 2, 3, 4, 5, 0, 1]
    assert table["label"].tolist() == [*LABELS, "comment", "footer"]
    assert table["text"].tolist()[1] == "A chapter of two\nlines"
    assert table["action"].dropna().tolist() == ["hold", "hold", "approve"]


def test_numbers_of_comments_are_written_whole(score):
    _, table = score(out="out.csv", read=pd.read_csv, dtype=str)

    assert table["comment"].dropna().tolist() == ["0", "0", "0"]
    assert table["depth"].dropna().tolist() == ["0", "0", "0"]


def test_a_row_has_what_json_has_of_its_block(score, ask, archive):
    row = rows_of(score).loc[3]

    block = ask("page", archive / "b.html", "--json")["blocks"][3]
    verdict = block.pop("verdict")
    scores = {"score": block.pop("score"), **verdict["scores"]}
    assert row[[*block]].tolist() == [*block.values()]
    assert (row["verdict"], row["action"]) == (verdict["label"], verdict["action"])
    assert row[[*scores]].tolist() == pytest.approx([*scores.values()], abs=1e-6)


def test_without_judge_a_folder_is_written_without_verdicts(score):
    rows = rows_of(score, "--no-judge")

    assert rows.columns.tolist() == COLUMNS
    assert rows[["verdict", "action", "spam"]].notna().sum().sum() == 0


def test_with_text_every_file_of_a_folder_is_plain(score):
    assert rows_of(score, "--text")["text"][0] == "<!doctype html>"


def test_how_much_was_taken_apart_is_said_beside_the_output(score, page_artifact):
    said, _ = score(lines=True)

    name = tiny_pages.Segmenter.load(page_artifact).name
    assert said == [f"2 pages, 8 blocks by {name}"]


def test_files_that_cannot_be_taken_apart_are_named_and_left_out(score, archive):
    (archive / "a.html").write_text("x" * (MAX_CHARS + 1))
    (archive / "inner" / "gone.html").symlink_to("nowhere")
    (archive / "inner" / "many.txt").write_text("x\n" * 10_001)

    said, rows = score(lines=True)

    assert said[:3] == [
        "a.html: the page has more than 5,000,000 characters",
        "inner/gone.html: cannot be read: No such file or directory",
        "inner/many.txt: the page has more than 10,000 blocks",
    ]
    assert said[3].startswith("2 pages, 8 blocks by ")
    assert said[3].endswith("; 3 refused")
    assert rows["page"].unique().tolist() == ["b.html", "inner/a.txt"]


@pytest.mark.parametrize(
    "name", ["c.md", "html", "c.html.gz", ".htaccess", "c.css"], ids=str
)
def test_files_that_are_no_pages_are_passed_over(score, archive, name):
    (archive / name).write_text("Thanks")

    said, _ = score(lines=True)

    assert said[0].startswith("2 pages, 8 blocks by ")


@pytest.mark.parametrize("name", ["c.HTML", "c.Htm", "c.xhtml", "c.TXT"])
def test_pages_are_known_by_their_endings(score, archive, name):
    (archive / name).write_text("<p>Thanks")

    assert name in rows_of(score)["page"].tolist()


def test_a_folder_that_is_called_like_a_page_is_a_folder(score, archive):
    (archive / "c.html").mkdir()
    (archive / "c.html" / "d.html").write_text("<p>Thanks")

    said, rows = score(lines=True)

    assert len(said) == 1
    assert "c.html/d.html" in rows["page"].tolist()


def test_a_name_that_is_not_utf_8_is_cleaned(score, archive):
    with open(os.fsencode(archive) + b"/c\xff.txt", "w") as page:  # noqa: PTH123
        page.write("Thanks")

    assert "c\ufffd.txt" in rows_of(score)["page"].tolist()


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_an_empty_folder_gives_a_file_without_rows(run, tmp_path, ending):
    (tmp_path / "empty").mkdir()

    result = run("page", "--score", "empty", "--out", f"out.{ending}")

    assert result.exit_code == 0
    assert result.stderr.startswith("0 pages, 0 blocks by ")
    assert (tmp_path / f"out.{ending}").exists()


def test_a_csv_without_rows_has_its_header(run, tmp_path):
    (tmp_path / "empty").mkdir()

    run("page", "--score", "empty", "--out", "out.csv")

    assert (tmp_path / "out.csv").read_text() == ",".join(COLUMNS) + "\n"


def test_pages_without_blocks_give_no_rows(run, tmp_path):
    (tmp_path / "a.html").write_text("<img src=a.png>")

    result = run("page", "--score", ".", "--out", "out.csv")

    assert result.stderr.startswith("1 pages, 0 blocks by ")


def test_the_output_may_lie_in_the_folder_and_is_no_page(score):
    first = score(out="archive/out.jsonl", lines=True)
    again = score(out="archive/out.jsonl", lines=True)

    assert first[0] == again[0]
    assert first[1].equals(again[1])


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("out.html", "out.html: the ending must be one of"),
        ("out", "out: the ending must be one of"),
        ("absent/out.csv", "absent/out.csv: there is no such folder"),
        ("archive/b.html/out.csv", "archive/b.html/out.csv: there is no such folder"),
    ],
)
def test_an_output_that_cannot_be_written_is_said_first(refuse, archive, out, why):
    env = {"HAMGATE_PAGE_MODEL_DIR": "absent"}

    line = refuse("page", "--score", archive, "--out", out, env=env)

    assert line.startswith(f"Error: {why}")


def test_the_old_output_stays_if_the_models_cannot_be_loaded(refuse, archive, tmp_path):
    (tmp_path / "out.csv").write_text("old")

    refuse(
        "page", "--score", archive, "--out", "out.csv",
        env={"HAMGATE_MODEL_DIR": "absent"},
    )  # fmt: skip

    assert (tmp_path / "out.csv").read_text() == "old"
