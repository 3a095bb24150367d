"""The numbers of a model: what each column adds to each head."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.features.union import Encoded, Layout

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
        out = self.bias + encoded.dense @ self.dense
        for n, (words, chars, tokens) in enumerate(zip(*encoded.blocks, strict=True)):
            out[n] += self._normed(words) + self._normed(chars)
            if len(tokens):
                out[n] += self._sum(tokens)[:3]
        return out

    def norm(self, columns: NDArray[np.uint32]) -> float:
        """Return the length that the columns of a block are divided by."""
        return float(np.sqrt(self._sum(columns)[3])) if len(columns) else 1.0

    def _normed(self, columns: NDArray[np.uint32]) -> NDArray[np.float32]:
        total = self._sum(columns)
        length = total[3]
        return total[:3] / np.sqrt(length) if length > 0 else total[:3]

    def _sum(self, columns: NDArray[np.uint32]) -> NDArray[np.float32]:
        # A product with ones is five times faster than `sum` over the short axis.
        ones = np.ones(len(columns), np.float32)
        return ones @ self.hashed.take(columns, axis=0)
