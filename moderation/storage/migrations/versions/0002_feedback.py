"""Say who gave feedback, and count its changes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COPY = (
    "INSERT INTO feedback_new"
    " (site_id, comment_id, source, label, learn, given_at, reporter, given_by)"
    " SELECT site_id, comment_id, source, label, learn, given_at, '', 'key'"
    " FROM feedback"
)
_COPY_BACK = (
    "INSERT INTO feedback_new (site_id, comment_id, source, label, learn, given_at)"
    " SELECT site_id, comment_id, source, label, learn, given_at FROM"
    " (SELECT feedback.*, row_number() OVER"
    " (PARTITION BY site_id, comment_id, source"
    " ORDER BY given_at DESC, reporter DESC) AS age FROM feedback"
    " WHERE given_by <> 'reader') AS ranked"
    " WHERE age = 1"
)


def _ordered() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    column = sa.Column("revision", sa.Integer, nullable=False, server_default="0")
    op.add_column("sites", column)
    _make_feedback(
        sa.Column("reporter", _ordered(), primary_key=True),
        sa.Column("given_by", sa.String(16), nullable=False),
    )
    op.execute(_COPY)
    _replace_feedback()


def downgrade() -> None:
    """Of several people's words on one comment the newest stays, of readers none.

    There a report would be taken for a label.
    """
    _make_feedback()
    op.execute(_COPY_BACK)
    _replace_feedback()
    op.drop_column("sites", "revision")


def _make_feedback(*more: "sa.Column[str]") -> None:
    op.create_table(
        "feedback_new",
        sa.Column("site_id", sa.Integer, primary_key=True),
        sa.Column("comment_id", _ordered(), primary_key=True),
        sa.Column("source", _ordered(), primary_key=True),
        *more,
        sa.Column("label", sa.String(16), nullable=False),
        sa.Column("learn", sa.Boolean, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"],
            ["comments.site_id", "comments.id"],
            ondelete="CASCADE",
        ),
    )


def _replace_feedback() -> None:
    op.drop_table("feedback")
    op.rename_table("feedback_new", "feedback")
