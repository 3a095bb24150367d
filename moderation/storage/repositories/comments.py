"""Judged comments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, insert, select, update

from moderation.comment import Author, Comment, Page
from moderation.record import MonthCounts, Recent, Status, StoredComment
from moderation.storage.repositories.counts import MONTH_COUNTS, since_month
from moderation.storage.repositories.recent import (
    FLAGGED,
    RECENT,
    RECENT_OF_SITE,
    SILENT,
)
from moderation.storage.tables import comments
from moderation.storage.transaction import Transaction
from moderation.verdict import Action, Scores, Verdict

__all__ = ["SqlComments"]

# Above every id, which is hex.
_TOP = "~"

_OF_SITE = comments.c.site_id == bindparam("site")
_THIS = comments.c.id == bindparam("comment")
_ADD = insert(comments)
_GET = select(comments).where(_OF_SITE, _THIS)
_PAGE = (
    select(comments)
    .where(_OF_SITE, comments.c.id < bindparam("before"))
    .order_by(comments.c.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
_PAGE_OF_STATUS = _PAGE.where(comments.c.status == bindparam("where"))
_BY_FINGERPRINT = (
    select(comments)
    .where(_OF_SITE, comments.c.fingerprint == bindparam("sought"))
    .order_by(comments.c.id.desc())
    .limit(1)
)
_SET_STATUS = update(comments).where(_OF_SITE, _THIS).values(status=bindparam("new"))


class SqlComments:
    """Fits `ports.Comments`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._run = transaction.run

    def add(self, rows: Sequence[StoredComment]) -> None:
        """Keep `rows`; `NotFound` if the site is gone, `AlreadyExists` by id."""
        if len(rows) == 1:
            self._run(_ADD, _values(rows[0]))
        else:
            self._transaction.run_many(_ADD, [_values(row) for row in rows])

    def get(self, site_id: int, comment_id: str) -> StoredComment | None:
        """Find one comment of this site."""
        rows = self._run(_GET, {"site": site_id, "comment": comment_id})
        return _stored(rows[0]) if rows else None

    def page(
        self, site_id: int, *, status: Status | None, before: str, limit: int
    ) -> list[StoredComment]:
        """Up to `limit` comments below the id `before`, newest first."""
        values = {"site": site_id, "before": before or _TOP, "limit": limit}
        if status is None:
            rows = self._run(_PAGE, values)
        else:
            rows = self._run(_PAGE_OF_STATUS, {**values, "where": status})
        return [_stored(row) for row in rows]

    def those(self, site_id: int, comment_ids: Sequence[str]) -> list[StoredComment]:
        """Find comments of this site, by id; those that are gone are left out."""
        found = (self.get(site_id, each) for each in sorted(set(comment_ids)))
        return [each for each in found if each is not None]

    def silent(self, site_id: int, last: str, limit: int) -> list[tuple[str, Action]]:
        """Name up to `limit` comments up to the id `last` that nobody spoke of.

        The newest first, each with what was done or would have been; tests are left
        out.
        """
        values = {"site": site_id, "last": last, "limit": limit}
        return [(row[0], row[1]) for row in self._run(SILENT, values)]

    def by_fingerprint(self, site_id: int, fingerprint: str) -> StoredComment | None:
        """Find the newest comment with this fingerprint."""
        rows = self._run(_BY_FINGERPRINT, {"site": site_id, "sought": fingerprint})
        return _stored(rows[0]) if rows else None

    def set_status(self, site_id: int, comment_id: str, status: Status) -> None:
        """Move a comment."""
        values = {"site": site_id, "comment": comment_id, "new": status}
        self._run(_SET_STATUS, values)

    def month_counts(self, site_id: int, since: str) -> list[MonthCounts]:
        """Count by month from `since` on, oldest first."""
        values = {"site": site_id, "since": since_month(since)}
        rows = self._run(MONTH_COUNTS, values)
        return [MonthCounts(row[0], *map(int, row[1:])) for row in rows]

    def recent(self, site_id: int | None, limit: int) -> list[Recent]:
        """Return the newest of a site, or of all, newest first; tests left out."""
        if site_id is None:
            rows = self._run(RECENT, {"limit": limit})
        else:
            rows = self._run(RECENT_OF_SITE, {"site": site_id, "limit": limit})
        return [Recent(*row) for row in rows]

    def flagged(
        self, site_id: int, *, since: datetime, until: datetime
    ) -> tuple[int, int]:
        """Count those not approved, and all, in [since, until); tests left out."""
        values = {"site": site_id, "since": since, "until": until}
        [(flagged, n)] = self._run(FLAGGED, values)
        return int(flagged), int(n)


def _values(stored: StoredComment) -> dict[str, object]:
    comment, verdict = stored.comment, stored.verdict
    author, page, scores = comment.author, comment.page, verdict.scores
    return {
        "id": verdict.id,
        "site_id": stored.site_id,
        "external_id": comment.external_id,
        "text": comment.text,
        "author_name": author.name,
        "author_email": author.email,
        "author_url": author.url,
        "author_ip": author.ip,
        "author_user_agent": author.user_agent,
        "author_role": author.role,
        "page_url": page.url,
        "page_title": page.title,
        "type": comment.type,
        "language": comment.language,
        "posted_at": comment.posted_at,
        "honeypot": comment.honeypot,
        "parent_id": comment.parent_id,
        "label": verdict.label,
        "action": verdict.action,
        "spam_score": scores.spam,
        "abuse_score": scores.abuse,
        "footer_score": scores.footer,
        "reasons": verdict.reasons,
        "model": verdict.model,
        "status": stored.status,
        "fingerprint": stored.fingerprint,
        "is_test": stored.is_test,
        "created_at": stored.created_at,
        "would": verdict.would,
    }


def _stored(row: Sequence[Any]) -> StoredComment:
    """Read a row in the order of the table's columns."""
    comment_id, site_id, external_id, text = row[:4]
    type_, language, posted_at, honeypot, parent_id, label, action = row[12:19]
    reasons, model, status, fingerprint, is_test, created_at, would = row[22:]
    scores = Scores(*row[19:22])
    return StoredComment(
        site_id=site_id,
        comment=Comment(
            text,
            author=Author(*row[4:10]),
            page=Page(*row[10:12]),
            type=type_,
            language=language,
            posted_at=posted_at,
            honeypot=honeypot,
            parent_id=parent_id,
            external_id=external_id,
        ),
        verdict=Verdict(comment_id, label, action, scores, reasons, model, would),
        status=status,
        created_at=created_at,
        fingerprint=fingerprint,
        is_test=is_test,
    )
