"""What moderators said."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from moderation.record import Feedback
from moderation.storage.tables import feedback, sites
from moderation.storage.transaction import Transaction

__all__ = ["SqlFeedback"]

_NEW = insert(feedback)
_CHANGED = ("label", "learn", "given_at", "given_by")
_PUT = _NEW.on_conflict_do_update(
    index_elements=feedback.primary_key.columns,
    set_={name: _NEW.excluded[name] for name in _CHANGED},
)
_OF_SITE = feedback.c.site_id == bindparam("site_id")
_THIS = feedback.c.comment_id == bindparam("comment_id")
_ORDER = (feedback.c.given_at, feedback.c.source, feedback.c.reporter)
_ALL: Select[*tuple[object, ...]] = select(
    feedback.c.site_id,
    feedback.c.comment_id,
    feedback.c.label,
    feedback.c.learn,
    feedback.c.source,
    feedback.c.given_at,
    feedback.c.given_by,
    feedback.c.reporter,
)
_OF = _ALL.where(_OF_SITE, _THIS).order_by(*_ORDER)
_EVERY = _ALL.where(_OF_SITE).order_by(feedback.c.comment_id, *_ORDER)
_SINCE = _EVERY.where(feedback.c.given_at >= bindparam("since"))
_REMOVE = delete(feedback).where(_OF_SITE, _THIS).returning(feedback.c.comment_id)
_TOUCH = (
    update(sites)
    .where(sites.c.id == bindparam("site"))
    .values(revision=sites.c.revision + 1)
)


class SqlFeedback:
    """Fits `ports.FeedbackRows`."""

    def __init__(self, transaction: Transaction) -> None:
        self._run = transaction.run

    def put(self, feedback: Feedback) -> None:
        """Keep `feedback`; `NotFound` if the site has no such comment."""
        self._run(_PUT, asdict(feedback))
        self._run(_TOUCH, {"site": feedback.site_id})

    def of(self, site_id: int, comment_id: str) -> list[Feedback]:
        """All that was said of one comment, oldest first."""
        rows = self._run(_OF, {"site_id": site_id, "comment_id": comment_id})
        return [Feedback(*row) for row in rows]

    def every(self, site_id: int) -> list[Feedback]:
        """All that was said on a site, by comment, then oldest first."""
        return [Feedback(*row) for row in self._run(_EVERY, {"site_id": site_id})]

    def since(self, site_id: int, moment: datetime) -> list[Feedback]:
        """All that was said on a site from `moment` on, ordered as by `every`."""
        values = {"site_id": site_id, "since": moment}
        return [Feedback(*row) for row in self._run(_SINCE, values)]

    def remove(self, site_id: int, comment_id: str) -> bool:
        """Take back all that was said of one comment; say whether there was any."""
        rows = self._run(_REMOVE, {"site_id": site_id, "comment_id": comment_id})
        self._run(_TOUCH, {"site": site_id})
        return bool(rows)
