"""Show a site its campaigns, and mark all comments of one at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from moderation.campaigns.record import Campaign
from moderation.campaigns.shared import Shared, shared_contacts, shared_urls
from moderation.errors import NotFound
from moderation.record import Status, StoredComment
from moderation.services.feedback import Voice, feedback_of, say
from moderation.services.ports import Ports, UnitOfWork
from moderation.site import Site
from moderation.verdict import Action, Label

__all__ = [
    "CampaignView",
    "Marked",
    "Turned",
    "campaign",
    "campaigns",
    "mark",
]

# So many comments, the newest, are read for what they share.
_READ = 100
_AT_A_TIME = 500
# As many are named in an answer; all are counted.
_MOST_NAMED = 1_000


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign with what this site's own comments of it share.

    `text` is the newest of them, `comment_ids` the newest, newest first.
    """

    campaign: Campaign
    labels: Mapping[Label, int]
    urls: tuple[Shared, ...]
    contacts: tuple[Shared, ...]
    text: str
    comment_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """A comment that moved: the action of its verdict, and where it is now."""

    comment_id: str
    action: Action
    status: Status


@dataclass(frozen=True, slots=True)
class Marked:
    """What marking a campaign did; `turned` names up to 1,000 of `n_turned`."""

    campaign_id: str
    label: Label
    n_marked: int
    n_turned: int
    turned: tuple[Turned, ...]


def campaigns(
    *, before: str = "", limit: int, site: Site, ports: Ports
) -> list[CampaignView]:
    """Return up to `limit` campaigns with ids below `before`, the last begun first."""
    with ports.unit_of_work(False) as work:
        ids = work.campaigns.ids(site.id, before, limit)
        found = (_view(each, site, work) for each in ids)
        return [view for view in found if view is not None]


def campaign(campaign_id: str, *, site: Site, ports: Ports) -> CampaignView:
    """Return one campaign; one that this site has no part in is as absent as none."""
    with ports.unit_of_work(False) as work:
        view = _view(campaign_id, site, work)
    if view is None:
        raise NotFound("no such campaign")
    return view


def mark(
    campaign_id: str,
    label: Label,
    *,
    voice: Voice,
    site: Site,
    ports: Ports,
) -> Marked:
    """Give feedback on all of this site's comments in a campaign, or on none.

    Saying the same again changes nothing.

    Raises
    ------
    NotFound
        If this site has no comment in it.
    """
    turned: list[Turned] = []
    n_marked = 0
    with ports.unit_of_work(True) as work:
        for row in _members(campaign_id, site, work):
            n_marked += 1
            was = row.status
            said = feedback_of(row, label, voice=voice, ports=ports)
            _, now = say(said, work)
            if now is not None and now is not was:
                turned.append(Turned(row.id, row.verdict.action, now))
        if not n_marked:
            raise NotFound("no such campaign")
        work.commit()
    ports.learning.changed(site.id)
    named = tuple(turned[:_MOST_NAMED])
    return Marked(campaign_id, label, n_marked, len(turned), named)


def _view(campaign_id: str, site: Site, work: UnitOfWork) -> CampaignView | None:
    found = work.campaigns.get(site.id, campaign_id)
    if found is None:
        return None
    ids = work.campaigns.member_ids(site.id, campaign_id, "", _READ)
    rows = sorted(work.comments.those(site.id, ids), key=lambda row: row.id)
    comments = [row.comment for row in reversed(rows)]
    return CampaignView(
        campaign=found,
        labels=work.campaigns.labels(site.id, campaign_id, learned=False),
        urls=shared_urls(comments),
        contacts=shared_contacts(comments),
        text=comments[0].text if comments else "",
        comment_ids=tuple(ids),
    )


def _members(campaign_id: str, site: Site, work: UnitOfWork) -> Iterator[StoredComment]:
    before = ""
    while ids := work.campaigns.member_ids(site.id, campaign_id, before, _AT_A_TIME):
        yield from work.comments.those(site.id, ids)
        before = ids[-1]
