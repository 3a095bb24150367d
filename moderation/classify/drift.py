"""How far what comes in has moved from what a model was made from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["BINS", "calibration", "histogram", "mixed", "psi"]

BINS = 10

# Added to every bin, so that an empty one has a finite logarithm.
_PRIOR = 0.5
_LEAST_SHARE = 1e-4
_ROUNDS = 200


def histogram(scores: ArrayLike) -> NDArray[np.int64]:
    """Count scores in [0, 1] by tenths, shape (10,); a score of 1 is in the last."""
    tenths = (np.asarray(scores, float) * BINS).astype(int)
    return np.bincount(np.clip(tenths, 0, BINS - 1), minlength=BINS)


def mixed(
    ham: Sequence[float], spam: Sequence[float], found: ArrayLike
) -> NDArray[np.float64]:
    """Return the mix of two spreads that comes nearest to counts `found`.

    A site has its own share of spam, and that is no drift: a quarter of spam expected
    and a twentieth found make an index of .37 by themselves. The likeliest share is
    found by expectation and maximisation (Saerens et al. 2002, section 2.2).

    Parameters
    ----------
    ham, spam : sequence of float, shape (n_bins,)
        Shares of scores that sum to 1.
    found : array of int, shape (n_bins,)
    """
    counts = np.asarray(found, float)
    of_ham, of_spam = _shares(ham), _shares(spam)
    share = 0.5
    for _ in range(_ROUNDS):
        mix = share * of_spam + (1 - share) * of_ham
        share = float((counts * share * of_spam / mix).sum() / max(counts.sum(), 1))
    return share * of_spam + (1 - share) * of_ham


def psi(expected: ArrayLike, found: ArrayLike) -> float:
    """Return the population stability index of counts `found` against shares.

    It is the sum over bins of (found - expected) log(found / expected), both as
    shares: 0 where they agree, and without an upper bound.

    Parameters
    ----------
    expected : array of float, shape (n_bins,)
        Shares that sum to 1; none is taken for less than a ten-thousandth.
    found : array of int, shape (n_bins,)
        Counts; half a case is added to each.
    """
    counts = np.asarray(found, float) + _PRIOR
    shares = counts / counts.sum()
    wanted = _shares(expected)
    return float(((shares - wanted) * np.log(shares / wanted)).sum())


def calibration(is_spam: ArrayLike, scores: ArrayLike) -> tuple[float, float]:
    """Return the expected calibration error over tenths, and the Brier score.

    Both have shape (n,), n at least 1.
    """
    y, p = np.asarray(is_spam, float), np.asarray(scores, float)
    tenth = np.clip((p * BINS).astype(int), 0, BINS - 1)
    gaps = np.bincount(tenth, weights=p - y, minlength=BINS)
    return float(np.abs(gaps).sum() / len(y)), float(np.mean((p - y) ** 2))


def _shares(values: ArrayLike) -> NDArray[np.float64]:
    shares = np.maximum(np.asarray(values, float), _LEAST_SHARE)
    return np.asarray(shares / shares.sum(), float)
