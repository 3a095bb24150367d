"""Make the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _ordered() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _words(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.String(16), nullable=False) for name in names]


def upgrade() -> None:
    _make_sites()
    _make_comments()
    _make_feedback()
    _make_answers()


def downgrade() -> None:
    for table in ("answers", "feedback", "comments", "sites"):
        op.drop_table(table)


def _make_sites() -> None:
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("url", _ordered(), nullable=False, unique=True),
        sa.Column("key_digest", sa.String(64), nullable=False, unique=True),
        *_texts("settings"),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.func.current_timestamp(),
        ),
    )


def _make_comments() -> None:
    scores = ("spam_score", "abuse_score", "footer_score")
    op.create_table(
        "comments",
        sa.Column("id", _ordered(), primary_key=True),
        _site_id(),
        *_texts("external_id", "text", "author_name", "author_email", "author_url"),
        *_texts("author_ip", "author_user_agent", "author_role"),
        *_texts("page_url", "page_title", "type", "language"),
        _moment("posted_at", nullable=True),
        *_texts("honeypot", "parent_id"),
        *_words("label", "action"),
        *(sa.Column(name, sa.Double, nullable=False) for name in scores),
        *_texts("reasons", "model"),
        *_words("status"),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("is_test", sa.Boolean, nullable=False),
        _moment("created_at"),
        sa.UniqueConstraint("site_id", "id", name="uq_comments_site"),
    )
    for name, columns in (
        ("ix_comments_status", ["site_id", "status", "id"]),
        ("ix_comments_fingerprint", ["site_id", "fingerprint", "id"]),
        ("ix_comments_month", ["site_id", "created_at", "action", "is_test"]),
    ):
        op.create_index(name, "comments", columns)


def _make_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("site_id", sa.Integer, primary_key=True),
        sa.Column("comment_id", _ordered(), primary_key=True),
        sa.Column("source", _ordered(), primary_key=True),
        *_words("label"),
        sa.Column("learn", sa.Boolean, nullable=False),
        _moment("given_at"),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"],
            ["comments.site_id", "comments.id"],
            ondelete="CASCADE",
        ),
    )


def _make_answers() -> None:
    op.create_table(
        "answers",
        _site_id(primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        *_texts("body"),
        _moment("given_at"),
    )
    op.create_index("ix_answers_given_at", "answers", ["given_at"])


def _site_id(*, primary_key: bool = False) -> "sa.Column[int]":
    parent = sa.ForeignKey("sites.id", ondelete="CASCADE")
    return sa.Column(
        "site_id", sa.Integer, parent, primary_key=primary_key, nullable=False
    )
