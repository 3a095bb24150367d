"""The tables; `migrations` makes them, and a test holds the two together."""

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
)

from moderation.record import GivenBy, Status
from moderation.site import SiteSettings
from moderation.storage.columns import Json, UtcDateTime, Word, ordered
from moderation.verdict import Action, Label, Reason

__all__ = ["answers", "comments", "feedback", "metadata", "sites"]

metadata = MetaData()

# A weight may be infinite, which plain JSON cannot say.
_REASONS = TypeAdapter(
    tuple[Reason, ...], config=ConfigDict(ser_json_inf_nan="constants")
)


def _site_id(*, primary_key: bool = False) -> Column[int]:
    parent = ForeignKey("sites.id", ondelete="CASCADE")
    return Column("site_id", Integer, parent, primary_key=primary_key, nullable=False)


sites = Table(
    "sites",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", ordered(), nullable=False, unique=True),
    Column("key_digest", String(64), nullable=False, unique=True),
    Column("settings", Json(TypeAdapter(SiteSettings)), nullable=False),
    # Rises with each change of the site's feedback, so that workers see it at a glance.
    Column("revision", Integer, nullable=False, server_default="0"),
    Column(
        "created_at",
        UtcDateTime,
        nullable=False,
        server_default=func.current_timestamp(),
    ),
)

comments = Table(
    "comments",
    metadata,
    Column("id", ordered(), primary_key=True),
    _site_id(),
    Column("external_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("author_email", Text, nullable=False),
    Column("author_url", Text, nullable=False),
    Column("author_ip", Text, nullable=False),
    Column("author_user_agent", Text, nullable=False),
    Column("author_role", Text, nullable=False),
    Column("page_url", Text, nullable=False),
    Column("page_title", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("posted_at", UtcDateTime),
    Column("honeypot", Text, nullable=False),
    Column("parent_id", Text, nullable=False),
    Column("label", Word(Label), nullable=False),
    Column("action", Word(Action), nullable=False),
    Column("spam_score", Double, nullable=False),
    Column("abuse_score", Double, nullable=False),
    Column("footer_score", Double, nullable=False),
    Column("reasons", Json(_REASONS), nullable=False),
    Column("model", Text, nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("is_test", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # On a site in shadow: what the action would have been.
    Column("would", Word(Action)),
    # Pages through all of a site, and lets feedback name no other site's comment.
    UniqueConstraint("site_id", "id", name="uq_comments_site"),
    Index("ix_comments_status", "site_id", "status", "id"),
    Index("ix_comments_fingerprint", "site_id", "fingerprint", "id"),
    # All that counting reads, so that it never touches the texts.
    Index("ix_comments_month", "site_id", "created_at", "action", "would", "is_test"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("site_id", Integer, primary_key=True),
    Column("comment_id", ordered(), primary_key=True),
    Column("source", ordered(), primary_key=True),
    Column("reporter", ordered(), primary_key=True),
    Column("given_by", Word(GivenBy), nullable=False),
    Column("label", Word(Label), nullable=False),
    Column("learn", Boolean, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(
        ["site_id", "comment_id"],
        ["comments.site_id", "comments.id"],
        ondelete="CASCADE",
    ),
)

answers = Table(
    "answers",
    metadata,
    _site_id(primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Index("ix_answers_given_at", "given_at"),
)
