import os
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from moderation.cli.group import Wiring
from moderation.cli.pages import page
from moderation.comment import Page
from moderation.segment.segmenter import MAX_CHARS
from moderation.services.pages import MAX_JUDGED
from tests import tiny_pages
from tests.fakes import FakeModel, FakePageModel

HTML = """<!doctype html>
<title>Chapter &amp; verse</title>
<h1>Chapter one</h1>
<p>A chapter of two<br>lines
<ol><li id="comment-7" class="comment">
<cite class="fn"><a href="https://ann.example" rel="ugc" class="url">Ann</a></cite>
<time datetime="2026-05-01">May 1</time>
<p>Thanks, cheap casino pills
<p>Thanks, win cash
</ol>
<footer>About us</footer>
"""

LABELS = ["article", "article", "footer", "comment", "comment", "footer"]

COLUMNS = ["page", "position", "text", "label", "score", "comment", "author"]
COLUMNS += ["author_url", "date", "link", "depth", "verdict", "action"]
COLUMNS += ["spam", "abuse", "footer"]


@pytest.fixture(scope="session")
def page_artifact(tmp_path_factory):
    return tiny_pages.write(tmp_path_factory.mktemp("pages") / "small")


@pytest.fixture(autouse=True)
def page_model(page_artifact, monkeypatch):
    monkeypatch.setenv("HAMGATE_PAGE_MODEL_DIR", str(page_artifact))


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


def labels(answer):
    return [block["label"] for block in answer["blocks"]]


def texts(answer):
    return [block["text"] for block in answer["blocks"]]


def test_a_file_is_shown_block_by_block(run, tmp_path):
    (tmp_path / "page.html").write_text(HTML)

    said = run("page", "page.html").stdout.splitlines()

    assert said[:5] == [
        "Chapter & verse",
        "",
        "article  Chapter one",
        "article  A chapter of two",
        "         lines",
    ]
    assert said[-2:] == ["", "blocks: 2 article, 2 comment, 2 footer"]


def test_a_comment_is_shown_with_author_date_and_verdict(run):
    said = run("page", HTML).stdout

    assert (
        "comment  Thanks, cheap casino pills  [Ann · 2026-05-01 · spam: hold]\n" in said
    )


def test_without_judge_no_verdict_is_shown(run):
    said = run("page", HTML, "--no-judge").stdout

    assert "comment  Thanks, cheap casino pills  [Ann · 2026-05-01]\n" in said


def test_a_block_of_no_comment_is_shown_by_itself(run):
    assert "\nfooter   About us\n" in run("page", HTML).stdout


def test_json_has_every_block_in_order(ask, page_artifact):
    answer = ask("page", HTML, "--json")

    assert answer.keys() == {"title", "model", "blocks"}
    assert answer["title"] == "Chapter & verse"
    assert answer["model"] == tiny_pages.Segmenter.load(page_artifact).name
    assert labels(answer) == LABELS
    assert [block["position"] for block in answer["blocks"]] == [0, 1, 2, 3, 4, 5]


def test_json_has_what_the_page_tells_of_a_comment(ask):
    block = ask("page", HTML, "--json")["blocks"][3]

    verdict, score = block.pop("verdict"), block.pop("score")
    assert 0.5 < score <= 1
    assert verdict.keys() == {"label", "action", "scores", "reasons", "model"}
    assert block == {
        "position": 3,
        "text": "Thanks, cheap casino pills",
        "label": "comment",
        "comment": 0,
        "author": "Ann",
        "author_url": "https://ann.example",
        "date": "2026-05-01",
        "link": "#comment-7",
        "depth": 0,
    }


def test_json_of_articles_and_footers_has_no_verdict(ask):
    block = ask("page", HTML, "--json")["blocks"][5]

    assert block.keys() == {"position", "text", "label", "score"}


def test_json_without_judge_has_no_verdict(ask):
    answer = ask("page", HTML, "--json", "--no-judge")

    assert [block for block in answer["blocks"] if "verdict" in block] == []


def test_without_judge_no_model_of_comments_is_needed(ask):
    env = {"HAMGATE_MODEL_DIR": "absent"}

    assert labels(ask("page", HTML, "--json", "--no-judge", env=env)) == LABELS


