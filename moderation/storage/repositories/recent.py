"""The statements behind drift: the newest comments, and how many were not approved."""

from sqlalchemy import Integer, bindparam, case, exists, func, select

from moderation.record import GivenBy
from moderation.storage.tables import comments, feedback
from moderation.verdict import Action

__all__ = ["DONE", "FLAGGED", "RECENT", "RECENT_OF_SITE", "SILENT"]

# Enough to see which words come in; texts may be megabytes.
_TEXT_CHARS = 2000

# What was done, or would have been on a site in shadow.
DONE = func.coalesce(comments.c.would, comments.c.action)

_SAID = (
    select(feedback.c.label)
    .where(
        feedback.c.site_id == comments.c.site_id,
        feedback.c.comment_id == comments.c.id,
        feedback.c.given_by != GivenBy.READER,
    )
    .order_by(feedback.c.given_at.desc(), feedback.c.source.desc())
    .limit(1)
    .scalar_subquery()
)
RECENT = (
    select(
        comments.c.model,
        DONE.label("done"),
        comments.c.spam_score,
        func.substr(comments.c.text, 1, _TEXT_CHARS).label("beginning"),
        comments.c.created_at,
        _SAID.label("said"),
        comments.c.id,
    )
    .where(comments.c.is_test.is_(False))
    .order_by(comments.c.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
RECENT_OF_SITE = RECENT.where(comments.c.site_id == bindparam("site"))

FLAGGED = select(
    func.coalesce(func.sum(case((DONE != Action.APPROVE, 1), else_=0)), 0).label("k"),
    func.count().label("n"),
).where(
    comments.c.site_id == bindparam("site"),
    comments.c.created_at >= bindparam("since"),
    comments.c.created_at < bindparam("until"),
    comments.c.is_test.is_(False),
)

SILENT = (
    select(comments.c.id, DONE.label("done"))
    .where(
        comments.c.site_id == bindparam("site"),
        comments.c.id <= bindparam("last"),
        comments.c.is_test.is_(False),
        ~exists().where(
            feedback.c.site_id == comments.c.site_id,
            feedback.c.comment_id == comments.c.id,
        ),
    )
    .order_by(comments.c.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
