"""What one site's feedback changes: a column of weights on top of the base model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from moderation.classify.lessons import DENSE_SHARE, Lesson
from moderation.classify.selection import selected
from moderation.classify.site_fit import SiteFit, fit_site, pressed
from moderation.classify.suspects import admitted
from moderation.classify.weights import Weights
from moderation.classify.workings import Workings
from moderation.features.union import Encoded

__all__ = ["SiteModel", "Taught", "find_suspects", "teach"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SiteModel:
    """Weights of a site for the columns of the base model, in log-odds of spam.

    Parameters
    ----------
    hashed : array of float32, shape (n_hashed,)
        Rarity folded in, so that they are read like a column of `Weights.hashed`.
    dense : array of float32, shape (n_dense,)
    base_share : float
        What a log-odd of the base model counts for once it is pressed.
    rest : float
        What it counts for as it is.
    shift : float
    """

    hashed: NDArray[np.float32]
    dense: NDArray[np.float32]
    base_share: float
    rest: float
    shift: float

    def log_odds(self, encoded: Encoded, weights: Weights, base: Floats) -> Floats:
        """Return the log-odds of spam on this site, shape (n_comments,).

        `base` are those of the base model.
        """
        own = [self._own(encoded, weights, n) for n in range(len(base))]
        of_base = self.base_share * pressed(base) + self.rest * base
        return np.array(own) + of_base + self.shift

    def _own(self, encoded: Encoded, weights: Weights, n: int) -> float:
        total = float(encoded.dense[n] @ self.dense)
        for block, start in enumerate(weights.layout.block_starts):
            buckets = encoded.blocks[block][n]
            if len(buckets):
                added = float(self.hashed[buckets + np.uint32(start)].sum())
                length = weights.length(block, buckets) if block < 2 else 1.0
                total += added / length
        return total


@dataclass(frozen=True, slots=True)
class Taught:
    """A site model, and what came of each lesson.

    `model` is None while there is nothing to tell spam from ham by. `held_out` has the
    log-odds of spam of each lesson by the others, one for each group of those that are
    alike, with `is_spam` beside it; `without` has them by id for each. `suspects` are
    the ids that taught nothing.
    """

    model: SiteModel | None
    held_out: Floats
    is_spam: NDArray[np.bool_]
    suspects: tuple[str, ...]
    without: Mapping[str, float]


def teach(lessons: Sequence[Lesson], workings: Workings) -> Taught:
    """Fit a site model; the same lessons give the same bits, in whatever order.

    Parameters
    ----------
    workings : Workings
        New, or those of an earlier call for the same site.
    """
    if not selected(lessons):
        lessons = [each for each in lessons if each.is_spam is not None]
    ordered = sorted(lessons, key=_order)
    rows = [each.row for each in ordered]
    matrix = workings.matrix(rows)
    common = workings.overlaps([each.comment_id for each in ordered], rows, matrix)
    n_spoken = sum(each.is_spam is not None for each in ordered)
    spoken = ordered[:n_spoken]
    kept = np.ones(len(ordered), bool)
    kept[:n_spoken] = admitted(spoken, common[:n_spoken, :n_spoken], workings)
    used = np.flatnonzero(kept)
    learned = [ordered[n] for n in used]
    if not kept.all():
        matrix, common = matrix[used], common[np.ix_(used, used)]
    fit = fit_site(learned, common)
    log_odds, is_spam = _evidence(learned, fit)
    return Taught(
        model=None if fit is None else _folded(matrix, fit, workings),
        held_out=log_odds,
        is_spam=is_spam,
        suspects=tuple(ordered[n].comment_id for n in np.flatnonzero(~kept)),
        without=_without(learned, fit),
    )


def find_suspects(lessons: Sequence[Lesson], workings: Workings) -> frozenset[str]:
    """Return the ids of lessons, all spoken of, that `teach` would not learn from."""
    ordered = sorted(lessons, key=_order)
    rows = [each.row for each in ordered]
    ids = [each.comment_id for each in ordered]
    common = workings.overlaps(ids, rows, workings.matrix(rows))
    kept = admitted(ordered, common, workings)
    return frozenset(ids[n] for n in np.flatnonzero(~kept))


def _order(lesson: Lesson) -> tuple[bool, bool, datetime, str]:
    """Put what was said before what was not, the site's own people first, by time."""
    return (
        lesson.is_spam is None,
        not lesson.is_trusted,
        lesson.given_at,
        lesson.comment_id,
    )


def _evidence(
    lessons: Sequence[Lesson], fit: SiteFit | None
) -> tuple[Floats, NDArray[np.bool_]]:
    spoken = [
        n
        for n, each in enumerate(lessons)
        if each.is_spam is not None and each.is_evidence
    ]
    is_spam = np.array([bool(lessons[n].is_spam) for n in spoken], bool)
    if fit is None:
        return np.array([lessons[n].log_odds for n in spoken], float), is_spam
    _, first = np.unique(fit.group[spoken], return_index=True)
    first = np.sort(first)
    return fit.held_out[spoken][first], is_spam[first]


def _without(lessons: Sequence[Lesson], fit: SiteFit | None) -> dict[str, float]:
    if fit is None:
        return {}
    ids = (each.comment_id for each in lessons)
    return dict(zip(ids, fit.held_out.tolist(), strict=True))


def _folded(matrix: csr_matrix, fit: SiteFit, workings: Workings) -> SiteModel:
    """Sum the lessons into one weight a column."""
    n_hashed = len(workings.rarity)
    scale = fit.trust * fit.slope
    summed = matrix.T @ (fit.dual * scale)
    return SiteModel(
        hashed=(summed[:n_hashed] * workings.rarity).astype(np.float32),
        dense=(summed[n_hashed:] * DENSE_SHARE).astype(np.float32),
        base_share=scale * fit.base_share,
        rest=1 - fit.trust,
        shift=scale * fit.bias + fit.trust * fit.shift,
    )
