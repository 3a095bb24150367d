"""Let no single kind of evidence call a comment spam."""

import numpy as np
from numpy.typing import NDArray

from moderation.features.kinds import Kind

__all__ = ["corroborated", "tempered"]

# Log-odds from which a kind of evidence counts as speaking (experiment 0006).
_SPEAKS = 0.25
_LEAST_KINDS = 2
# How far below the ceiling the surest uncorroborated score may come.
_GAP = 0.01
# Log-odds below that into which all uncorroborated scores above are pressed.
_SPREAD = 0.1


def corroborated(
    log_odds: NDArray[np.floating], kinds: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return the log-odds of spam that more than one kind of evidence supports.

    A disguise counts against nobody by itself: what it adds is taken away, and it is
    no kind that supports another. With fewer than two kinds nothing is left.

    Parameters
    ----------
    log_odds : array, shape (n_comments,)
    kinds : array, shape (n_comments, n_kinds)
        What each kind adds to `log_odds`, columns in the order of `Kind`.
    """
    without_disguise = log_odds - np.maximum(kinds[:, Kind.DISGUISE], 0)
    speaking = np.delete(kinds, Kind.DISGUISE, axis=1) >= _SPEAKS
    enough = speaking.sum(axis=1) >= _LEAST_KINDS
    return np.where(enough, without_disguise, -np.inf)


def tempered(
    log_odds: NDArray[np.floating], kinds: NDArray[np.floating], ceiling: float
) -> NDArray[np.float64]:
    """Press log-odds that are not corroborated below `ceiling`, in their order."""
    floor = ceiling - _GAP - _SPREAD
    if (log_odds < floor).all():
        return np.asarray(log_odds, float)
    excess = np.maximum(log_odds - floor, 0)
    pressed = np.minimum(log_odds, floor + _SPREAD * -np.expm1(-excess / _SPREAD))
    return np.asarray(np.maximum(corroborated(log_odds, kinds), pressed), float)
