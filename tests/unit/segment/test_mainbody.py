from types import SimpleNamespace

import numpy as np
import pytest

from moderation.segment.mainbody import main_body
from moderation.segment.tree import split_html

_PARAGRAPH = (
    "The committee met on Tuesday to discuss the future of the old harbour, and {} "
    "voices were heard in the hall before the vote was taken."
)
_PAGE = f"""
<nav><a href=/>Home</a> <a href=/about>About</a></nav>
<article><h1>Harbour</h1>
<p>{_PARAGRAPH.format("many")}<p>{_PARAGRAPH.format("few")}
<p>{_PARAGRAPH.format("loud")}</article>
<div id=comments class=comments>
<div class=comment><p>I was there and it was far too loud to speak.</p></div>
<div class=comment><p>Nobody asked the fishermen what they think.</p></div>
</div>
<footer>Copyright 2026 Harbour News</footer>
"""


@pytest.fixture
def extract(monkeypatch):
    """Set what Trafilatura finds."""

    def becomes(text, comments=""):
        found = SimpleNamespace(text=text, comments=comments)
        monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: found)

    return becomes


def fail_with(error):
    def bare_extraction(*_, **__):
        raise error

    return bare_extraction


def test_the_paragraphs_of_an_article_are_main_text_and_its_comments_comments():
    texts = [block.text for block in split_html(_PAGE).blocks]

    found = main_body(_PAGE, texts, 12, 3)

    assert found[:, 0].tolist() == [0, 1, 1, 1, 1, 0, 0, 0]
    assert found[:, 1].tolist() == [0, 0, 0, 0, 0, 1, 1, 0]
    assert found.dtype == np.float32


@pytest.mark.parametrize(
    ("html", "n_elements", "depth"),
    [
        ("x" * 1_500_001, 1, 0),
        ("x", 3_001, 0),
        ("x", 1, 151),
    ],
    ids=["characters", "elements", "depth"],
)
def test_a_page_too_large_for_it_is_unknown(extract, html, n_elements, depth):
    extract("x")

    found = main_body(html, ["x", "y"], n_elements, depth)

    assert found.shape == (2, 2)
    assert np.isnan(found).all()


def test_a_page_at_every_limit_is_asked_about(extract):
    extract("x")

    found = main_body("x" * 1_500_000, ["x", "y"], 3_000, 150)

    assert found.tolist() == [[1, 0], [0, 0]]


@pytest.mark.parametrize(
    "error", [ValueError("broken"), RecursionError(), MemoryError(), KeyError("x")]
)
def test_a_page_that_it_fails_on_is_unknown(monkeypatch, error):
    monkeypatch.setattr("trafilatura.bare_extraction", fail_with(error))

    assert np.isnan(main_body("<p>x", ["x"], 2, 1)).all()


@pytest.mark.parametrize("found", [None, {}, SimpleNamespace(text=None, comments=None)])
def test_where_it_finds_nothing_no_block_is_main_text(monkeypatch, found):
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: found)

    assert main_body("<p>x", ["x", ""], 2, 1).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    "html", ["", " ", "<", "<p>", "\x00", "\ud800", "<!-- x -->", "x"], ids=ascii
)
def test_a_page_of_nothing_or_of_rubbish_does_no_harm(html):
    assert main_body(html, ["some words"], 1, 0).shape == (1, 2)


@pytest.mark.parametrize(
    ("text", "main", "is_inside"),
    [
        ("One line", "One line\nAnother", 1),
        ("one LINE!", "- One: line", 1),
        ("a\nb", "ab", 1),
        ("Yes", "Yes and no", 0),
        ("fourteen chars", "it has fourteen chars here", 0),
        ("fifteen letters x", "it has fifteen letters x here", 1),
        ("exactly a fifteen", "exactly a fifteen and more", 1),
        ("two lines of the text", "two lines of\nthe text", 1),
        ("", "One line", 0),
        ("...", "One ... line", 0),
        ("Привет", "привет", 1),
        ("日本語", "日本語。", 1),
    ],
    ids=ascii,
)
def test_a_block_is_inside_if_its_letters_are_a_line_or_long_enough(
    extract, text, main, is_inside
):
    extract(main, comments="\n")

    assert main_body("x", [text], 1, 0).tolist() == [[is_inside, 0]]


def test_a_line_among_the_comments_is_in_the_second_column(extract):
    extract("an article", comments="first\nsecond")

    found = main_body("x", ["second", "an article", "third"], 1, 0)

    assert found.tolist() == [[0, 1], [1, 0], [0, 0]]
