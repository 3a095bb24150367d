"""One transaction on a pooled connection of the driver."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from sqlalchemy import Dialect, Engine
from sqlalchemy.pool import PoolProxiedConnection

from moderation.errors import ModerationError
from moderation.storage.failures import FAILURES, translate
from moderation.storage.prepared import Statement, prepare

__all__ = ["Transaction", "Values"]

Values = Mapping[str, object]

# psycopg begins by itself.
_BEGIN = {("sqlite", True): "BEGIN IMMEDIATE", ("sqlite", False): "BEGIN"}


class Transaction:
    """Run Core statements without Core's execution layer.

    The pool and the compiler are SQLAlchemy's, the cursor is the driver's: to insert a
    row and commit costs 60 µs so, and 190 µs through `Connection.execute`.
    """

    def __init__(self, connection: PoolProxiedConnection, dialect: Dialect) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._dialect = dialect
        self._failures = (*FAILURES, dialect.loaded_dbapi.Error)
        self._failure: ModerationError | None = None

    @classmethod
    def begin(cls, engine: Engine, *, write: bool) -> Self:
        """Take a connection and, to write on SQLite, the write lock."""
        try:
            transaction = cls(engine.raw_connection(), engine.dialect)
        except (*FAILURES, engine.dialect.loaded_dbapi.Error) as error:
            raise translate(error) from error
        if sql := _BEGIN.get((engine.dialect.name, write)):
            transaction._begin(sql)
        return transaction

    def run(self, statement: Statement, values: Values) -> list[list[Any]]:
        """Run `statement` and return the rows that it answers with."""
        prepared = prepare(statement, self._dialect)
        try:
            self._cursor.execute(prepared.sql, prepared.encode(values))
            rows = self._cursor.fetchall() if self._cursor.description else []
        except self._failures as error:
            raise self._fail(error) from error
        return [prepared.decode(row) for row in rows]

    def run_many(self, statement: Statement, many: Sequence[Values]) -> None:
        """Run `statement` once for each of `many`."""
        prepared = prepare(statement, self._dialect)
        try:
            rows = [prepared.encode(values) for values in many]
            self._cursor.executemany(prepared.sql, rows)
        except self._failures as error:
            raise self._fail(error) from error

    def commit(self) -> None:
        """Make it durable.

        A transaction of which a statement failed is never committed: PostgreSQL would
        answer COMMIT with a silent ROLLBACK.
        """
        if self._failure:
            raise self._failure
        try:
            self._connection.commit()
        except self._failures as error:
            raise self._fail(error) from error

    def close(self) -> None:
        """Give the connection back; the pool rolls back what was not committed."""
        self._connection.close()

    def _begin(self, sql: str) -> None:
        try:
            self._cursor.execute(sql)
        except self._failures as error:
            self.close()
            raise translate(error) from error

    def _fail(self, error: Exception) -> ModerationError:
        self._failure = translate(error)
        return self._failure
