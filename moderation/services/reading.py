"""Look at what is kept: one comment, a page of comments, counts by month."""

from moderation.errors import NotFound
from moderation.record import MonthCounts, Status, StoredComment
from moderation.services.ports import Ports
from moderation.site import Site

__all__ = ["comment", "comments", "month_counts"]


def comment(comment_id: str, *, site: Site, ports: Ports) -> StoredComment:
    """Return one comment; another site's is as absent as one that never was."""
    with ports.unit_of_work(False) as work:
        stored = work.comments.get(site.id, comment_id)
    if stored is None:
        raise NotFound("no such comment")
    return stored


def comments(
    *,
    status: Status | None = None,
    before: str = "",
    limit: int,
    site: Site,
    ports: Ports,
) -> list[StoredComment]:
    """Up to `limit` comments with ids below `before` ("" is the top), newest first."""
    with ports.unit_of_work(False) as work:
        return work.comments.page(site.id, status=status, before=before, limit=limit)


def month_counts(since: str = "", *, site: Site, ports: Ports) -> list[MonthCounts]:
    """Counts by month from `since` (``YYYY-MM``) on, oldest first."""
    with ports.unit_of_work(False) as work:
        return work.comments.month_counts(site.id, since)
