"""The numbers of a model: what each column adds to each head."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.features.union import BLOCKS, Encoded, Layout

__all__ = ["HEADS", "Weights"]

HEADS = ("spam", "abuse", "footer")


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model over encoded comments, calibration folded in.

    Parameters
    ----------
    hashed : array of float32, shape (n_hashed, 4)
        Log-odds a head in the order of `HEADS`, then the squared inverse document
        frequency. The words and the n-grams of a comment are each divided by the root
        of the sum of their fourth column, so that both blocks have length 1.
    dense : array of float32, shape (n_dense, 3)
        Log-odds a unit of each dense column.
    bias : array of float32, shape (3,)
        Log-odds of an empty comment.
    """

    layout: Layout
    hashed: NDArray[np.float32]
    dense: NDArray[np.float32]
    bias: NDArray[np.float32]

    def log_odds(self, encoded: Encoded) -> NDArray[np.float32]:
        """Return shape (n_comments, 3)."""
        sums = np.empty((len(BLOCKS), len(encoded.dense), self.hashed.shape[1]))
        for block, texts in enumerate(encoded.blocks):
            weights = self.block(block)
            for n, buckets in enumerate(texts):
                sums[block, n] = _sum(weights, buckets)
        words, chars, tokens = sums
        total = self.bias + encoded.dense @ self.dense + tokens[:, :-1]
        return np.asarray(total + _normed(words) + _normed(chars), np.float32)

    def block(self, number: int) -> NDArray[np.float32]:
        """Return the rows of one block of `BLOCKS`, shape (n_buckets, 4)."""
        edges = (*self.layout.block_starts, self.layout.n_hashed)
        return self.hashed[edges[number] : edges[number + 1]]

    def norm(self, number: int, buckets: NDArray[np.uint32]) -> float:
        """Return the length that the buckets of a block are divided by."""
        squares = _sum(self.block(number), buckets)[-1]
        return float(np.sqrt(squares)) if squares > 0 else 1.0


_ONES = np.ones(1 << 14, np.float32)


def _sum(
    weights: NDArray[np.float32], buckets: NDArray[np.uint32]
) -> NDArray[np.float32]:
    # A product with ones is five times faster than `sum` over the short axis.
    n = len(buckets)
    ones = _ONES[:n] if n <= len(_ONES) else np.ones(n, np.float32)
    return ones @ weights.take(buckets, axis=0)


def _normed(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide each row by the root of its last column, where that is not 0."""
    squares = sums[:, -1:]
    return sums[:, :-1] / np.sqrt(np.where(squares > 0, squares, 1))
