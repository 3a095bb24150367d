"""How much of what comes in a model has hardly met."""

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from moderation.classify.weights import Weights
from moderation.features.ngrams import word_grams
from moderation.text.views import batch_of, skeleton_view

__all__ = ["unseen_share"]

# A bucket that at most so many rows of the training data fell into is rare.
_RARE_ROWS = 4
# Rarities are kept in half precision.
_ROUNDING = 0.01


def unseen_share(texts: Sequence[str], weights: Weights) -> float:
    """Estimate which share of words and pairs of words is new to a model, in [0, 1].

    A word that is new falls into a bucket at random, so that the share of rare buckets
    among those that are hit is that share times the share of rare buckets among all.
    A weight of zero would not tell: nearly all buckets of a large model have some. Of
    no words the share is 0, and where no bucket is rarer than another.
    """
    is_rare = _rare(weights.blocks[0][:, -1])
    by_chance = float(is_rare.mean())
    grams = word_grams(skeleton_view(batch_of(list(texts))), weights.layout.word_bits)
    hit = [is_rare[each.bucket] for each in grams]
    n_grams = sum(map(len, hit))
    if not n_grams or by_chance == 1:
        return 0.0
    share = sum(int(each.sum()) for each in hit) / n_grams
    return min(share / by_chance, 1.0)


def _rare(squares: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell rare buckets by their squared inverse document frequency.

    That frequency falls by log(1 + n) from a bucket of no row to one of n rows.
    """
    rarity = np.sqrt(np.maximum(squares, 0))
    return np.asarray(rarity >= rarity.max() - log(1 + _RARE_ROWS) - _ROUNDING)
