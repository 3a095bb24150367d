from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from moderation.record import GivenBy
from moderation.storage.prepared import prepare
from moderation.storage.tables import answers, feedback
from moderation.verdict import Label

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SQLITE = sqlite.dialect()
POSTGRESQL = postgresql.psycopg.dialect(paramstyle="format")
SAID = {
    "comment_id": "a",
    "site_id": 1,
    "source": "api",
    "reporter": "ann",
    "given_by": GivenBy.MODERATOR,
    "label": Label.HAM,
}


@pytest.mark.parametrize(
    ("dialect", "moment"),
    [(SQLITE, "2026-11-23 12:00:00.000000"), (POSTGRESQL, NOON)],
    ids=["sqlite", "postgresql"],
)
def test_values_come_in_the_order_and_the_form_of_the_driver(dialect, moment):
    there = NOON.astimezone(timezone(timedelta(hours=5)))

    row = prepare(insert(feedback), dialect).encode(
        {**SAID, "learn": True, "given_at": there}
    )

    assert row == [1, "a", "api", "ann", "moderator", "ham", True, moment]
    assert type(row[4]) is type(row[5]) is str


def test_a_row_becomes_our_types_again():
    prepared = prepare(select(feedback.c.label, feedback.c.given_at), SQLITE)

    row = prepared.decode(("ham", "2026-11-23 12:00:00.000000"))

    assert row == [Label.HAM, NOON]


def test_a_statement_brings_its_constants_along():
    statement = select(answers.c.key).where(answers.c.status == 200).limit(3)

    assert prepare(statement, SQLITE).encode({})[:2] == [200, 3]


def test_a_statement_is_compiled_once_for_a_dialect():
    statement = select(answers.c.key)

    assert prepare(statement, SQLITE) is prepare(statement, SQLITE)


def test_a_text_with_nul_is_refused():
    prepared = prepare(
        select(answers.c.key).where(answers.c.key == bindparam("sought")), SQLITE
    )

    with pytest.raises(ValueError, match="NUL"):
        prepared.encode({"sought": "a\0b"})
