"""What the routes of a site answer with."""

from dataclasses import dataclass

from moderation.classify.promise import Source, Standing
from moderation.services.promising import Promised
from moderation.site import FooterAction, HoldAnswer, Mode
from moderation.verdict import Thresholds

__all__ = ["PromiseAnswer", "SiteAnswer", "site_answer"]


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


def _promise(share: float, standing: Standing) -> PromiseAnswer:
    return PromiseAnswer(
        share, standing.bound, standing.source, standing.n_labels, standing.n_more
    )
