"""Read which page of comments is wanted, and say where the next one is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

from moderation.record import Status
from moderation.text.clean import clean
from moderation.web.errors import InvalidFields

__all__ = [
    "DEFAULT_LIMIT",
    "ID",
    "MAX_LIMIT",
    "Page",
    "Wanted",
    "wanted",
    "wanted_plain",
]

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

# int() also takes "٣٢", "1_000" and " 7\n".
_DIGITS = re.compile("[0-9]+")

_KNOWN = {"cursor", "limit"}
_OF_COMMENTS = "/v1/comments"
_NAME_MAX_CHARS = 100

ID = re.compile("[0-9a-f]{32}")


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of the list at `path`: up to `limit` rows with ids below `before`."""

    status: Status | None
    before: str
    limit: int
    path: str = _OF_COMMENTS

    def cut(self, rows: Sequence[Row], id_of: Callable[[Row], str]) -> "Page[Row]":
        """Return the page out of `rows`, of which one more than `limit` was asked."""
        shown = rows[: self.limit]
        if len(rows) <= self.limit:
            return Page(shown, None, ())
        cursor = id_of(shown[-1])
        return Page(shown, cursor, (("Link", self.link(cursor)),))

    def link(self, cursor: str) -> str:
        """Write the Link header (RFC 8288) to the page that follows `cursor`."""
        query = {"cursor": cursor, "limit": str(self.limit)}
        if self.status is not None:
            query["status"] = self.status.value
        return f'<{self.path}?{urlencode(query)}>; rel="next"'


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """What is shown, the cursor of the next page if there is one, and headers to it."""

    shown: Sequence[Row]
    cursor: str | None
    headers: tuple[tuple[str, str], ...]


def wanted() -> Wanted:
    """Read the query of the request; `limit` is clamped to what we give.

    Of a parameter that comes twice the first counts.

    Raises
    ------
    InvalidFields
        Naming the parameter that cannot be read.
    """
    _refuse_unknown(_KNOWN | {"status"})
    return Wanted(_status(), _cursor(), _limit())


def wanted_plain(path: str) -> Wanted:
    """Read the query of a list that has no status, as `wanted` does."""
    _refuse_unknown(_KNOWN)
    return Wanted(None, _cursor(), _limit(), path)


def _refuse_unknown(known: set[str]) -> None:
    for name in request.args.keys() - known:
        raise _wrong(clean(name)[:_NAME_MAX_CHARS], "unknown parameter")


def _status() -> Status | None:
    name = request.args.get("status")
    try:
        return None if name is None else Status(name)
    except ValueError as error:
        raise _wrong("status", f"must be one of {', '.join(Status)}") from error


def _cursor() -> str:
    cursor = request.args.get("cursor")
    if cursor is not None and not ID.fullmatch(cursor):
        raise _wrong("cursor", "must be the next_cursor of an answer")
    return cursor or ""


def _limit() -> int:
    digits = request.args.get("limit", str(DEFAULT_LIMIT))
    if not _DIGITS.fullmatch(digits):
        raise _wrong("limit", "must be digits")
    # More than 4,300 digits stop int().
    return min(max(int(digits.lstrip("0")[:9] or "0"), 1), MAX_LIMIT)


def _wrong(parameter: str, message: str) -> InvalidFields:
    return InvalidFields([{"parameter": parameter, "message": message}])
