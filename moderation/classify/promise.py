"""Choose a site's thresholds so that they keep what it promises to good comments."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from moderation.classify.bounds import least_trials, likely_most, safe_most, upper_bound
from moderation.classify.labelled import Evidence, Ham, ham_of
from moderation.classify.start import Row, Start
from moderation.site import Promise
from moderation.verdict import Thresholds

__all__ = ["Evidence", "Placed", "Source", "Standing", "place"]

# Below these there is nothing to catch that is worth a comment.
_LEAST_HOLD, _LEAST_SPAM, _LEAST_DISCARD = 0.2, 0.7, 0.99
# What is lost unseen must be ten times as rare as what a moderator still finds.
_DISCARDED = 0.1
# Only rules are that certain.
_NEVER = 1.0


class Source(StrEnum):
    """Whose ham a threshold rests on; with NONE no score blocks, only rules do."""

    MODEL = "model"
    SITE = "site"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Standing:
    """How well one promise is supported.

    `bound` is a share that the true one exceeds in at most one case of twenty, None
    for `Source.NONE`. `n_more` pieces of ham, labelled and below the threshold, let
    the site's labels alone support the promise there; None if no number does.
    """

    bound: float | None
    source: Source
    n_labels: int
    n_more: int | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Thresholds for a site, and how well its two promises are supported."""

    thresholds: Thresholds
    blocked: Standing
    held: Standing


@dataclass(frozen=True, slots=True)
class _Found:
    threshold: float
    source: Source
    share: float


def place(evidence: Evidence, start: Start, promise: Promise) -> Placed:
    """Return the lowest thresholds that the site's ham, or else the model's, supports.

    Until the site's ham suffices, the thresholds are those of the model for the same
    promise, raised while the site's ham contradicts them. A promise that the site did
    not state begins with the model's own thresholds, and its ham may lower them as soon
    as it suffices. Those of the heads for abuse and footers stay the model's.
    """
    if not promise.stated:
        return _place_softly(evidence, start, promise)
    of_queue = ham_of(evidence, start.thresholds.hold)
    of_blocked = ham_of(evidence, start.thresholds.spam)
    rare = promise.blocked * _DISCARDED
    hold = _find(
        of_queue,
        start.hold,
        promise.held,
        least=_LEAST_HOLD,
        otherwise=_strictest(start),
    )
    spam = _find(
        of_blocked, start.spam, promise.blocked, least=_LEAST_SPAM, otherwise=_NEVER
    )
    discard = _find(
        of_blocked, start.spam, rare, least=_LEAST_DISCARD, otherwise=_NEVER
    )
    blocked_from = max(hold.threshold, spam.threshold)
    thresholds = replace(
        start.thresholds,
        hold=hold.threshold,
        spam=blocked_from,
        discard=max(discard.threshold, blocked_from),
    )
    return Placed(
        thresholds,
        blocked=_standing(spam, of_blocked, blocked_from, promise.blocked),
        held=_standing(hold, of_queue, hold.threshold, promise.held),
    )


def _place_softly(evidence: Evidence, start: Start, promise: Promise) -> Placed:
    """Begin with the model's own thresholds; heed ham that contradicts or suffices."""
    own = start.thresholds
    of_queue, of_blocked = ham_of(evidence, own.hold), ham_of(evidence, own.spam)
    hold = _near(own.hold, of_queue, start.hold, promise.held, least=_LEAST_HOLD)
    spam = _near(own.spam, of_blocked, start.spam, promise.blocked, least=_LEAST_SPAM)
    blocked_from = max(hold.threshold, spam.threshold)
    thresholds = replace(
        own,
        hold=hold.threshold,
        spam=blocked_from,
        discard=max(own.discard, blocked_from),
    )
    return Placed(
        thresholds,
        blocked=_standing(spam, of_blocked, blocked_from, promise.blocked),
        held=_standing(hold, of_queue, hold.threshold, promise.held),
    )


def _near(
    own: float, ham: Ham, rows: tuple[Row, ...], share: float, *, least: float
) -> _Found:
    """Return the model's threshold, raised by ham that it cannot have been promised.

    What the site's ham shows to suffice may only lower it.
    """
    careful = own
    if len(ham.scores):
        careful = max(own, ham.threshold_for(likely_most(int(ham.n), share)))
        careful = min(careful, _NEVER)
    most = safe_most(ham.n, share)
    shown = max(ham.threshold_for(most), least) if most >= 0 else _NEVER
    if shown <= careful:
        return _Found(shown, Source.SITE, share)
    known = [of_row for of_row, cut in rows if cut is not None and cut <= careful]
    if careful >= _NEVER or not known:
        return _Found(careful, Source.NONE, 0.0)
    return _Found(careful, Source.MODEL, known[0])


def _find(
    ham: Ham, rows: tuple[Row, ...], share: float, *, least: float, otherwise: float
) -> _Found:
    most = safe_most(ham.n, share)
    if most >= 0:
        found = _Found(ham.threshold_for(most), Source.SITE, share)
    else:
        found = _begin(rows, share, otherwise)
        likely = ham.threshold_for(likely_most(int(ham.n), share))
        if len(ham.scores):
            found = replace(found, threshold=max(found.threshold, likely))
    if found.threshold >= _NEVER:
        return _Found(_NEVER, Source.NONE, 0.0)
    return replace(found, threshold=max(found.threshold, least))


def _begin(rows: tuple[Row, ...], share: float, otherwise: float) -> _Found:
    """Return what the model has for the largest share of its table within `share`."""
    fitting = [row for row in rows if row[0] <= share and row[1] is not None]
    if not fitting:
        return _Found(otherwise, Source.NONE, 0.0)
    of_row, threshold = fitting[-1]
    return _Found(otherwise if threshold is None else threshold, Source.MODEL, of_row)


def _strictest(start: Start) -> float:
    """Return the highest threshold to hold: what nobody can promise is still held."""
    known = [threshold for _, threshold in start.hold if threshold is not None]
    return max([*known[:1], start.thresholds.hold])


def _standing(found: _Found, ham: Ham, threshold: float, share: float) -> Standing:
    errors = ham.weight_from(threshold)
    bound: float | None = found.share
    n_more = least_trials(math.ceil(errors), share)
    if n_more is not None:
        n_more = max(n_more - math.floor(ham.n), 0)
    if found.source is Source.SITE:
        bound, n_more = upper_bound(errors, ham.n), 0
    elif found.source is Source.NONE:
        bound = None
    return Standing(bound, found.source, len(ham.scores), n_more)
