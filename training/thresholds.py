"""Choose thresholds from the scores of ham that the fit had not seen."""

import numpy as np
from numpy.typing import NDArray

from moderation.verdict import Thresholds

__all__ = ["choose_thresholds"]

# Shares of held-out ham that may be blocked, and held, by the spam head.
_BLOCKED = 0.001
_HELD = 0.03
_ABUSE_HELD = 0.01
_FOOTER_BLOCKED = 0.0005
# Never act below these, however well a small file separates.
_LEAST_HOLD, _LEAST_SPAM, _LEAST_DISCARD = 0.2, 0.7, 0.99
_LEAST_ABUSE, _LEAST_FOOTER = 0.6, 0.9
_HIGHEST = 0.9999


def choose_thresholds(ham_scores: NDArray[np.float64]) -> Thresholds:
    """Return thresholds that hold and block at most the shares above.

    Parameters
    ----------
    ham_scores : array of float, shape (n_ham, 3)
        Held-out scores of ham, heads in the order of `HEADS`.
    """
    if not len(ham_scores):
        return Thresholds()
    spam, abuse, footer = ham_scores.T
    hold = _above(spam, _HELD, _LEAST_HOLD)
    blocked = max(_above(spam, _BLOCKED, _LEAST_SPAM), hold)
    return Thresholds(
        hold=hold,
        spam=blocked,
        discard=max(_above(spam, _BLOCKED / 10, _LEAST_DISCARD), blocked),
        abuse=_above(abuse, _ABUSE_HELD, _LEAST_ABUSE),
        footer=_above(footer, _FOOTER_BLOCKED, _LEAST_FOOTER),
    )


def _above(scores: NDArray[np.float64], share: float, least: float) -> float:
    """Return the score that at most `share` of `scores` reach, within bounds."""
    quantile = float(np.quantile(scores, 1 - share, method="higher"))
    # The next of four decimals; the nearest could let the quantile itself in.
    above = float(np.floor(quantile * 1e4) + 1) / 1e4
    return min(max(above, least), _HIGHEST)