def test_a_comment_is_judged_as_check_judges_it(ask):
    [block] = ask("page", "<p>Thanks, cheap casino pills", "--json")["blocks"]

    alone = ask("check", "Thanks, cheap casino pills", "--json")
    assert block["verdict"]["scores"] == alone["scores"]
    assert block["verdict"]["reasons"] == alone["reasons"]


def test_a_link_that_the_page_hides_counts(ask):
    shown = ask("page", "<p>Thanks for it", "--json")
    hidden = ask("page", "<p>Thanks <a href='http://win.example'>for it</a>", "--json")

    [before, after] = (each["blocks"][0]["verdict"] for each in (shown, hidden))
    assert texts(shown) == texts(hidden)
    assert before["scores"]["spam"] < after["scores"]["spam"]


def test_address_and_title_reach_the_judge_of_comments():
    pages = []
    model = FakeModel(spam=lambda comment: pages.append(comment.page) or 0.0)
    wiring = Wiring(
        model_dir=Path,
        load_model=lambda _: model,
        page_model_dir=Path,
        load_page_model=lambda _: FakePageModel(),
        ports=None,
        serve=None,
        address=None,
        registry=None,
        feedback_rows=None,
        place=None,
    )

    CliRunner().invoke(page, ["<p>\nCarl", "--url", "https://a.example"], obj=wiring)

    assert pages == [Page("https://a.example", "A title")]


@pytest.mark.parametrize(
    ("name", "content", "options", "found"),
    [
        ("a.html", "<ul><li>Thanks<li>Home</ul>", (), ["Thanks", "Home"]),
        ("A.HTM", "<b>Thanks</b> all\nHome", (), ["Thanks all Home"]),
        ("a.xhtml", "<?xml version='1.0'?><p>Thanks", (), ["Thanks"]),
        ("a.html", "Hi\nand <b>Thanks</b>", (), ["Hi and Thanks"]),
        ("a.html", "no tags\na < b", (), ["no tags", "a < b"]),
        ("a.txt", "<p>Thanks\nHome", (), ["<p>Thanks", "Home"]),
        ("a", "Thanks\n\nHome", (), ["Thanks", "Home"]),
        ("a.php", "Hi <div>Thanks</div>", (), ["Hi", "Thanks"]),
        ("a.html", "<p>Thanks\nHome", ("--text",), ["<p>Thanks", "Home"]),
        ("a.html", "", (), []),
        ("a.txt", " \n", (), []),
    ],
    ids=[
        "list", "inline", "xhtml", "late-tag", "no-tags", "txt", "no-ending", "php",
        "as-text", "empty", "blank",
    ],
)  # fmt: skip
def test_html_and_text_are_told_apart(ask, name, content, options, found):
    Path(name).write_text(content)

    assert texts(ask("page", name, "--json", *options)) == found


@pytest.mark.parametrize(
    ("source", "options", "found"),
    [
        ("<p>Thanks<p>Home", (), ["Thanks", "Home"]),
        ("\n <li>Thanks<li>Home", (), ["Thanks", "Home"]),
        ("<p>Thanks\nHome", ("--text",), ["<p>Thanks", "Home"]),
    ],
    ids=["html", "blanks-before", "as-text"],
)
def test_html_may_stand_in_the_place_of_a_file(ask, source, options, found):
    assert texts(ask("page", source, "--json", *options)) == found


@pytest.mark.parametrize(
    ("content", "options", "found"),
    [
        (HTML, (), ["Chapter one"]),
        ("<ul><li>Thanks<li>Home</ul>", (), ["Thanks"]),
        ("Thanks\nHome", (), ["Thanks", "Home"]),
        ("Hi <div>Thanks</div>", (), ["Hi", "Thanks"]),
        ("<p>Thanks\nHome", ("--text",), ["<p>Thanks", "Home"]),
        ("", (), []),
    ],
    ids=["page", "part", "text", "mixed", "as-text", "empty"],
)
def test_a_dash_reads_standard_input(ask, content, options, found):
    answer = ask("page", "-", "--json", *options, input=content)

    assert texts(answer)[: len(found)] == found


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>Thänks".encode(), "Thänks"),
        ("<p>Thänks".encode("latin-1"), "Thänks"),
        ("<p>Thänks".encode("utf-8-sig"), "Thänks"),
        ("\ufeff<p>Thänks".encode("utf-16-le"), "Thänks"),
        ("<meta charset=koi8-r><p>Да".encode("koi8-r"), "Да"),
        (b"<p>a\x00b", "a\ufffdb"),
        (b"<p>a&#0;&#xd800;b", "a\ufffd\ufffdb"),
        (b"\xff\xd8\xff\xe0", "ÿØÿà"),
    ],
    ids=["utf-8", "latin-1", "bom", "utf-16", "koi8", "nul", "entities", "picture"],
)
def test_a_page_of_any_bytes_is_taken_apart(ask, tmp_path, content, text):
    (tmp_path / "page.html").write_bytes(content)

    assert texts(ask("page", "page.html", "--json")) == [text]


