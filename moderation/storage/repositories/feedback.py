"""What moderators said."""

from dataclasses import asdict

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from moderation.record import Feedback
from moderation.storage.tables import feedback
from moderation.storage.transaction import Transaction

__all__ = ["SqlFeedback"]

_NEW = insert(feedback)
_PUT = _NEW.on_conflict_do_update(
    index_elements=feedback.primary_key.columns,
    set_={name: _NEW.excluded[name] for name in ("label", "learn", "given_at")},
)
_OF = (
    select(
        feedback.c.site_id,
        feedback.c.comment_id,
        feedback.c.label,
        feedback.c.learn,
        feedback.c.source,
        feedback.c.given_at,
    )
    .where(
        feedback.c.site_id == bindparam("site_id"),
        feedback.c.comment_id == bindparam("comment_id"),
    )
    .order_by(feedback.c.given_at, feedback.c.source)
)


class SqlFeedback:
    """Fits `ports.FeedbackRows`."""

    def __init__(self, transaction: Transaction) -> None:
        self._run = transaction.run

    def put(self, feedback: Feedback) -> None:
        """Keep `feedback`; `NotFound` if the site has no such comment."""
        self._run(_PUT, asdict(feedback))

    def of(self, site_id: int, comment_id: str) -> list[Feedback]:
        """All that was said of one comment, oldest first."""
        rows = self._run(_OF, {"site_id": site_id, "comment_id": comment_id})
        return [Feedback(*row) for row in rows]
