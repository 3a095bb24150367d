"""Bring a database to the tables this version knows, and say where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, TimeoutError

from moderation.errors import StoreUnavailable
from moderation.storage.engine import make_engine, sqlite_path
from moderation.storage.failures import translate

__all__ = ["current", "downgrade", "is_current", "upgrade"]

# Any number does, if nobody else on the server takes it.
_ADVISORY_LOCK = 7_261_190_412

_LOCK_TIMEOUT_S = 60.0

# Taken before the version is read, so that of two processes the second finds the work
# done. A copied table must not cascade into its children: hence no foreign keys.
_LOCK = {
    "sqlite": ("PRAGMA foreign_keys = OFF", "BEGIN EXCLUSIVE"),
    "postgresql": (
        "SET LOCAL statement_timeout = 0",
        f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})",
    ),
}

_FAILURES = (DBAPIError, TimeoutError, OSError)


def upgrade(url: str) -> None:
    """Make or change the tables; several processes may do so at once.

    Raises
    ------
    StoreUnavailable
        If the database cannot be used; then nothing has changed.
    """
    with _migrating(url) as config:
        command.upgrade(config, "head")


def downgrade(url: str, revision: str = "base") -> None:
    """Go back to `revision`; ``base`` drops every table with all that is in it."""
    with _migrating(url) as config:
        command.downgrade(config, revision)


def current(engine: Engine) -> str | None:
    """Say which step the database stands at, None before the first."""
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except _FAILURES as error:
        raise translate(error) from error


def is_current(engine: Engine) -> bool:
    """Say whether the tables are those of this version."""
    return current(engine) == _newest()


@cache
def _newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


@contextmanager
def _migrating(url: str) -> Iterator[Config]:
    """Hold the lock and one transaction around everything a command does."""
    try:
        if path := sqlite_path(url):
            # Comments are personal: only the owner reads the file.
            path.touch(mode=0o600)
        engine = make_engine(url, lock_timeout_s=_LOCK_TIMEOUT_S)
        try:
            with engine.begin() as connection:
                _lock(connection)
                yield _config(connection)
        finally:
            engine.dispose()
    except _FAILURES as error:
        raise translate(error) from error
    except CommandError as error:
        # Above all a database that a later version has changed.
        raise StoreUnavailable(f"the tables cannot be changed: {error}") from error


def _lock(connection: Connection) -> None:
    for statement in _LOCK[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "moderation.storage:migrations")
    config.attributes["connection"] = connection
    return config
