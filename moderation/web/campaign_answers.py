"""The bodies that the routes of campaigns answer with."""

from dataclasses import dataclass
from datetime import datetime

from moderation.campaigns.shared import Shared
from moderation.record import Status
from moderation.services.campaigns import CampaignView, Marked
from moderation.verdict import Action, Label

__all__ = ["CampaignAnswer", "CampaignsAnswer", "MarkedAnswer", "TurnedAnswer"]
__all__ += ["campaign_answer", "marked_answer"]

_TEXT_MAX_CHARS = 1_000


@dataclass(slots=True)
class CampaignAnswer:
    """Comments that are nearly the same; `elsewhere` counts those of other sites.

    `urls` and `contacts` are what comments of this site share, `labels` what was said
    of them, `text` the newest, cut to 1,000 characters, `comment_ids` the newest 100.
    """

    id: str
    here: int
    elsewhere: int
    authors: int
    first_seen: datetime
    last_seen: datetime
    labels: dict[Label, int]
    urls: tuple[Shared, ...]
    contacts: tuple[Shared, ...]
    text: str
    comment_ids: tuple[str, ...]


@dataclass(slots=True)
class CampaignsAnswer:
    """Some campaigns, the last begun first; `next_cursor` is null on the last page."""

    campaigns: list[CampaignAnswer]
    next_cursor: str | None


@dataclass(slots=True)
class TurnedAnswer:
    """A comment that moved: the action of its verdict, and where it is now."""

    id: str
    action: Action
    status: Status


@dataclass(slots=True)
class MarkedAnswer:
    """What marking did; `turned` names up to 1,000 of the comments that moved."""

    campaign_id: str
    label: Label
    marked: int
    moved: int
    turned: list[TurnedAnswer]


def campaign_answer(view: CampaignView) -> CampaignAnswer:
    """Answer a campaign."""
    found = view.campaign
    return CampaignAnswer(
        id=found.id,
        here=found.n_here,
        elsewhere=found.n_elsewhere,
        authors=found.n_authors,
        first_seen=found.first_seen,
        last_seen=found.last_seen,
        labels=dict(view.labels),
        urls=view.urls,
        contacts=view.contacts,
        text=view.text[:_TEXT_MAX_CHARS],
        comment_ids=view.comment_ids,
    )


def marked_answer(marked: Marked) -> MarkedAnswer:
    """Answer what marking did."""
    turned = [TurnedAnswer(t.comment_id, t.action, t.status) for t in marked.turned]
    return MarkedAnswer(
        marked.campaign_id, marked.label, marked.n_marked, marked.n_turned, turned
    )
