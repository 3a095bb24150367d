"""Which rows belong together, and folds that never part them."""

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame

__all__ = ["folds", "groups_of"]

_NOT_LETTERS = re.compile(r"[\W\d_]+")


def groups_of(table: "DataFrame") -> NDArray[np.str_]:
    """Return the group of each row, shape (n_rows,).

    Where the column `group` is empty or absent, rows whose letters are the same share a
    group, so that copies with other numbers or links stay on one side of a split.
    """
    given = table["group"] if "group" in table.columns else [""] * len(table)
    pairs = zip(given, table["text"], strict=True)
    return np.array([group or _by_letters(text) for group, text in pairs])


def folds(
    groups: NDArray[np.str_], n_folds: int
) -> "Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]":
    """Yield (train, held out) rows; fewer folds if there are fewer groups."""
    n_folds = min(n_folds, len(np.unique(groups)))
    if n_folds < 2:
        return
    splitter = GroupKFold(n_folds, shuffle=True, random_state=0)
    yield from splitter.split(groups, groups=groups)


def _by_letters(text: str) -> str:
    letters = _NOT_LETTERS.sub("", text.lower())[:400] or text
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()[:16]
