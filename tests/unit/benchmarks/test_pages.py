import numpy as np
import pytest

from benchmarks import pages
from benchmarks.pages import PageKind, kinds_of, print_table, run
from tests import tiny_pages
from tests.unit.training.pages import samples
from training.pages.evaluate import HeldOutPages
from training.pages.measuring import Found
from training.pages.reading import read_pages

N_PAGES = 6
# A forum whose comments the tiny model takes for footers.
FORUM = samples.line_row(
    9,
    page_type="forum",
    lines=[["me too", "comment"], ["boat", "boilerplate"], ["chapter", "article"]],
)


def extract(html, lang):
    """Take the first comment for main text, and know no other."""
    return Found("thanks a lot, so did i :)", f"In {lang}: Thanks, I loved number 0!!")


@pytest.fixture
def rivals(monkeypatch):
    fakes = {"trafilatura": extract, "main alone": extract, "absent": extract}
    monkeypatch.setattr(pages, "EXTRACTORS", fakes)
    monkeypatch.setattr(pages, "MAIN_TEXT_ALONE", {"main alone"})
    monkeypatch.setattr(
        pages, "missing_extractor", lambda name: "x" * (name == "absent")
    )


@pytest.fixture
def printed(rivals, tmp_path, capsys):
    """Print the table for two folds of pages that the tiny model gets right."""

    def print_all(*more_lines, **changes):
        lines = [samples.line_row(n, **changes) for n in range(N_PAGES)]
        html = [*map(samples.html_row, range(N_PAGES))]
        folder = samples.write(tmp_path, [*lines, *more_lines], html)
        html, held = read_pages(folder)
        model = tiny_pages.segmenter()
        folds = [
            HeldOutPages(model, html[:3], held[:3]),
            HeldOutPages(model, html[3:], held[3:]),
        ]
        print_table(folds, held, kinds_of(folder))
        table, foot = capsys.readouterr().out.split("\n\n")
        rows = [
            [cell.strip() for cell in line[1:-1].split("|")]
            for line in table.split("\n")
        ]
        return {row[0]: row[1:] for row in rows}, foot

    return print_all


def test_each_method_has_a_column_and_each_measure_a_row(printed):
    rows, _ = printed()

    assert rows[""] == ["Hamgate", "trafilatura", "main alone", "TF-IDF + LR"]
    assert len(rows) == 2 + 13 + 2
    assert {len(row) for row in rows.values()} == {4}


def test_methods_are_measured_by_what_they_answer(printed):
    rows, _ = printed()

    assert rows["HTML, blocks: macro-F1, labels alike"][0] == "1.000"
    assert rows["HTML, marked comments found"][:2] == ["1.000", "0.167"]
    assert rows["HTML, marked comments in the main text"][:2] == ["0.000", "0.000"]
    assert rows["lines: macro-F1, as they come"][0] == "1.000"
    assert rows["single blocks: footers at comment recall .90"][0] == "0.000"


def test_where_a_method_makes_nothing_of_a_form_there_is_a_dash(printed):
    rows, _ = printed()

    known = {name for name, row in rows.items() if row[2] not in ("-", "---")}
    no_html = {name for name, row in rows.items() if row[1] == "-"}
    assert known == {
        "",
        "HTML, main text: token F1, macro",
        "HTML of about 100 kB: ms",
        "times Trafilatura's",
    }
    assert no_html == {name for name in rows if name.startswith(("lines", "single"))}


def test_forums_are_left_out_of_the_last_rows_alone(printed):
    rows, _ = printed(FORUM)

    assert float(rows["single blocks: macro-F1, labels alike"][0]) < 1
    assert rows["single blocks, no forums: macro-F1, labels alike"][0] == "1.000"


def test_single_blocks_are_ranked_by_comment_against_footer():
    found = np.array([[0.9, 0.1, 0], [0.6, 0.3, 0.1], [0, 0.4, 0.6]])

    measured = pages._of_single_blocks([(samples.page(["a"] * 3, [0, 1, 2]), found)])

    assert measured["footers_at_recall_90"] == 0


def test_times_are_told_in_milliseconds_and_beside_trafilatura(printed):
    rows, _ = printed()

    assert all(float(cell) >= 0 for cell in rows["HTML of about 100 kB: ms"])
    assert rows["times Trafilatura's"][1] == "1.00"


def test_the_foot_says_what_was_measured_on(printed):
    _, foot = printed(FORUM)

    assert foot.startswith(
        "6 HTML pages and 7 pages of lines of 7 domains. TF-IDF + LR:"
    )


def test_tfidf_learns_from_no_page_that_is_held_out(printed, monkeypatch):
    learned = []

    def fit_tfidf(texts, y):
        learned.append([text for text in texts if text.startswith("Home")])
        return lambda texts: np.full((len(texts), 3), [0.2, 0.3, 0.5])

    monkeypatch.setattr(pages, "fit_tfidf", fit_tfidf)
    printed()

    assert learned == [
        [f"Home of site {n}" for n in (3, 4, 5)],
        [f"Home of site {n}" for n in (0, 1, 2)],
    ]


def test_an_extractor_is_told_the_language_of_the_page(printed, monkeypatch):
    asked = []
    fake = {"trafilatura": lambda html, lang: asked.append(lang) or Found("", "")}
    monkeypatch.setattr(pages, "EXTRACTORS", fake)

    printed(lang="de")

    assert asked[:N_PAGES] == ["de"] * N_PAGES


def test_the_kind_of_a_page_is_its_language_and_type(tmp_path):
    rows = [samples.line_row(0), samples.line_row(1, lang="de", page_type="forum")]

    assert kinds_of(samples.write(tmp_path, rows, [])) == {
        "page-0": PageKind("en", "article"),
        "page-1": PageKind("de", "forum"),
    }


def test_a_rival_that_is_not_installed_is_named(rivals, monkeypatch, tmp_path, capsys):
    samples.write_pages(tmp_path, 2)
    monkeypatch.setattr(pages, "loose_texts", lambda datasets: None)
    monkeypatch.setattr(pages, "hold_out_domains", lambda *given: iter(()))
    monkeypatch.setattr(pages, "print_table", lambda *given: None)

    run(tmp_path)

    assert capsys.readouterr().out == "absent is left out, it is not installed: x\n"


def test_without_data_sets_nothing_is_measured(capsys):
    run(None)

    assert capsys.readouterr().out == "HAMGATE_DATASETS is not set\n"
