import importlib.util

import numpy as np
import pytest

from benchmarks import page_rivals
from benchmarks.page_rivals import (
    EXTRACTORS,
    fit_tfidf,
    labels_within,
    missing_extractor,
)
from training.pages.measuring import Found

ARTICLE, COMMENT, FOOTER = 0, 1, 2
INSTALLED = [name for name in EXTRACTORS if not missing_extractor(name)]
BODY = (
    "The bakers of the village had been up since three, and the smell of their bread "
    "was in all of the streets when the first of the boats came in with the tide. "
)
PAGE = f"""<html><head><title>Bread</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li></ul></nav>
<article><h1>Bread</h1><p>{BODY * 2}</p><p>{BODY * 3}</p><p>{BODY * 2}</p></article>
<footer><p><a href="/legal">Legal notice</a></p></footer></body></html>"""


@pytest.mark.parametrize("name", INSTALLED)
def test_an_extractor_finds_the_main_text(name):
    found = EXTRACTORS[name](PAGE, "en")

    assert BODY.strip() in found.article
    assert "Legal notice" not in found.article
    assert (found.comments, found.labels) == ("", None)


@pytest.mark.parametrize("name", INSTALLED)
@pytest.mark.parametrize("lang", ["en", "de", "ja", "und", ""])
def test_an_extractor_takes_pages_of_any_language(name, lang):
    assert EXTRACTORS[name](PAGE, lang).comments == ""


@pytest.mark.parametrize("name", INSTALLED)
def test_a_page_without_text_has_no_main_text(name):
    assert EXTRACTORS[name]("<html><body></body></html>", "en").article == ""


def test_trafilatura_knows_comments():
    comment = f"<div class='comment'><p>{BODY}Thanks!</p></div>"
    html = PAGE.replace("<footer>", f"<div id='comments'>{comment}</div><footer>")

    assert "Thanks!" in EXTRACTORS["trafilatura"](html, "en").comments


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The whole of a long sentence.", ARTICLE),
        ("the  WHOLE of a\nlong sentence", ARTICLE),
        ("whole of a long", FOOTER),
        ("Title", ARTICLE),
        ("long", FOOTER),
        ("Nice", COMMENT),
        ("A nice comment by a visitor", COMMENT),
        ("Nice comment by a v", COMMENT),
        ("Nice comment by a", FOOTER),
        ("in both of the two texts", ARTICLE),
        ("Elsewhere", FOOTER),
        ("...", FOOTER),
        ("", FOOTER),
        ("Привет", COMMENT),
    ],
)
def test_a_block_is_what_its_letters_stand_in(text, label):
    found = Found(
        "Title\nThe whole of a long sentence.\nIn both of the two texts!",
        "Nice\na nice comment by a visitor\nin both of the two texts\nпривет!",
    )

    assert labels_within(found, [text]).tolist() == [label]


def test_no_blocks_have_no_labels():
    assert labels_within(Found("a", "b"), []).shape == (0,)


def test_tfidf_learns_labels_from_texts():
    texts = ["a chapter of bread", "many thanks", "log in"] * 5

    judge = fit_tfidf(texts, np.array([0, 1, 2] * 5))

    found = judge(["the last chapter", "thanks!", "log out", ""])
    assert found.argmax(axis=1).tolist()[:3] == [0, 1, 2]
    assert found.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize(
    ("most", "n_each"), [(20_000, 2), (2, 2), (1, 1)], ids=["rarest", "limit", "one"]
)
def test_tfidf_learns_from_as_many_texts_of_each_label(monkeypatch, most, n_each):
    fitted = []
    pipeline = page_rivals.tfidf_pipeline()
    monkeypatch.setattr(page_rivals, "TFIDF_TEXTS", most)
    monkeypatch.setattr(page_rivals, "tfidf_pipeline", lambda: pipeline)
    monkeypatch.setattr(pipeline, "fit", lambda X, y: fitted.extend(y) or pipeline)

    fit_tfidf([*"abcdefgh"], np.array([0, 0, 0, 1, 1, 2, 2, 2]))

    assert np.bincount(fitted).tolist() == [n_each] * 3


def test_an_extractor_that_is_not_installed_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert {name: missing_extractor(name) for name in EXTRACTORS} == {
        "trafilatura": "",
        "readability-lxml": "pip install 'hamgate[benchmarks]'",
        "jusText": "pip install 'hamgate[benchmarks]'",
    }
