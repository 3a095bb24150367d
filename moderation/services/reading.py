"""Look at what is kept and at what works: comments, counts, the model in use."""

from collections.abc import Callable
from typing import Any

from moderation.errors import NotFound, Unavailable
from moderation.record import MonthCounts, Status, StoredComment
from moderation.services.ports import Ports
from moderation.site import Site

__all__ = ["comment", "comments", "manifest", "month_counts", "readiness", "warnings"]


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
    """Return up to `limit` comments with ids below `before`, newest first.

    An empty `before` is the top.
    """
    with ports.unit_of_work(False) as work:
        return work.comments.page(site.id, status=status, before=before, limit=limit)


def month_counts(since: str = "", *, site: Site, ports: Ports) -> list[MonthCounts]:
    """Return counts by month from `since` (``YYYY-MM``) on, oldest first."""
    with ports.unit_of_work(False) as work:
        return work.comments.month_counts(site.id, since)


def manifest(*, ports: Ports) -> dict[str, Any]:
    """Return the manifest of the model in use, or raise `ModelUnavailable`."""
    return ports.models.current().manifest


def readiness(*, ports: Ports) -> dict[str, str]:
    """Say ``ok`` or the code of the error for the database and the model."""
    return {
        "database": _code(lambda: _touch(ports)),
        "model": _code(ports.models.current),
    }


def warnings(*, ports: Ports) -> dict[str, str]:
    """Name by the code of its error what works by an older part than it should."""
    trouble = ports.models.trouble()
    return {"model": trouble} if trouble else {}


def _touch(ports: Ports) -> None:
    with ports.unit_of_work(False) as work:
        work.answers.get(0, "")


def _code(ask: Callable[[], object]) -> str:
    try:
        ask()
    except Unavailable as error:
        return error.code
    return "ok"
