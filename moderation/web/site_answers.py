"""What the routes of a site answer with."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from moderation.classify.promise import Source, Standing
from moderation.record import StoredComment
from moderation.services.promising import Promised
from moderation.site import FooterAction, HoldAnswer, Mode
from moderation.verdict import Thresholds
from moderation.web.answers import StoredAnswer, stored_answer

__all__ = ["PromiseAnswer", "SiteAnswer", "SuspectsAnswer", "site_answer"]
__all__ += ["suspects_answer"]


@dataclass(slots=True)
class PromiseAnswer:
    """A share of good comments that may be lost from sight, and what shows it is kept.

    `bound` is a share that the true one exceeds in at most one case of twenty; null
    where nothing supports the promise. `n_more` pieces of ham, labelled, let the site's
    labels alone support it; null where no number does.
    """

    promise: float
    bound: float | None
    source: Source
    n_labels: int
    n_more: int | None


@dataclass(slots=True)
class SiteAnswer:
    """A site as it stands; `chosen` says that its thresholds were set by hand.

    Where the promise is `stated`, what is not shown to keep it is held.
    """

    url: str
    mode: Mode
    hold_answer: HoldAnswer
    discard: bool
    footer_action: FooterAction
    thresholds: Thresholds
    chosen: bool
    stated: bool
    blocked: PromiseAnswer
    held: PromiseAnswer
    n_labels: int
    n_suspects: int
    model: str


@dataclass(slots=True)
class SuspectsAnswer:
    """Comments whose labels teach nothing yet."""

    comments: list[StoredAnswer]


def site_answer(found: Promised) -> SiteAnswer:
    """Answer what a site asks of itself."""
    settings, learned = found.site.settings, found.learned
    return SiteAnswer(
        url=found.site.url,
        mode=settings.mode,
        hold_answer=settings.hold_answer,
        discard=settings.discard,
        footer_action=settings.footer_action,
        thresholds=found.thresholds,
        chosen=settings.thresholds is not None,
        stated=settings.promise.stated,
        blocked=_promise(settings.promise.blocked, learned.placed.blocked),
        held=_promise(settings.promise.held, learned.placed.held),
        n_labels=learned.n_labels,
        n_suspects=len(learned.suspects),
        model=found.model,
    )


# What a verdict leaves out, only its own type knows to leave out.
_SUSPECTS = TypeAdapter(SuspectsAnswer)


def suspects_answer(rows: Sequence[StoredComment]) -> bytes:
    """Answer comments whose labels are suspect, as JSON."""
    return _SUSPECTS.dump_json(SuspectsAnswer([stored_answer(row) for row in rows]))


def _promise(share: float, standing: Standing) -> PromiseAnswer:
    return PromiseAnswer(
        share, standing.bound, standing.source, standing.n_labels, standing.n_more
    )