def test_what_steers_a_terminal_is_not_printed(run):
    result = run("page", "<p>Thanks\x1b[31m\x9b2J\x07 all", color=True)

    assert "Thanks\ufffd[31m\ufffd2J\ufffd all" in result.stdout


def test_an_empty_page_has_no_blocks(run):
    said = run("page", "-", input="").stdout

    assert said == "blocks: 0 article, 0 comment, 0 footer\n"


def test_more_comments_than_a_site_may_ask_for_are_judged(ask):
    lines = "\n".join(["Thanks", "Home"] * (MAX_JUDGED + 1))

    answer = ask("page", "-", "--json", input=lines)

    verdicts = [block["verdict"] for block in answer["blocks"] if "verdict" in block]
    assert len(verdicts) == MAX_JUDGED + 1


def test_another_page_model_can_be_named(ask, page_artifact):
    env = {"HAMGATE_PAGE_MODEL_DIR": "absent"}

    answer = ask("page", HTML, "--json", "--page-model", page_artifact, env=env)

    assert labels(answer) == LABELS


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("absent.html", "absent.html: cannot be read: No such file or directory"),
        ("inner", "inner: cannot be read: Is a directory"),
        ("x" * 5_000, "x" * 200 + ": cannot be read: File name too long"),
        ("https://a.example/", "no address is fetched; save the page, or pipe it"),
        ("HTTP://A.EXAMPLE", "no address is fetched; save the page, or pipe it"),
    ],
    ids=["absent", "folder", "long", "address", "upper"],
)
def test_a_source_that_cannot_be_read_is_one_line(refuse, tmp_path, source, why):
    (tmp_path / "inner").mkdir()

    assert refuse("page", source).startswith(f"Error: {why}")


@pytest.mark.parametrize("source", ["page.txt", "-"])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x" * (MAX_CHARS + 1), "the page has more than 5,000,000 characters"),
        (b"x\n" * 10_001, "the page has more than 10,000 blocks"),
        (b"x" * 20_000_001, "the page has more than 20,000,000 bytes"),
    ],
    ids=["characters", "blocks", "bytes"],
)
def test_a_page_that_is_too_large_is_one_line(refuse, tmp_path, source, content, why):
    (tmp_path / "page.txt").write_bytes(content)

    assert refuse("page", source, input=content).endswith(why)


def test_a_page_model_that_is_not_there_is_one_line(refuse):
    line = refuse("page", HTML, env={"HAMGATE_PAGE_MODEL_DIR": "absent"})

    assert line == "Error: absent: no readable manifest.json"


def test_a_wrong_source_is_said_before_a_model_is_loaded(refuse):
    env = {"HAMGATE_PAGE_MODEL_DIR": "absent"}

    assert refuse("page", "gone.html", env=env).startswith("Error: gone.html")


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("",),
        ("a.html", "b.html"),
        ("a.html", "--score", "."),
        ("a.html", "--score", ".", "--out", "out.csv"),
        ("a.html", "--out", "out.csv"),
        ("--out", "out.csv"),
        ("--score", "."),
        ("--score", "absent", "--out", "out.csv"),
        ("--score", "a.html", "--out", "out.csv"),
        ("--score", ".", "--out", "."),
        ("--score", ".", "--out", "out.csv", "--json"),
        ("--score", ".", "--out", "out.csv", "--url", "https://a.example"),
        ("a.html", "--page-model", "absent"),
        ("a.html", "--html"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_fit_are_a_usage_error(run, tmp_path, options):
    (tmp_path / "a.html").write_text(HTML)

    result = run("page", *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert not (tmp_path / "out.csv").exists()


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
