"""The shipped models on three pages whose every block was labelled by hand."""

import json
from pathlib import Path

import pytest

from moderation.classify.scorer import Scorer
from moderation.lists import data_dir
from moderation.segment.segmenter import Segmenter
from moderation.services.pages import comments_of

PAGES = Path(__file__).parent.parent / "golden" / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


@pytest.fixture(scope="module")
def segmenter():
    return Segmenter.load(data_dir() / "models" / "pages")


def expected(name):
    return json.loads((PAGES / f"{name}.json").read_text("utf-8"))


def html(name):
    return (PAGES / f"{name}.html").read_text("utf-8")


def text(name):
    return (PAGES / f"{name}.txt").read_text("utf-8")


def labels_of(page):
    return [[block.text, block.label.value] for block in page.blocks]


def wrong(page, wanted):
    pairs = zip(labels_of(page), wanted, strict=True)
    return [(*found, right[1]) for found, right in pairs if found != right]


@pytest.mark.parametrize("name", NAMES)
def test_every_block_of_a_page_comes_out_right_as_html(name, segmenter):
    assert wrong(segmenter.label_html(html(name)), expected(name)["html"]) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_comes_out_right_as_plain_text(name, segmenter):
    assert wrong(segmenter.label_text(text(name)), expected(name)["text"]) == []


@pytest.mark.parametrize("name", NAMES)
def test_comments_keep_what_the_page_tells_of_them(name, segmenter):
    page = segmenter.label_html(html(name))

    told = [(c.text, c.author, c.date, c.link, c.depth) for c in page.comments]
    keys = ("text", "author", "date", "link", "depth")
    assert told == [tuple(c[k] for k in keys) for c in expected(name)["comments"]]


def test_spam_among_comments_is_told_from_the_others(segmenter):
    comments = comments_of(segmenter.label_html(html("spam-among-comments")))
    model = Scorer.load(data_dir() / "models" / "default")

    acted = model.score(comments)[:, 0] >= model.thresholds.hold

    wanted = [c["spam"] for c in expected("spam-among-comments")["comments"]]
    assert acted.tolist() == wanted
    assert len(wanted) == 9
