"""Pages put together from our own texts, in all their languages, as lines.

Outside pages are nearly all English, and their captions and credits are often labelled
as article; these teach where such lines stand (experiment 0010).
"""

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from moderation.lists import data_dir
from moderation.segment.blocks import Block, SplitPage
from moderation.tables import read_table
from training.pages.folds import N_FOLDS, fold_of
from training.pages.reading import LabelledSource
from training.shipped import own_footers

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["invented_pages"]

_ARTICLE, _COMMENT, _FOOTER = 0, 1, 2
_PAGES_A_LANGUAGE = 6
_LEAST_TEXTS = 4

Line = tuple[str, int]


def invented_pages() -> list[LabelledSource]:
    """Return pages of lines; the same at each call.

    The domain of a page is one of its texts, so that judges of single texts which have
    not seen them can be found by it: all texts of a page are of one fold.
    """
    import pandas as pd

    articles = [read_table(path) for path in sorted(data_dir().glob("articles/*.csv"))]
    table = pd.concat([own_footers(), *articles], ignore_index=True)
    table["fold"] = [fold_of(text) for text in table["text"]]
    pages = []
    for lang, texts in table.groupby("lang"):
        for n in range(_PAGES_A_LANGUAGE):
            rng = Random(f"{lang} {n}")
            shelf = _Shelf(texts[texts["fold"] == n % N_FOLDS], rng)
            if shelf.has_enough:
                lines = [*_page(shelf, rng)]
                pages.append(_source(f"invented:{lang}-{n}", lines))
    return pages


class _Shelf:
    """Texts of one language by kind; takes each once, then again from the start."""

    def __init__(self, table: "DataFrame", rng: Random) -> None:
        self._texts: dict[str, list[str]] = {}
        for kind, texts in table.groupby("kind")["text"]:
            self._texts[str(kind)] = rng.sample(texts.tolist(), len(texts))
        self._taken: dict[str, int] = {}

    @property
    def has_enough(self) -> bool:
        return len(self._texts.get("paragraph", [])) >= _LEAST_TEXTS

    def take(self, kind: str, n: int) -> list[str]:
        texts = self._texts.get(kind, [])
        first = self._taken.get(kind, 0)
        self._taken[kind] = first + n
        return [texts[(first + k) % len(texts)] for k in range(min(n, len(texts)))]


def _page(shelf: _Shelf, rng: Random) -> Iterator[Line]:
    yield from _footers(shelf, rng, ("cookies", 2), ("navigation", 6), ("share", 2))
    for line in shelf.take("headline", 1):
        yield line, _ARTICLE
    yield from _footers(shelf, rng, ("byline", 2), ("share", 1))
    yield from _body(shelf, rng)
    yield from _footers(
        shelf, rng, ("share", 2), ("byline", 1), ("navigation", 1), ("related", 3)
    )
    yield from _footers(shelf, rng, ("caption", 1), ("newsletter", 2), ("advert", 1))
    if rng.random() < 0.6:
        yield from _comments(shelf, rng)
    yield from _footers(shelf, rng, ("form", 6), ("privacy", 1), ("notice", 2))
    yield from _footers(shelf, rng, ("related", 3), ("system", 3), ("navigation", 5))
    yield from _footers(shelf, rng, ("legal", 3), ("cookies", 1))


def _body(shelf: _Shelf, rng: Random) -> Iterator[Line]:
    for paragraph in shelf.take("paragraph", rng.randint(3, 8)):
        if rng.random() < 0.2:
            for line in shelf.take("headline", 1):
                yield line, _ARTICLE
        yield paragraph, _ARTICLE
        if rng.random() < 0.35:
            yield from _footers(shelf, rng, (rng.choice(_BETWEEN), 1))


_BETWEEN = ("caption", "caption", "caption", "advert", "related", "newsletter")


def _comments(shelf: _Shelf, rng: Random) -> Iterator[Line]:
    yield from _footers(shelf, rng, ("meta", 1))
    for _ in range(rng.randint(1, 6)):
        yield from _footers(shelf, rng, ("meta", 2))
        kind = rng.choice(("everyday", "everyday", "about", "short", "quote"))
        for line in shelf.take(kind, rng.choice((1, 1, 1, 2))):
            yield line, _COMMENT
        yield from _footers(shelf, rng, ("meta", 1))


def _footers(shelf: _Shelf, rng: Random, *wanted: tuple[str, int]) -> Iterator[Line]:
    """Yield up to so many lines of each kind."""
    for kind, most in wanted:
        for line in shelf.take(kind, rng.randint(0 if most < 3 else 1, most)):
            yield line, _FOOTER


def _source(name: str, lines: list[Line]) -> LabelledSource:
    page = SplitPage([Block(text) for text, _ in lines])
    labels = np.array([label for _, label in lines], np.int64)
    return LabelledSource(name, lines[0][0], page, labels)
