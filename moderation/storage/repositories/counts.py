"""The one statement behind the counts by month."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from moderation.errors import InvalidInput
from moderation.storage.prepared import Query
from moderation.storage.repositories.recent import DONE
from moderation.storage.tables import comments, feedback
from moderation.verdict import Action, Label

__all__ = ["MONTH_COUNTS", "since_month"]


def since_month(month: str) -> datetime:
    """Say when `month` (``YYYY-MM``, "" is the first) begins.

    Raises
    ------
    InvalidInput
        If it is no month.
    """
    if not month:
        return datetime.min.replace(tzinfo=UTC)
    try:
        return datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    except ValueError as error:
        raise InvalidInput("a month is written YYYY-MM") from error


class _MonthOf(GenericFunction[str]):
    """The month of a moment as ``YYYY-MM`` in UTC."""

    type = Text()
    inherit_cache = True


@compiles(_MonthOf, "sqlite")
def _on_sqlite(element: _MonthOf, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"substr({compiler.process(element.clauses, **kw)}, 1, 7)"


@compiles(_MonthOf, "postgresql")
def _on_postgresql(element: _MonthOf, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    moment = compiler.process(element.clauses, **kw)
    return f"to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM')"


_COUNTS = ("spam", "ham", "missed_spam", "false_positives")
_MONTH = _MonthOf(comments.c.created_at).label("month")
_COUNTED = (
    comments.c.site_id == bindparam("site"),
    comments.c.created_at >= bindparam("since"),
    comments.c.is_test.is_(False),
)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _month_counts() -> Query:
    either = union_all(_judged(), _corrected()).subquery()
    sums = [func.sum(either.c[name]).label(name) for name in _COUNTS]
    return (
        select(either.c.month, *sums).group_by(either.c.month).order_by(either.c.month)
    )


def _is_spam() -> ColumnElement[bool]:
    return (DONE == Action.SPAM) | (DONE == Action.DISCARD)


def _judged() -> Query:
    """Count verdicts; apart from the corrections, so that an index answers it alone."""
    sums = [_sum(_is_spam()), _sum(~_is_spam()), literal(0), literal(0)]
    return _by_month(sums)


def _corrected() -> Query:
    """Count comments whose last feedback, of whatever source, disagrees."""
    newest = func.row_number().over(
        partition_by=feedback.c.comment_id,
        order_by=[feedback.c.given_at.desc(), feedback.c.source.desc()],
    )
    said = (
        select(feedback.c.comment_id, feedback.c.label, newest.label("age"))
        .where(feedback.c.site_id == bindparam("site"))
        .subquery()
    )
    is_ham = said.c.label == Label.HAM
    sums = [literal(0), literal(0), _sum(~is_ham & ~_is_spam())]
    sums += [_sum(is_ham & _is_spam())]
    return (
        _by_month(sums)
        .join(said, said.c.comment_id == comments.c.id)
        .where(said.c.age == 1)
    )


def _by_month(counts: list[ColumnElement[int]]) -> Query:
    named = [n.label(name) for name, n in zip(_COUNTS, counts, strict=True)]
    return select(_MONTH, *named).where(*_COUNTED).group_by(_MONTH)


MONTH_COUNTS = _month_counts()
