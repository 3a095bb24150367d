"""A site's labelled ham, and what it says of the ham that nobody labelled."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from moderation.classify.bounds import upper_bound

__all__ = ["Evidence", "Ham", "ham_of"]

# Thresholds have so many steps; a score is always below the step above it.
_STEPS = 1e6
_ROUNDING = 1e-9

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Spam scores of a site's comments, each array of shape (n,).

    `ham` and `spam` were labelled, and their scores come from models that had not seen
    these labels, one for each group of near-duplicates. `traffic` are comments of the
    same time that nobody labelled, whatever became of them.
    """

    ham: Floats
    spam: Floats
    traffic: Floats

    @classmethod
    def none(cls) -> Self:
        """Return that of a site that nobody knows anything of."""
        return cls(np.empty(0), np.empty(0), np.empty(0))


@dataclass(frozen=True, slots=True)
class Ham:
    """Labelled ham, `scores` falling; `reached` counts what each and those above weigh.

    All of a site's ham weighs `n`, in which ham that was published without a label may
    count. Too little is known of scores below `least` to place a threshold there.
    """

    scores: Floats
    reached: Floats
    n: float
    least: float

    def weight_from(self, threshold: float) -> float:
        """Return what the ham from `threshold` up weighs."""
        n_above = int((self.scores >= threshold).sum())
        return float(self.reached[n_above - 1]) if n_above else 0.0

    def threshold_for(self, most: float) -> float:
        """Return the lowest threshold that ham of the weight `most` reaches."""
        beyond = np.flatnonzero(self.reached > most + _ROUNDING)
        if not len(beyond):
            return self.least
        above = (np.floor(self.scores[beyond[0]] * _STEPS) + 1) / _STEPS
        return max(float(above), self.least)


def ham_of(evidence: Evidence, cut: float) -> Ham:
    """Weigh labels below `cut` so that they stand for what those above stand for.

    Moderators label what they are shown. Where the traffic tells that comments above
    `cut` were labelled more readily than those below, or less, ham below weighs more,
    or less; else one piece of ham is one.
    """
    scores = np.sort(evidence.ham)[::-1]
    n_above = int((scores >= cut).sum())
    n_below = len(scores) - n_above
    expected = _expected_below(evidence, cut, n_below)
    each = expected / n_below if n_below else 0.0
    weights = np.where(scores >= cut, 1.0, each)
    return Ham(
        scores=scores,
        reached=np.cumsum(weights),
        n=n_above + expected,
        least=0.0 if n_below and each <= 1 else cut,
    )


def _expected_below(evidence: Evidence, cut: float, n_ham: int) -> float:
    """Return how much ham below `cut` there is for the labels above it.

    As many as were labelled, unless that is out of bounds: the share of comments above
    that were labelled lies between two bounds, and what nobody labelled below is ham
    as often as what somebody did, by Laplace's rule.
    """
    labelled = np.concatenate([evidence.ham, evidence.spam])
    n_labelled = int((labelled < cut).sum())
    n_passed = int((evidence.traffic < cut).sum())
    n_seen, n_unseen = len(labelled) - n_labelled, len(evidence.traffic) - n_passed
    n_above = n_seen + n_unseen
    usual = n_ham + n_passed * (n_ham + 1) / (n_labelled + 2)
    lowest = usual * (1 - upper_bound(n_unseen, n_above))
    highest = usual * upper_bound(n_seen, n_above)
    return min(max(n_ham, lowest), highest) if n_above else float(n_ham)
