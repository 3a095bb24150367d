"""Let no single kind of evidence call a comment spam."""

import numpy as np
from numpy.typing import NDArray

from moderation.features.kinds import Kind

__all__ = ["corroborated", "tempered"]

# Log-odds from which a kind of evidence counts as speaking.
_SPEAKS = 0.5
_LEAST_KINDS = 2
# How far below the ceiling the surest uncorroborated score may come.
_GAP = 0.01


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
    excess = np.maximum(log_odds - ceiling, 0)
    pressed = np.where(excess > 0, ceiling - _GAP - np.exp(-excess) * 0.1, log_odds)
    least = np.minimum(pressed, log_odds)
    return np.asarray(np.maximum(corroborated(log_odds, kinds), least), np.float64)
