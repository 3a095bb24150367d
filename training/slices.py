"""How champion and candidate differ by language, length, links and site."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.paired import Difference, by_chance, rate_difference
from training.parts import Part

__all__ = ["SliceDifference", "slice_differences"]

# A smaller slice says nothing.
_LEAST_ROWS = 30
_LONG, _SHORT = 420, 40


@dataclass(frozen=True, slots=True)
class SliceDifference:
    """One measure of one slice: ``caught`` of what is not ham, or ``ham_blocked``.

    `chance` is how likely rows that changed turned out as badly for no reason.
    """

    name: str
    measure: str
    n: int
    difference: Difference
    chance: float

    @property
    def loss(self) -> float:
        """How much worse the candidate is."""
        more = self.difference.more
        return more if self.measure == "ham_blocked" else -more


def slice_differences(part: Part) -> list[SliceDifference]:
    """Compare both models on each slice that has at least 30 rows."""
    is_ham = part.labels == "ham"
    one, other = part.champion, part.candidate
    found = []
    for name, inside in _slices(part):
        ham, rest = inside & is_ham, inside & ~is_ham
        if ham.sum() >= _LEAST_ROWS:
            pair = one.blocked[ham], other.blocked[ham]
            found.append(_difference(name, "ham_blocked", *pair))
        if rest.sum() >= _LEAST_ROWS:
            pair = one.acted[rest], other.acted[rest]
            found.append(_difference(name, "caught", *pair))
    return found


def _difference(
    name: str, measure: str, one: NDArray[np.bool_], other: NDArray[np.bool_]
) -> SliceDifference:
    more, less = int((other & ~one).sum()), int((one & ~other).sum())
    worse, better = (more, less) if measure == "ham_blocked" else (less, more)
    difference = rate_difference(one, other)
    return SliceDifference(
        name, measure, len(one), difference, by_chance(worse, better)
    )


def _slices(part: Part) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    texts = part.table["text"]
    n_chars = texts.str.len().to_numpy(int)
    yield "length: under 40", n_chars < _SHORT
    yield "length: 40 to 420", (n_chars >= _SHORT) & (n_chars <= _LONG)
    yield "length: over 420", n_chars > _LONG
    has_link = texts.str.contains("http|www\\.", case=False, regex=True).to_numpy(bool)
    yield "links: none", ~has_link
    yield "links: some", has_link
    for column, title in (("lang", "language"), ("source", "site")):
        values = part.table[column].to_numpy(str)
        for value in np.unique(values):
            yield f"{title}: {value or 'unknown'}", values == value
