"""Engines: where the database is, and how its connections behave."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.pool import QueuePool

from moderation.errors import InvalidInput

__all__ = ["make_engine", "sqlite_path"]

_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}

_CONNECTIONS = 8
_CONNECT_TIMEOUT_S = 5
_STATEMENT_TIMEOUT_S = 30


def make_engine(
    url: str, *, full_sync: bool = False, lock_timeout_s: float = 5.0
) -> Engine:
    """Make an engine; nothing connects before the first unit of work.

    An engine must not cross a fork: each worker process makes its own.

    Parameters
    ----------
    full_sync : bool
        SQLite only: commits survive a power cut too, see
        ``docs/decisions/0002-sqlite-normal-by-default.md``.
    lock_timeout_s : float
        How long a statement waits for a lock, and a thread for a connection, in
        seconds.

    Raises
    ------
    InvalidInput
        If `url` names no SQLite file and no PostgreSQL database.
    """
    address = _read(url)
    if address.drivername in _POSTGRESQL:
        return _postgresql_engine(address, lock_timeout_s)
    return _sqlite_engine(_path(address), full_sync, lock_timeout_s)


def sqlite_path(url: str) -> Path | None:
    """Say which file `url` names, or None for PostgreSQL."""
    address = _read(url)
    return None if address.drivername in _POSTGRESQL else _path(address)


def _read(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        # No part of the address is repeated: it may hold a password.
        raise InvalidInput("the database's address cannot be read") from error
    if address.drivername not in _POSTGRESQL | _SQLITE:
        raise InvalidInput("the database's address begins sqlite:// or postgresql://")
    return address


def _path(address: URL) -> Path:
    if address.database in (None, "", ":memory:"):
        raise InvalidInput(
            "SQLite needs a file: sqlite:///name, sqlite:////folder/name"
        )
    return Path(str(address.database)).absolute()


def _sqlite_engine(path: Path, full_sync: bool, lock_timeout_s: float) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=_sqlite_connector(path, full_sync, lock_timeout_s),
        # Opening a connection takes 1.6 ms, as long as fifteen inserts: keep them, and
        # take the last one used first, as its page cache is warm.
        poolclass=QueuePool,
        pool_use_lifo=True,
        pool_size=_CONNECTIONS,
        max_overflow=-1,
    )
    event.listen(engine, "connect", _remember_file(path))
    event.listen(engine, "checkout", _refuse_other_file(path))
    return engine


def _sqlite_connector(
    path: Path, full_sync: bool, lock_timeout_s: float
) -> Callable[[], sqlite3.Connection]:
    # `mode=rw` makes no file: a lost database must not come back empty.
    uri = f"{path.as_uri()}?mode=rw"
    pragmas = (
        "PRAGMA journal_mode = WAL",
        f"PRAGMA synchronous = {'FULL' if full_sync else 'NORMAL'}",
        "PRAGMA foreign_keys = ON",
        # The default of 1000 pages lifts the p99 of add and commit from 270 to 860 µs.
        "PRAGMA wal_autocheckpoint = 4000",
    )

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri,
            uri=True,
            timeout=lock_timeout_s,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            for pragma in pragmas:
                connection.execute(pragma)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    return connect


def _remember_file(path: Path) -> Callable[..., None]:
    def remember(_connection: object, record: Any) -> None:  # noqa: ANN401 (SQLAlchemy's)
        record.info["file"] = _file(path)

    return remember


def _refuse_other_file(path: Path) -> Callable[..., None]:
    def refuse(_connection: object, record: Any, _proxy: object) -> None:  # noqa: ANN401
        # SQLite goes on writing to a file that was removed or replaced, and what it
        # commits there is lost.
        found = _file(path)
        if found is None or found != record.info["file"]:
            raise InvalidatePoolError("the database file is another")

    return refuse


def _file(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _postgresql_engine(address: URL, lock_timeout_s: float) -> Engine:
    # Zero would mean to wait for ever.
    milliseconds = max(1, round(lock_timeout_s * 1000))
    chosen = address.query.get("options", "")
    # In another zone the driver cannot read the first and the last day of the calendar.
    options = (
        f"{chosen} -c timezone=UTC -c lock_timeout={milliseconds}"
        f" -c statement_timeout={_STATEMENT_TIMEOUT_S * 1000}"
    )
    return create_engine(
        address.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": _CONNECT_TIMEOUT_S, "options": options},
        # Rows are lists, not mappings, with either driver.
        paramstyle="format",
        pool_pre_ping=True,
        pool_use_lifo=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_timeout=lock_timeout_s,
    )
