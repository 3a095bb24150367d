"""What the words and letters of each block say of its label."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.features.ngrams import Grams, char_grams, word_grams
from moderation.text.views import View

__all__ = ["CHAR_SIZES", "WordWeights", "grams_of"]

CHAR_SIZES = (3, 4, 5)
_N_LABELS = 3


@dataclass(frozen=True, slots=True)
class WordWeights:
    """A linear model over hashed words and n-grams.

    Parameters
    ----------
    words, chars : array of float32, shape (2 ** bits, 3)
        Log-odds of each label, in the order of `BlockLabel`.
    bias : array of float32, shape (3,)
    """

    words: NDArray[np.float32]
    chars: NDArray[np.float32]
    bias: NDArray[np.float32]

    @property
    def bits(self) -> int:
        """Buckets of each block, as a power of two."""
        return len(self.words).bit_length() - 1

    def log_odds(self, view: View) -> NDArray[np.float32]:
        """Return shape (n_texts, 3): for each text the mean over its grams.

        Words and n-grams are each divided by the root of their number.
        """
        total = np.tile(self.bias, (len(view.bounds) - 1, 1)).astype(np.float64)
        for grams, weights in zip(
            grams_of(view, self.bits), (self.words, self.chars), strict=True
        ):
            total += _means(grams, weights, view)
        return total.astype(np.float32)


def grams_of(view: View, bits: int) -> tuple[list[Grams], list[Grams]]:
    """Find the words and pairs of words, and the n-grams of `CHAR_SIZES`."""
    return word_grams(view, bits), char_grams(view, CHAR_SIZES, bits)


def _means(
    families: list[Grams], weights: NDArray[np.float32], view: View
) -> NDArray[np.float64]:
    n_texts = len(view.bounds) - 1
    sums = np.zeros((n_texts, _N_LABELS))
    counts = np.zeros(n_texts)
    for grams in families:
        owner = np.searchsorted(view.bounds, grams.start, side="right") - 1
        found = weights.take(grams.bucket, axis=0)
        counts += np.bincount(owner, minlength=n_texts)
        for label in range(_N_LABELS):
            sums[:, label] += np.bincount(owner, found[:, label], n_texts)
    return np.asarray(sums / np.sqrt(np.maximum(counts, 1))[:, None], np.float64)
