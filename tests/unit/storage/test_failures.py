import sqlite3

import psycopg.errors
import pytest
from sqlalchemy.exc import OperationalError, TimeoutError

from moderation.errors import (
    AlreadyExists,
    InvalidInput,
    NotFound,
    StoreUnavailable,
)
from moderation.storage.failures import translate


def of_sqlite(name: str, kind: type[sqlite3.Error] = sqlite3.OperationalError):
    error = kind("near secret")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (of_sqlite("SQLITE_CONSTRAINT_UNIQUE"), AlreadyExists),
        (of_sqlite("SQLITE_CONSTRAINT_PRIMARYKEY"), AlreadyExists),
        (psycopg.errors.UniqueViolation(), AlreadyExists),
        (of_sqlite("SQLITE_CONSTRAINT_FOREIGNKEY"), NotFound),
        (psycopg.errors.ForeignKeyViolation(), NotFound),
        (of_sqlite("SQLITE_CONSTRAINT_NOTNULL"), InvalidInput),
        (of_sqlite("SQLITE_TOOBIG"), InvalidInput),
        (psycopg.errors.StringDataRightTruncation(), InvalidInput),
        (psycopg.errors.ProgramLimitExceeded(), InvalidInput),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogate"), InvalidInput),
        (OverflowError(), InvalidInput),
        (of_sqlite("SQLITE_BUSY"), StoreUnavailable),
        (of_sqlite("SQLITE_FULL"), StoreUnavailable),
        (of_sqlite("SQLITE_READONLY"), StoreUnavailable),
        (of_sqlite("SQLITE_CORRUPT", sqlite3.DatabaseError), StoreUnavailable),
        (sqlite3.ProgrammingError("closed"), StoreUnavailable),
        (psycopg.errors.ReadOnlySqlTransaction(), StoreUnavailable),
        (psycopg.errors.QueryCanceled(), StoreUnavailable),
        (psycopg.errors.UndefinedTable(), StoreUnavailable),
        (psycopg.OperationalError("connection failed"), StoreUnavailable),
        (TimeoutError("no connection"), StoreUnavailable),
        (OperationalError("SELECT", {}, of_sqlite("SQLITE_BUSY")), StoreUnavailable),
        (
            OperationalError("SELECT", {}, psycopg.errors.UniqueViolation()),
            AlreadyExists,
        ),
    ],
)
def test_what_a_database_refuses_has_one_name_of_ours(error, expected):
    translated = translate(error)

    assert type(translated) is expected
    assert "secret" not in str(translated)
