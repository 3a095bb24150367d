"""Keep what a site in shadow would have heard, and what a model in shadow said."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MONTH = "ix_comments_month"


def _ordered() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("comments", sa.Column("would", sa.String(16)))
    _index("site_id", "created_at", "action", "would", "is_test")
    _make_shadow_verdicts()


def downgrade() -> None:
    op.drop_table("shadow_verdicts")
    _index("site_id", "created_at", "action", "is_test")
    op.drop_column("comments", "would")


def _index(*columns: str) -> None:
    op.drop_index(_MONTH, "comments")
    op.create_index(_MONTH, "comments", [*columns])


def _make_shadow_verdicts() -> None:
    op.create_table(
        "shadow_verdicts",
        sa.Column("site_id", sa.Integer, primary_key=True),
        sa.Column("comment_id", _ordered(), primary_key=True),
        sa.Column("model", _ordered(), primary_key=True),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("spam_score", sa.Double, nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"],
            ["comments.site_id", "comments.id"],
            ondelete="CASCADE",
        ),
    )
