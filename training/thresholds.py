"""Choose thresholds from the scores of ham that the fit had not seen."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.classify.bounds import safe_most
from moderation.verdict import Thresholds

__all__ = ["choose_thresholds", "promised", "share_above"]

# Shares of ham, of a site like none of the origins, that may be blocked, and held, by
# the spam head (experiment 0007).
_BLOCKED = 0.005
_HELD = 0.05
_ABUSE_HELD = 0.005
_FOOTER_BLOCKED = 0.0005
# Never act below these, however well a small file separates.
_LEAST_HOLD, _LEAST_SPAM, _LEAST_DISCARD = 0.2, 0.7, 0.99
_LEAST_ABUSE, _LEAST_FOOTER = 0.6, 0.9
_HIGHEST = 0.9999
# Shares of ham that a site may promise; between them the stricter one counts.
_SHARES = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)


def choose_thresholds(
    scores: NDArray[np.float64],
    corroborated: NDArray[np.float64],
    origins: NDArray[np.str_],
    for_footer_only: NDArray[np.bool_],
) -> Thresholds:
    """Return thresholds that hold and block at most the shares above.

    Each origin counts alike, whatever its number of rows, as the next site is like
    none of them.

    Parameters
    ----------
    scores : array of float, shape (n_ham, 3)
        Held-out scores of ham, heads in the order of `HEADS`.
    corroborated : array of float, shape (n_ham,)
        The spam score that more than one kind of evidence supports.
    for_footer_only : array of bool, shape (n_ham,)
        Rows that only the threshold of the footer head heeds.
    """
    if not len(scores):
        return Thresholds()
    of_footer = _one_an_origin(origins)
    footer = scores[:, 2]
    shared = ~for_footer_only
    weights = _one_an_origin(origins[shared])
    corroborated = corroborated[shared]
    spam, abuse, _ = scores[shared].T
    hold = _above(spam, weights, _HELD, _LEAST_HOLD)
    blocked = max(_above(corroborated, weights, _BLOCKED, _LEAST_SPAM), hold)
    discard = _above(corroborated, weights, _BLOCKED / 10, _LEAST_DISCARD)
    return Thresholds(
        hold=hold,
        spam=blocked,
        discard=max(discard, blocked),
        abuse=_above(abuse, weights, _ABUSE_HELD, _LEAST_ABUSE),
        footer=_above(footer, of_footer, _FOOTER_BLOCKED, _LEAST_FOOTER),
    )


def promised(
    scores: NDArray[np.float64],
    corroborated: NDArray[np.float64],
    origins: NDArray[np.str_],
) -> dict[str, Any]:
    """Return where a site begins that promises a share of its ham.

    From ``hold`` up lies at most that share of `scores`, and from ``spam`` up of those
    `corroborated`, by the upper bound of the share in ``n`` trials: so many of one
    origin tell as much as these, where each origin counts alike. None is where ``n``
    is too few.

    Parameters
    ----------
    scores, corroborated : array of float, shape (n_ham,)
        Held-out scores of spam, of ham.
    origins : array of str, shape (n_ham,)
    """
    weights = _one_an_origin(origins)
    n = float(1 / (weights**2).sum()) if len(scores) else 0.0
    allowed = [safe_most(n, share) / max(n, 1) for share in _SHARES]
    return {
        "n": round(n, 1),
        "shares": [*_SHARES],
        "hold": [_below(scores, weights, share) for share in allowed],
        "spam": [_below(corroborated, weights, share) for share in allowed],
    }


def share_above(
    scores: NDArray[np.float64], origins: NDArray[np.str_], threshold: float
) -> float:
    """Return the share of `scores` from `threshold` up, each origin counting alike."""
    return float(_one_an_origin(origins)[scores >= threshold].sum())


def _one_an_origin(origins: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return weights that sum to 1, and to the same within each origin."""
    _, number, counts = np.unique(origins, return_inverse=True, return_counts=True)
    return np.asarray(1 / counts[number] / len(counts), np.float64)


def _above(
    scores: NDArray[np.float64],
    weights: NDArray[np.float64],
    share: float,
    least: float,
) -> float:
    """Return the score that at most `share` of `scores` reach, within bounds."""
    order = np.argsort(-scores, kind="stable")
    reached = np.cumsum(weights[order])
    # The first that is one too many must stay below the threshold.
    beyond = np.flatnonzero(reached > share + 1e-12)
    highest = float(scores[order][beyond[0]]) if len(beyond) else 0.0
    above = float(np.floor(highest * 1e4) + 1) / 1e4
    return min(max(above, least), _HIGHEST)


def _below(
    scores: NDArray[np.float64], weights: NDArray[np.float64], share: float
) -> float | None:
    """Return the score that at most `share` reach; None where no score is."""
    if share < 0:
        return None
    above = _above(scores, weights, share, 0.0)
    return above if weights[scores >= above].sum() <= share + 1e-12 else None
