"""Where each block of an HTML page stands: named numbers from the tree."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.segment.blocks import Element, SplitPage
from moderation.segment.marks import Mark

__all__ = ["LINK_DENSITY", "NAMES", "structure"]

_TAGS = (
    "p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre",
    "blockquote", "section", "article", "header", "footer", "nav", "aside", "main",
    "form", "legend", "label", "button", "figcaption", "dt", "dd", "address", "summary",
    "body",
)  # fmt: skip
_TAG = {tag: number for number, tag in enumerate(_TAGS)}
_BITS = np.array([int(mark) for mark in Mark], np.int64)
_FAR = 60
LINK_DENSITY = 1  # its place in `NAMES`

_PLACES = (
    "tag", "link-density", "links", "depth", "items-around", "item-distance",
    "parent-chars", "parent-blocks", "parent-links", "grand-chars", "grand-blocks",
    "grand-links", "kin", "kin-chars", "kin-links", "kin-place",
    "since-h1", "until-h1", "since-form", "until-form", "since-comment",
    "until-comment", "since-item", "until-item", "comment-share", "item-share",
)  # fmt: skip
NAMES = (
    *_PLACES,
    *(f"near-{mark.name}" for mark in Mark),
    *(f"around-{mark.name}" for mark in Mark),
    *(f"inner-{mark.name}" for mark in Mark),
)


def structure(page: SplitPage) -> NDArray[np.float32]:
    """Return shape (n_blocks, n_columns), columns in the order of `NAMES`."""
    blocks = page.blocks
    elements = [page.elements[block.element] for block in blocks]
    chars = np.array([len(block.text) for block in blocks], float)
    in_links = np.array([block.link_chars for block in blocks], float)
    near = np.array([e.near for e in elements], np.int64)
    around = np.array([e.around for e in elements], np.int64)
    inner = np.array([block.inner for block in blocks], np.int64)
    items = _items_around(page.elements)
    n_items, distance = items[[block.element for block in blocks]].T
    is_comment = (around & Mark.COMMENT) != 0
    columns = [
        np.array([_TAG.get(e.tag, len(_TAGS)) for e in elements], float),
        np.minimum(in_links / np.maximum(chars, 1), 1),
        np.array([min(block.n_links, 20) for block in blocks], float),
        np.array([min(e.depth, _FAR) for e in elements], float),
        n_items,
        distance,
        *_family(np.array([e.parent for e in elements]), chars, in_links),
        *_family(_grandparents(page, elements), chars, in_links),
        *_kin(np.array([e.kin for e in elements]), chars, in_links),
        *_distances(np.array([e.tag == "h1" for e in elements])),
        *_distances((near & Mark.FORM) != 0),
        *_distances(is_comment),
        *_distances(n_items > 0),
        np.full(len(blocks), is_comment.mean()),
        np.full(len(blocks), (n_items > 0).mean()),
    ]
    bits = [(each[:, None] & _BITS) != 0 for each in (near, around, inner)]
    return np.column_stack([*columns, *bits]).astype(np.float32)


def _items_around(elements: Sequence[Element]) -> NDArray[np.float64]:
    """Return how many frames of comments are around each, and how far the next is."""
    found = np.zeros((len(elements) + 1, 2))
    found[-1] = (0, _FAR)
    for n, element in enumerate(elements):
        around, distance = found[element.parent]
        if element.is_item:
            found[n] = (around + 1, 0)
        else:
            found[n] = (around, min(distance + 1, _FAR))
    return found


def _grandparents(page: SplitPage, elements: Sequence[Element]) -> NDArray[np.int64]:
    return np.array(
        [page.elements[e.parent].parent if e.parent >= 0 else -1 for e in elements]
    )


def _family(
    owner: NDArray[np.int64], chars: NDArray[np.float64], links: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Return size, number of blocks and link density of what shares an element."""
    _, number = np.unique(owner, return_inverse=True)
    total = np.bincount(number, chars)
    linked = np.bincount(number, links)
    return [
        np.log1p(total)[number],
        np.log1p(np.bincount(number))[number],
        np.minimum(linked / np.maximum(total, 1), 1)[number],
    ]


def _kin(
    kin: NDArray[np.int64], chars: NDArray[np.float64], links: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    _, number = np.unique(kin, return_inverse=True)
    count = np.bincount(number)
    total = np.bincount(number, chars)
    places = np.zeros(len(kin))
    seen = np.zeros(len(count))
    for n, each in enumerate(number):
        places[n] = seen[each]
        seen[each] += 1
    return [
        np.log1p(count)[number],
        np.log1p(total / count)[number],
        np.minimum(np.bincount(number, links) / np.maximum(total, 1), 1)[number],
        places / count[number],
    ]


def _distances(flags: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """Return how many blocks ago the last flagged one was, and how far the next is."""
    n = len(flags)
    at = np.where(flags, np.arange(n), -_FAR)
    since = np.arange(n) - np.maximum.accumulate(at)
    ahead = np.where(flags, np.arange(n), n + _FAR)
    until = np.minimum.accumulate(ahead[::-1])[::-1] - np.arange(n)
    return [
        np.minimum(since, _FAR).astype(float),
        np.minimum(until, _FAR).astype(float),
    ]
