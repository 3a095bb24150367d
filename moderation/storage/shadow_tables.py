"""The table of what models in shadow said."""

from sqlalchemy import Column, Double, ForeignKeyConstraint, Integer, Table

from moderation.storage.columns import Word, ordered
from moderation.storage.tables import metadata
from moderation.verdict import Action

__all__ = ["shadow_verdicts"]

shadow_verdicts = Table(
    "shadow_verdicts",
    metadata,
    Column("site_id", Integer, primary_key=True),
    Column("comment_id", ordered(), primary_key=True),
    Column("model", ordered(), primary_key=True),
    Column("action", Word(Action), nullable=False),
    Column("spam_score", Double, nullable=False),
    ForeignKeyConstraint(
        ["site_id", "comment_id"],
        ["comments.site_id", "comments.id"],
        ondelete="CASCADE",
    ),
)
