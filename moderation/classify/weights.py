"""The numbers of a model: what each column adds to each head."""

from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from moderation.classify.footer_kinds import FooterKinds
from moderation.features.kinds import Kind
from moderation.features.union import BLOCKS, Encoded, Layout, dense_kinds

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
    footer_kinds : FooterKinds, optional
        What names the kind of footer in a reason.

    Attributes
    ----------
    blocks : tuple of array
        The rows of `hashed` that belong to each of `BLOCKS`, not copied.
    dense_and_kinds : array of float32, shape (n_dense, 3 + n_kinds)
        `dense`, then the spam column once more, in the column of its kind.
    """

    layout: Layout
    hashed: NDArray[np.float32]
    dense: NDArray[np.float32]
    bias: NDArray[np.float32]
    footer_kinds: FooterKinds | None = None
    blocks: tuple[NDArray[np.float32], ...] = field(init=False, repr=False)
    dense_and_kinds: NDArray[np.float32] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        edges = (*self.layout.block_starts, self.layout.n_hashed)
        blocks = tuple(self.hashed[a:b] for a, b in pairwise(edges))
        object.__setattr__(self, "blocks", blocks)
        of_kind = np.eye(len(Kind), dtype=np.float32)[dense_kinds()]
        both = np.hstack([self.dense, of_kind * self.dense[:, :1]])
        object.__setattr__(self, "dense_and_kinds", both)

    def log_odds(self, encoded: Encoded) -> NDArray[np.float32]:
        """Return shape (n_comments, 3)."""
        return self.with_kinds(encoded)[0]

    def with_kinds(
        self, encoded: Encoded
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return log-odds, and what each kind of evidence adds to spam.

        Shapes (n_comments, 3) and (n_comments, n_kinds).
        """
        n_heads = len(HEADS)
        sums = np.empty((len(BLOCKS), len(encoded.dense), self.hashed.shape[1]))
        for into, weights, texts in zip(sums, self.blocks, encoded.blocks, strict=True):
            for n, buckets in enumerate(texts):
                into[n] = _sum(weights, buckets)
        # An empty block has sums of 0, so what it is divided by does not matter.
        sums[:2] /= np.sqrt(np.maximum(sums[:2, :, -1:], _TINY))
        dense = encoded.dense @ self.dense_and_kinds
        total = dense[:, :n_heads] + sums[:, :, :-1].sum(axis=0) + self.bias
        kinds = dense[:, n_heads:]
        kinds[:, Kind.TEXT] += sums[0, :, 0] + sums[1, :, 0]
        links = self._of_links(encoded)
        kinds[:, Kind.LINKS] += links
        kinds[:, Kind.AUTHOR] += sums[2, :, 0] - links
        return np.asarray(total, np.float32), np.asarray(kinds, np.float32)

    def _of_links(self, encoded: Encoded) -> NDArray[np.float64]:
        """Return what tokens of links add to spam: those in the upper half."""
        half = 1 << self.layout.token_bits - 1
        spam = self.blocks[2][:, 0]
        return np.array(
            [
                float(spam[buckets[buckets >= half]].sum()) if len(buckets) else 0.0
                for buckets in encoded.blocks[2]
            ]
        )

    def length(self, number: int, buckets: NDArray[np.uint32]) -> float:
        """Return what the sum over the buckets of a block is divided by."""
        squares = float(_sum(self.blocks[number], buckets)[-1])
        return sqrt(squares) if squares > 0 else 1.0


_TINY = 1e-12
_ONES = np.ones(1 << 14, np.float32)


def _sum(
    weights: NDArray[np.float32], buckets: NDArray[np.uint32]
) -> NDArray[np.float32]:
    # A product with ones is five times faster than `sum` over the short axis.
    n = len(buckets)
    ones = _ONES[:n] if n <= len(_ONES) else np.ones(n, np.float32)
    return ones @ weights.take(buckets, axis=0)
