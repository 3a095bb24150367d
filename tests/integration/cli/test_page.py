from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.cli.group import Wiring
from moderation.cli.pages import page
from moderation.comment import Page
from moderation.segment.segmenter import MAX_CHARS
from moderation.services.pages import MAX_JUDGED
from tests import tiny_pages
from tests.fakes import FakeModel, FakePageModel
from tests.integration.cli.page_samples import HTML

pytestmark = pytest.mark.usefixtures("page_model")

LABELS = ["article", "article", "footer", "comment", "comment", "footer"]


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
