"""Which rows belong together, and folds that never part them."""

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from training.sources import origin_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pandas import DataFrame

__all__ = [
    "Fold",
    "among",
    "by_group",
    "families_of",
    "folds",
    "groups_of",
    "left_out",
    "origins_of",
]

Fold = tuple[NDArray[np.intp], NDArray[np.intp]]

_NOT_LETTERS = re.compile(r"[\W\d_]+")
# From so many origins on, folds leave out a whole one; with fewer too little is left.
_LEAST_ORIGINS = 4
_N_FOLDS = 3
# Each fold is a fit more: six hold a whole origin out for every large one of ours.
_MOST_FOLDS = 6


def groups_of(table: "DataFrame") -> NDArray[np.str_]:
    """Return the group of each row, shape (n_rows,).

    Where the column `group` is empty or absent, rows whose letters are the same share a
    group, so that copies with other numbers or links stay on one side of a split.
    """
    given = table["group"] if "group" in table.columns else [""] * len(table)
    pairs = zip(given, table["text"], strict=True)
    return np.array([group or _by_letters(text) for group, text in pairs])


def origins_of(table: "DataFrame") -> NDArray[np.str_]:
    """Return where each row comes from: ``platform-language``, or the source."""
    if "source" not in table.columns:
        return np.full(len(table), "", "<U1")
    return np.array([origin_of(source) for source in table["source"]], str)


def left_out(table: "DataFrame") -> list[Fold]:
    """Return folds (train, held out) that leave out what a new site would be.

    With four origins or more each fold leaves out some of them whole, and with them a
    share of the families that were written by hand, each of them whole; with fewer,
    there are three folds by group. Every row is held out once.
    """
    origins = origins_of(table)
    families = families_of(table)
    names = sorted(set(origins[families == ""]))
    if len(names) < _LEAST_ORIGINS:
        return by_group(table)
    number = _packed(origins[families == ""])
    n_folds = max(number.values()) + 1
    fold = np.array(
        [
            _hashed(family) % n_folds if family else number[origin]
            for origin, family in zip(origins, families, strict=True)
        ]
    )
    return [
        (np.flatnonzero(fold != n), np.flatnonzero(fold == n)) for n in range(n_folds)
    ]


def by_group(table: "DataFrame") -> list[Fold]:
    """Return three folds (train, held out) that part no group."""
    return [*folds(groups_of(table), _N_FOLDS)]


def among(folds: "Iterable[Fold]", used: NDArray[np.intp]) -> list[Fold]:
    """Return `folds` as numbers into `used`, which is sorted, without other rows."""
    return [
        (np.flatnonzero(np.isin(used, train)), np.flatnonzero(np.isin(used, out)))
        for train, out in folds
    ]


def _packed(origins: NDArray[np.str_]) -> dict[str, int]:
    """Return the fold of each origin, folds of about one size."""
    names, counts = np.unique(origins, return_counts=True)
    sizes = [0] * min(len(names), _MOST_FOLDS)
    fold = {}
    for n in np.argsort(-counts, kind="stable"):
        smallest = sizes.index(min(sizes))
        fold[str(names[n])] = smallest
        sizes[smallest] += int(counts[n])
    return fold


def folds(groups: NDArray[np.str_], n_folds: int) -> "Iterator[Fold]":
    """Yield (train, held out) rows; fewer folds if there are fewer groups."""
    n_folds = min(n_folds, len(np.unique(groups)))
    if n_folds < 2:
        return
    splitter = GroupKFold(n_folds, shuffle=True, random_state=0)
    yield from splitter.split(groups, groups=groups)


def families_of(table: "DataFrame") -> NDArray[np.str_]:
    """Return label and family of rows that a template made; "" for others."""
    if "template" not in table.columns:
        return np.full(len(table), "", "<U1")
    return np.array([name.rpartition(":")[0] for name in table["template"]], str)


def _hashed(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)


def _by_letters(text: str) -> str:
    letters = _NOT_LETTERS.sub("", text.lower())[:400] or text
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()[:16]
