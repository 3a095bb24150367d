"""Raise thresholds that block or hold more ham than was allowed."""

from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from moderation.classify.bounds import interval
from moderation.verdict import Thresholds

__all__ = ["raised"]

# Shares of ham that may reach each threshold, as when the shipped ones were chosen.
_ALLOWED = {
    "hold": (0, 0.05),
    "spam": (0, 0.005),
    "discard": (0, 0.0005),
    "abuse": (1, 0.005),
    "footer": (2, 0.0005),
}
# One side of it is left out: a few wrong labels are no reason.
_LEVEL = 0.9


def raised(thresholds: Thresholds, scores: NDArray[np.float64]) -> Thresholds:
    """Return `thresholds`, each as high as held-out scores of ham say that it must be.

    One rises only where chance does not explain the share of ham above it, and no
    further than until chance may.

    Parameters
    ----------
    scores : array of float, shape (n_ham, 3)
        Heads in the order of `HEADS`.
    """
    found = {
        name: _raised(getattr(thresholds, name), scores[:, column], share)
        for name, (column, share) in _ALLOWED.items()
    }
    found["spam"] = max(found["spam"], found["hold"])
    found["discard"] = max(found["discard"], found["spam"])
    return Thresholds(**(asdict(thresholds) | found))


def _raised(threshold: float, scores: NDArray[np.float64], share: float) -> float:
    n = len(scores)
    ordered = np.sort(scores)[::-1]
    k = int((ordered >= threshold).sum())
    while k and interval(k, n, _LEVEL)[0] > share:
        k -= 1
        # The first that is one too many stays below.
        threshold = float(np.floor(ordered[k] * 1e4) + 1) / 1e4
    return min(threshold, 1.0)
