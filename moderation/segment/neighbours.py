"""What stands before and after each block, and what stands in the same frame."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.segment.blocks import SplitPage

__all__ = ["beside", "place", "together"]

_STEPS = (-3, -2, -1, 1, 2, 3)
_WIDTHS = (4, 12, 40)


def beside(
    values: NDArray[np.float32],
    chars: NDArray[np.float64],
    steps: Sequence[int] = _STEPS,
    widths: Sequence[int] = _WIDTHS,
) -> NDArray[np.float32]:
    """Return what blocks beside each one have.

    Parameters
    ----------
    values : array of float, shape (n_blocks, n_values)
    chars : array of float, shape (n_blocks,)
        Weight of each block in the means.

    Returns
    -------
    array of float32, shape (n_blocks, n_values * (n_steps + 2 * n_widths + 2))
        The values `steps` blocks away, NaN past the ends; then means over so many
        blocks before, and after; then over all before, and all after.
    """
    n = len(values)
    parts = []
    for step in steps:
        moved = np.full(values.shape, np.nan)
        if abs(step) < n:
            moved[max(0, -step) : n - max(0, step)] = values[
                max(0, step) : n - max(0, -step)
            ]
        parts.append(moved)
    running = np.vstack(
        [np.zeros(values.shape[1]), np.cumsum(values * chars[:, None], axis=0)]
    )
    mass = np.concatenate([[0.0], np.cumsum(chars)])
    at = np.arange(n)
    for width in (*widths, n):
        for first, last in (
            (np.maximum(at - width, 0), at),
            (at + 1, np.minimum(at + 1 + width, n)),
        ):
            weight = mass[last] - mass[first]
            with np.errstate(invalid="ignore", divide="ignore"):
                parts.append((running[last] - running[first]) / weight[:, None])
    return np.hstack(parts).astype(np.float32)


def place(chars: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return position by number and by characters, and the size of the page."""
    n = len(chars)
    at = np.arange(n)
    before = np.cumsum(chars) - chars
    return np.column_stack(
        [
            at / max(n - 1, 1),
            before / max(chars.sum(), 1),
            np.minimum(at, 200),
            np.minimum(n - 1 - at, 200),
            np.full(n, np.log1p(n)),
            np.full(n, np.log1p(chars.sum())),
        ]
    ).astype(np.float32)


def together(
    values: NDArray[np.float32], chars: NDArray[np.float64], page: SplitPage
) -> NDArray[np.float32]:
    """Return the means of what shares tags and classes, the parent, the grandparent."""
    elements = [page.elements[block.element] for block in page.blocks]
    above = [page.elements[e.parent] if e.parent >= 0 else e for e in elements]
    owners = (
        [e.kin for e in elements],
        [e.parent for e in elements],
        [e.parent for e in above],
    )
    return np.hstack([_means(values, chars, np.array(each)) for each in owners])


def _means(
    values: NDArray[np.float32], chars: NDArray[np.float64], owner: NDArray[np.int64]
) -> NDArray[np.float32]:
    _, number = np.unique(owner, return_inverse=True)
    mass = np.bincount(number, chars)
    means = [np.bincount(number, column * chars) / mass for column in values.T]
    return np.column_stack(means)[number].astype(np.float32)
