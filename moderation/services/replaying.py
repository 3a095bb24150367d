"""Judge kept comments once more: by another model, or with other thresholds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from moderation.classify.decide import decide, with_rules
from moderation.record import Feedback, GivenBy, StoredComment
from moderation.rules import run_rules
from moderation.services.learned import Learned
from moderation.services.ports import Model, Ports
from moderation.site import Site, SiteSettings
from moderation.verdict import Action, Assessment, Label, Reason, Scores

__all__ = ["answered", "in_force", "kept_since", "labels_of", "rejudge"]

# Comments read and scored at a time.
_PAGE = 200

# Evidence that comes neither from a model nor from the comment alone.
_FROM_OUTSIDE = frozenset({"seen-campaign"})


def in_force(site: Site, learned: Learned) -> SiteSettings:
    """Return the settings of a site with the thresholds that what it taught gives."""
    settings = site.settings
    return replace(settings, thresholds=settings.thresholds or learned.thresholds)


def rejudge(
    rows: Sequence[StoredComment],
    *,
    model: Model,
    learned: Learned,
    settings: SiteSettings,
) -> list[tuple[Action, float]]:
    """Return action and spam score by `model`, the rules and the settings of a site.

    What the site taught counts, but nothing that it said of the comment itself. What a
    verdict says of campaigns counts again; nothing is looked up anew.
    """
    thresholds = settings.thresholds or learned.thresholds
    found: list[tuple[Action, float]] = []
    judged = model.score([row.comment for row in rows], learned.model)
    for row, (spam, abuse, footer) in zip(rows, judged.tolist(), strict=True):
        spam = learned.without.get(row.id, spam)
        alone = Assessment(Scores(spam, abuse, footer))
        assessment = with_rules(alone, _outside(row))
        _, action = decide(
            assessment,
            thresholds,
            discard=settings.discard,
            footer_action=settings.footer_action,
        )
        found.append((action, assessment.scores.spam))
    return found


def answered(row: StoredComment) -> Action:
    """Return the action of a verdict, or what it would have been in shadow."""
    return row.verdict.would or row.verdict.action


def kept_since(
    since: datetime, *, site: Site, ports: Ports
) -> Iterator[list[StoredComment]]:
    """Yield the comments of `site` page by page, newest first; tests are left out.

    No transaction is open while a page is worked on.
    """
    before = ""
    while True:
        with ports.unit_of_work(False) as work:
            page = work.comments.page(site.id, status=None, before=before, limit=_PAGE)
        rows = [row for row in page if row.created_at >= since]
        if found := [row for row in rows if not row.is_test]:
            yield found
        if len(rows) < _PAGE:
            return
        before = rows[-1].id


def labels_of(site: Site, *, ports: Ports) -> dict[str, Label]:
    """Return the newest label of each comment that somebody of the site labelled.

    What readers report is no label.
    """
    with ports.unit_of_work(False) as work:
        said = [each for each in work.feedback.every(site.id) if _is_label(each)]
    said.sort(key=lambda each: (each.given_at, each.source))
    return {each.comment_id: each.label for each in said}


def _is_label(said: Feedback) -> bool:
    return said.given_by is not GivenBy.READER


def _outside(row: StoredComment) -> tuple[Reason, ...]:
    kept = (each for each in row.verdict.reasons if each.code in _FROM_OUTSIDE)
    return (*run_rules(row.comment), *kept)
