"""A page model small enough for a test, whose verdicts a test can foresee.

A text with the word `ARTICLE` is of the article, another with `COMMENT` is a comment,
and all others are footer text, wherever they stand:

>>> page = segmenter().label_html("<h1>Chapter one<p>Thanks a lot!<p>About us")
>>> [block.label.value for block in page.blocks]
['article', 'comment', 'footer']
"""

import random
from functools import cache
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from moderation.segment.artifact import FORMAT, PageParts
from moderation.segment.columns import html_columns, line_columns
from moderation.segment.segmenter import Segmenter, alone_columns
from moderation.segment.tree import split_html
from moderation.segment.words import WordWeights, grams_of
from moderation.text.views import batch_of, skeleton_view
from training.pages.publish import write_page_artifact
from training.pages.train import TrainedPages
from training.train import library_versions

ARTICLE, COMMENT = "chapter", "thanks"

# With fewer, the words of a test would fall into the buckets of the two that count.
_BITS = 16
_WEIGHT = 64.0
_NEUTRAL = "on the way we saw a red boat, its sails and 7 old men: all waved at us"
_TAGS = ("p", "li", "div", "blockquote", "h2")
_N_PAGES = 6


@cache
def parts() -> PageParts:
    """Return parts that were fitted on six small pages, once a run."""
    draw = random.Random(5)
    words = _words()
    texts = [_texts(draw) for _ in range(_N_PAGES)]
    y = np.tile(np.arange(3), len(texts) * 4)
    alone = _fit(
        np.vstack([np.hstack(alone_columns(each, words)) for each in texts]), y
    )
    html, lines = [], []
    for each in texts:
        looks, log_odds = alone_columns(each, words)
        found = alone.predict_proba(np.hstack([looks, log_odds]))
        told = np.hstack([log_odds, found]).astype(np.float32)
        chars = np.array([len(text) for text in each], float)
        lines.append(line_columns(told, looks, chars))
        body = np.array([draw.choices((0, 1), k=2) for _ in each], np.float32)
        html.append(html_columns(told, looks, body, split_html(_page(each, draw))))
    return PageParts(
        words=words,
        alone=alone,
        html=_fit(np.vstack(html), y),
        lines=_fit(np.vstack(lines), y),
        # Each block is judged by itself, so that none depends on those beside it.
        html_steps=np.zeros((3, 3)),
        lines_steps=np.zeros((3, 3)),
    )


def model() -> TrainedPages:
    """Return the parts with a manifest, as training does."""
    manifest = {
        "format": FORMAT,
        "created_at": "2026-11-23T12:00:00+00:00",
        "labels": ["article", "comment", "footer"],
        "libraries": library_versions(),
    }
    return TrainedPages(parts(), manifest)


def segmenter(**manifest: object) -> Segmenter:
    """Return a segmenter that was never on disk; `manifest` overrides entries."""
    return Segmenter(parts(), {"name": "tiny", **model().manifest, **manifest})


def write(folder: Path) -> Path:
    """Write the model as an artifact and return its folder."""
    write_page_artifact(model(), folder)
    return folder


def _words() -> WordWeights:
    """Return weights for `ARTICLE` and `COMMENT` alone, which half precision holds."""
    words = np.zeros((1 << _BITS, 3), np.float32)
    for label, word in enumerate((ARTICLE, COMMENT)):
        [[bucket]] = [
            each.bucket
            for each in grams_of(skeleton_view(batch_of([word])), _BITS)[0][:1]
        ]
        words[bucket, [label, 2]] = _WEIGHT, -_WEIGHT
    return WordWeights(words, np.zeros_like(words), np.zeros(3, np.float32))


def _texts(draw: random.Random) -> list[str]:
    """Return article, comment, footer four times over: alike but for their word."""
    return [
        " ".join([*word, *draw.choices(_NEUTRAL.split(), k=draw.choice((0, 5, 2000)))])
        for _ in range(4)
        for word in ([ARTICLE], [COMMENT], ["boat"])
    ]


def _page(texts: list[str], draw: random.Random) -> str:
    tags = [draw.choice(_TAGS) for _ in texts]
    blocks = (f"<{tag}>{each}</{tag}>" for tag, each in zip(tags, texts, strict=True))
    return "".join(blocks)


def _fit(X: np.ndarray, y: np.ndarray) -> HistGradientBoostingClassifier:
    trees = HistGradientBoostingClassifier(
        max_iter=3, max_leaf_nodes=2, min_samples_leaf=5, learning_rate=1.0
    )
    # On so few rows, more threads wait for each other longer than they count.
    with threadpool_limits(1):
        return trees.fit(X, y)
