"""Fit what a site's labels add to the base model: ridge regression, held out exactly.

Least squares on labels of -1 and 1 (Rifkin, Yeo and Poggio 2003) give with one matrix
inverse what each label would be by all the others, for any share of the base model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dpotrf, dpotri
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from moderation.classify.lessons import Lesson, labels_of
from moderation.classify.selection import selected

__all__ = ["SiteFit", "alike", "fit_site", "pressed"]

# All figures of this file are those of experiment 0014.
_RIDGE = 0.3
# The ridge is twice that when there are so many labels of the rarer kind.
_HALF_EVIDENCE = 5.0
# The fit counts for half when there are so many labels of the rarer kind.
_HALF_TRUST = 1.0
_BASE_SHARES = (0.0, 0.03, 0.06, 0.12)
# Where people label only what went wrong, the labels alone belittle the base model.
_MORE_SHARES = (0.3, 0.6)
# Log-odds of the base model beyond this say little more.
_PRESSED = 4.0
_TRUST_IN_RANKING = 4.0
# How much a comment that nobody spoke of holds the model where it is.
_SILENCE = 0.3
# Silent comments count like so many for each label, at most.
_MOST_SILENT = 4.0
# Comments that have so much in common are one.
_ALIKE = 0.85
_SPAM_SHARE = 0.25
_USUAL_SHARE = 0.08
_SLOPE_SPREAD, _SHIFT_SPREAD = 4.0, 2.0
_LEAST_SLOPE = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SiteFit:
    """What was fitted; `log_odds` says how its parts go together.

    `dual` is what each lesson adds to a comment that has one unit in common with it.
    `held_out` are the log-odds of each lesson by the others alone, shape (n_lessons,),
    and `group` numbers those that are alike. `trust` is what the fit counts for, from 0
    to 1; the rest is the base model's.
    """

    dual: Floats
    bias: float
    base_share: float
    slope: float
    shift: float
    trust: float
    held_out: Floats
    group: NDArray[np.int32]

    def log_odds(self, common: Floats, base: Floats) -> Floats:
        """Return the log-odds of spam of comments, shape (n_comments,).

        Parameters
        ----------
        common : array, shape (n_comments, n_lessons)
            What each comment has in common with each lesson.
        base : array, shape (n_comments,)
            Log-odds by the base model.
        """
        own = common @ self.dual + self.bias + self.base_share * pressed(base)
        return _mixed(self.slope * own + self.shift, base, self.trust)


def pressed(log_odds: Floats) -> Floats:
    """Press log-odds of the base model into a range that squares can bear."""
    return np.asarray(_PRESSED * np.tanh(log_odds / _PRESSED))


def fit_site(lessons: Sequence[Lesson], overlaps: Floats) -> SiteFit | None:
    """Fit lessons; None while nothing was called spam, or nothing ham.

    Parameters
    ----------
    overlaps : array, shape (n_lessons, n_lessons)
        What each two lessons have in common.
    """
    given = _given(lessons)
    if given.rarer <= 0:
        return None
    inverse = _inverse(overlaps, given.ridge)
    group = alike(overlaps)
    # Where nobody spoke, the target is to add nothing.
    targets = np.column_stack([2 * given.y - 1, given.base]) * given.spoken[:, None]
    solved = inverse @ targets
    held_out = targets - _left(solved, inverse, group)
    share = _base_share(held_out, given)
    without = held_out[:, 0] - share * held_out[:, 1] + share * given.base
    slope, shift = _calibrated(without, given.y, given.counts, share)
    dual = solved[:, 0] - share * solved[:, 1]
    return SiteFit(
        dual=dual,
        bias=float(dual.sum()),
        base_share=share,
        slope=slope,
        shift=shift,
        trust=given.trust,
        held_out=_mixed(slope * without + shift, given.log_odds, given.trust),
        group=group,
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """Lessons as arrays of shape (n_lessons,).

    `y` is 1 for spam, `spoken` tells labels from silence, `counts` how much each counts
    in ranking and scale, and `weights` in the fit. `rarer` is the weight of the rarer
    label.
    """

    y: Floats
    spoken: NDArray[np.bool_]
    log_odds: Floats
    weights: Floats
    counts: Floats
    rarer: float
    shares: tuple[float, ...]

    @property
    def base(self) -> Floats:
        """Log-odds of the base model, pressed."""
        return pressed(self.log_odds)

    @property
    def ridge(self) -> Floats:
        """What is added to the diagonal."""
        half = (self.rarer + _HALF_EVIDENCE) / self.rarer
        return np.asarray(_RIDGE * half / self.weights)

    @property
    def trust(self) -> float:
        """What the fit counts for, from 0 to 1."""
        return float(self.rarer**2 / (self.rarer**2 + _HALF_TRUST**2))


def _given(lessons: Sequence[Lesson]) -> _Given:
    spoken = np.array([each.is_spam is not None for each in lessons], bool)
    y = labels_of(lessons)
    silence = _SILENCE * selected(lessons)
    weights = np.array([each.weight for each in lessons], float)
    weights = np.where(spoken, weights, max(silence, 1e-6))
    # A few labels are not drowned in what nobody spoke of.
    n_said = int(spoken.sum())
    each_silent = min(_MOST_SILENT * n_said / max(len(y) - n_said, 1), 1.0)
    return _Given(
        y=y,
        spoken=spoken,
        log_odds=np.array([each.log_odds for each in lessons], float),
        weights=weights,
        counts=np.where(spoken, 1.0, each_silent),
        rarer=min((weights * y)[spoken].sum(), (weights * (1 - y))[spoken].sum()),
        shares=_BASE_SHARES + (_MORE_SHARES if silence else ()),
    )


def alike(overlaps: Floats) -> NDArray[np.int32]:
    """Give rows that are nearly the same one number, shape (n_rows,)."""
    lengths = np.sqrt(np.maximum(np.diag(overlaps), 1e-12))
    close = overlaps > _ALIKE * lengths[:, None] * lengths
    if np.count_nonzero(close) == len(close):
        return np.arange(len(close), dtype=np.int32)
    _, group = connected_components(csr_matrix(close), directed=False)
    return np.asarray(group, np.int32)


def _mixed(own: Floats, base: Floats, trust: float) -> Floats:
    return trust * own + (1 - trust) * base


def _inverse(overlaps: Floats, ridge: Floats) -> Floats:
    # The constant 1 is the bias, which is penalised like any column.
    matrix = np.asfortranarray(overlaps + 1.0)
    matrix[np.diag_indices_from(matrix)] += ridge
    factor, _ = dpotrf(matrix, lower=1, overwrite_a=1)
    inverse, _ = dpotri(factor, lower=1, overwrite_c=1)
    # Only the lower half is filled.
    return np.asarray(np.tril(inverse) + np.tril(inverse, -1).T)


def _left(solved: Floats, inverse: Floats, group: NDArray[np.int32]) -> Floats:
    """Return what is left of each target when its group is held out."""
    left = solved / np.diag(inverse)[:, None]
    sizes = np.bincount(group)
    for number in np.flatnonzero(sizes > 1):
        inside = np.flatnonzero(group == number)
        left[inside] = np.linalg.solve(inverse[np.ix_(inside, inside)], solved[inside])
    return left


def _base_share(held_out: Floats, given: _Given) -> float:
    """Average the shares of the base model by how well each ranks held-out labels."""
    more = given.base - held_out[:, 1]
    trust = _TRUST_IN_RANKING * given.counts.sum()
    ranks = [
        trust * _auc(given.y, held_out[:, 0] + share * more) for share in given.shares
    ]
    odds = [exp(each - max(ranks)) for each in ranks]
    return sum(w * share for w, share in zip(odds, given.shares, strict=True)) / sum(
        odds
    )


def _auc(y: Floats, scores: Floats) -> float:
    n_spam = y.sum()
    n_ham = len(y) - n_spam
    if not (n_spam and n_ham):
        return 0.5
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    above = ranks[y > 0].sum() - n_spam * (n_spam + 1) / 2
    return float(above / (n_spam * n_ham))


def _calibrated(
    scores: Floats, y: Floats, counts: Floats, share: float
) -> tuple[float, float]:
    """Return slope and shift to log-odds, for the share of spam of the base model.

    Few labels hardly move them from where the base model keeps its own log-odds.
    """
    usual = 1 / max(share, _USUAL_SHARE)
    n_spam, n_ham = max((y * counts).sum(), 1e-9), max(((1 - y) * counts).sum(), 1e-9)
    weights = y * _SPAM_SHARE / n_spam + (1 - y) * (1 - _SPAM_SHARE) / n_ham
    weights *= counts * counts.sum()
    prior = np.diag([_SLOPE_SPREAD**-2, _SHIFT_SPREAD**-2])
    columns = np.column_stack([scores, np.ones(len(y))])
    at, centre = np.array([usual, 0.0]), np.array([usual, 0.0])
    for _ in range(_STEPS):
        p = expit(columns @ at)
        slope = columns.T @ (weights * (p - y)) + prior @ (at - centre)
        curve = (columns * (weights * p * (1 - p))[:, None]).T @ columns + prior
        step = np.clip(np.linalg.solve(curve, slope), -_LONGEST_STEP, _LONGEST_STEP)
        at = at - step
        if np.abs(step).max() < _CLOSE:
            break
    return max(float(at[0]), _LEAST_SLOPE), float(at[1])


# Newton's method; far from the end its steps may overshoot.
_STEPS, _LONGEST_STEP, _CLOSE = 30, 2.0, 1e-7
