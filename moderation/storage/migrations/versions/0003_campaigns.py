"""Make the tables that find near-duplicates; they begin empty."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _ordered() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _make_members()
    _make_bands()


def downgrade() -> None:
    op.drop_table("campaign_bands")
    op.drop_table("campaign_members")


def _make_members() -> None:
    op.create_table(
        "campaign_members",
        sa.Column("id", _number(), primary_key=True),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("comment_id", _ordered(), nullable=False),
        sa.Column("campaign_id", _ordered()),
        *(sa.Column(name, sa.BigInteger) for name in ("author", "ip", "page")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.LargeBinary),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"],
            ["comments.site_id", "comments.id"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "site_id", "comment_id", name="uq_campaign_members_comment"
        ),
    )
    for name, columns in (
        ("ix_campaign_members_campaign", ["campaign_id", "id"]),
        ("ix_campaign_members_site", ["site_id", "campaign_id", "comment_id"]),
    ):
        op.create_index(name, "campaign_members", columns)


def _make_bands() -> None:
    parent = sa.ForeignKey("campaign_members.id", ondelete="CASCADE")
    op.create_table(
        "campaign_bands",
        sa.Column("band_key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(
            "member_id", _number(), parent, primary_key=True, autoincrement=False
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_campaign_bands_member", "campaign_bands", ["member_id"])
