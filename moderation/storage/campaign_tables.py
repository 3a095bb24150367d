"""The tables that find near-duplicates."""

import numpy as np
from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

from moderation.campaigns.signature import Signature
from moderation.storage.columns import UtcDateTime, ordered
from moderation.storage.tables import metadata

__all__ = ["campaign_bands", "campaign_members"]

# SQLite numbers rows by itself in columns of this type alone.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")


class _Signature(TypeDecorator[Signature]):
    """A signature as its bytes, least byte first."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(
        self, value: Signature | None, dialect: Dialect
    ) -> bytes | None:
        """Write the hashes one after the other."""
        return None if value is None else value.astype("<u4").tobytes()

    def process_result_value(
        self, value: bytes | None, dialect: Dialect
    ) -> Signature | None:
        """Read them again."""
        return None if value is None else np.frombuffer(value, "<u4")


campaign_members = Table(
    "campaign_members",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("site_id", Integer, nullable=False),
    Column("comment_id", ordered(), nullable=False),
    Column("campaign_id", ordered()),
    Column("author", BigInteger),
    Column("ip", BigInteger),
    Column("page", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    Column("signature", _Signature),
    ForeignKeyConstraint(
        ["site_id", "comment_id"],
        ["comments.site_id", "comments.id"],
        ondelete="CASCADE",
    ),
    UniqueConstraint("site_id", "comment_id", name="uq_campaign_members_comment"),
    # The newest members of a campaign, and the campaigns of a site.
    Index("ix_campaign_members_campaign", "campaign_id", "id"),
    Index("ix_campaign_members_site", "site_id", "campaign_id", "comment_id"),
)

campaign_bands = Table(
    "campaign_bands",
    metadata,
    Column("band_key", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "member_id",
        _NUMBER,
        ForeignKey("campaign_members.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    # Without it each comment that goes would read the whole table.
    Index("ix_campaign_bands_member", "member_id"),
    sqlite_with_rowid=False,
)
