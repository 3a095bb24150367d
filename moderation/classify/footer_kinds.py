"""Which kind of footer text a comment is, for its reasons."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.features.union import Encoded, Layout

__all__ = ["FOLDED_BITS", "FooterKinds", "folded"]

# Twelve thousand strings fill no more columns than these.
FOLDED_BITS = 13
# Below it a reason would name a wrong kind too often.
_LEAST = 0.4
_N_BLOCKS = 2


@dataclass(frozen=True, slots=True)
class FooterKinds:
    """A linear model over the words and n-grams of a comment, folded to few columns.

    Parameters
    ----------
    names : tuple of str
        The kinds: `form` becomes the reason code `footer-form`.
    weights : array of float32, shape (2 * 2 ** FOLDED_BITS, n_kinds)
        Words, then n-grams; both have length 1 in each comment.
    bias : array of float32, shape (n_kinds,)
    """

    names: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def code(self, encoded: Encoded, layout: Layout) -> str:
        """Return the reason code of the one comment encoded, or that of all footers."""
        total = self.bias.astype(np.float64)
        for block in range(_N_BLOCKS):
            buckets = encoded.blocks[block][0]
            if len(buckets):
                rows = folded(buckets, block, layout)
                total = total + self.weights[rows].sum(axis=0) / np.sqrt(len(rows))
        shares = np.exp(total - total.max())
        best = int(shares.argmax())
        is_sure = shares[best] / shares.sum() >= _LEAST
        return f"footer-{self.names[best]}" if is_sure else "footer-words"


def folded(
    buckets: NDArray[np.integer], block: int, layout: Layout
) -> NDArray[np.int64]:
    """Return the row of `weights` for each bucket of words (0) or n-grams (1)."""
    bits = (layout.word_bits, layout.char_bits)[block]
    kept = min(bits, FOLDED_BITS)
    rows = buckets.astype(np.int64) >> (bits - kept)
    return rows + (block << FOLDED_BITS)
