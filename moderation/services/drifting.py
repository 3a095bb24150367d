"""Measure how far what comes in has moved from what the model was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from moderation.classify import drift
from moderation.classify.shares import Share
from moderation.errors import ModelUnavailable
from moderation.record import Recent
from moderation.services.ports import Model, Ports
from moderation.site import Site
from moderation.verdict import Action, Label

__all__ = ["Drift", "alarms", "of_all", "of_site"]

_N_RECENT = 1000
# Reading words costs 20 µs a comment; two hundred have some ten thousand n-grams.
_N_READ = 200
# With fewer, chance alone makes an index of .05 and more: without drift its mean is the
# number of bins less one, by the number of cases (Yurdakul and Naranjo 2020).
_LEAST_SCORES = 200
_LEAST_LABELS = 50
_BEFORE = timedelta(days=30)

# Above .25 a population has shifted, by the rule of thumb that credit scoring has for
# this index (Lewis 1994); the rest are ours, see docs/drift.md.
_MOST_PSI = 0.25
_MOST_ERROR = 0.2
_MOST_UNSEEN = 0.6
_MOST_AGE_DAYS = 365.0
_MOST_MOVED = 0.1


@dataclass(frozen=True, slots=True)
class Drift:
    """What the newest `n` comments say; None is what too few of them can tell.

    `flagged` were not approved, `flagged_before` those of the thirty days before.
    `psi` compares the spread of spam scores with that of the training data, held out
    and mixed as fits best, `error` (the expected calibration error) and `brier` with
    labels. `unseen` is the share of words and pairs of words new to the model.
    """

    n: int
    flagged: Share
    flagged_before: Share | None = None
    psi: float | None = None
    n_labelled: int = 0
    error: float | None = None
    brier: float | None = None
    unseen: float | None = None
    model_age_days: float | None = None


def of_all(*, ports: Ports) -> Drift:
    """Look at the newest comments of all sites together.

    Raises
    ------
    StoreUnavailable
        If they cannot be read.
    """
    with ports.unit_of_work(False) as work:
        rows = work.comments.recent(None, _N_RECENT)
    return _drift(rows, None, ports)


def of_site(site: Site, *, ports: Ports) -> Drift:
    """Look at the newest comments of a site, and at the thirty days before them."""
    with ports.unit_of_work(False) as work:
        rows = work.comments.recent(site.id, _N_RECENT)
        first = rows[-1].created_at if rows else ports.now()
        k, n = work.comments.flagged(site.id, since=first - _BEFORE, until=first)
    return _drift(rows, Share(k, n) if n else None, ports)


def alarms(found: Drift) -> list[str]:
    """Say which figures are beyond their limits, a sentence each."""
    said = [
        sentence
        for value, most, sentence in (
            (found.psi, _MOST_PSI, "scores are spread as the training data's are not"),
            (found.error, _MOST_ERROR, "scores and labels disagree"),
            (found.unseen, _MOST_UNSEEN, "most words are new to the model"),
            (found.model_age_days, _MOST_AGE_DAYS, "the model is over a year old"),
        )
        if value is not None and value > most
    ]
    if found.flagged_before and _has_moved(found.flagged, found.flagged_before):
        said.append("the share that is not approved has moved")
    return said


def _has_moved(now: Share, before: Share) -> bool:
    """Tell a shift that chance does not make and that somebody would notice."""
    apart = now.low > before.high or now.high < before.low
    return apart and abs(now.rate - before.rate) > _MOST_MOVED


def _drift(rows: Sequence[Recent], before: Share | None, ports: Ports) -> Drift:
    flagged = sum(row.action is not Action.APPROVE for row in rows)
    labelled = [row for row in rows if row.said in (Label.HAM, Label.SPAM)]
    error, brier = _calibration(labelled)
    try:
        model = ports.models.current()
    except ModelUnavailable:
        model = None
    return Drift(
        n=len(rows),
        flagged=Share(flagged, len(rows)),
        flagged_before=before,
        psi=_psi(rows, model) if model else None,
        n_labelled=len(labelled),
        error=error,
        brier=brier,
        unseen=_unseen(rows, model) if model and rows else None,
        model_age_days=_age(model.manifest, ports.now()) if model else None,
    )


def _calibration(rows: Sequence[Recent]) -> tuple[float | None, float | None]:
    if len(rows) < _LEAST_LABELS:
        return None, None
    is_spam = [row.said is Label.SPAM for row in rows]
    return drift.calibration(is_spam, [row.spam_score for row in rows])


def _psi(rows: Sequence[Recent], model: Model) -> float | None:
    kept = model.manifest.get("score_histogram")
    # Older models came without.
    spreads = kept if isinstance(kept, Mapping) else {}
    ham, spam = (_spread(spreads.get(label)) for label in ("ham", "spam"))
    # A site's own layer may stand behind the name of the version.
    scores = [row.spam_score for row in rows if row.model.startswith(model.name)]
    if ham is None or spam is None or len(scores) < _LEAST_SCORES:
        return None
    counts = drift.histogram(scores)
    return drift.psi(drift.mixed(ham, spam, counts), counts)


def _spread(shares: object) -> list[float] | None:
    if not isinstance(shares, list) or len(shares) != drift.BINS:
        return None
    if not all(isinstance(each, int | float) and each >= 0 for each in shares):
        return None
    return shares if sum(shares) > 0 else None


def _unseen(rows: Sequence[Recent], model: Model) -> float:
    return model.unseen([row.text for row in rows[:_N_READ]])


def _age(manifest: Mapping[str, Any], now: datetime) -> float | None:
    try:
        made = datetime.fromisoformat(str(manifest.get("created_at")))
        return max((now - made) / timedelta(days=1), 0.0)
    except (ValueError, TypeError):
        return None
