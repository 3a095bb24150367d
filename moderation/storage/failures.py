"""Say what a database refused in our own words: the one place that does."""

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from moderation.errors import (
    AlreadyExists,
    InvalidInput,
    ModerationError,
    NotFound,
    StoreUnavailable,
)

__all__ = ["FAILURES", "translate"]

# What goes wrong outside the drivers: no free connection, a lone surrogate, a number
# of more than 64 bits. A driver's own errors hang on its module.
FAILURES = (SQLAlchemyError, ValueError, OverflowError)

# SQLite's names and PostgreSQL's SQLSTATEs (its manual, appendix A).
_TAKEN = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"}
_PARENTLESS = {"SQLITE_CONSTRAINT_FOREIGNKEY", "23503"}
_UNREADABLE = {"SQLITE_TOOBIG", "SQLITE_CONSTRAINT_NOTNULL", "23502"}
_UNREADABLE_CLASSES = ("22", "54")


def translate(error: Exception) -> ModerationError:
    """Name `error` in our terms.

    The text says nothing of the database: it may reach a stranger, and the cause stays
    chained for the log.
    """
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    code = _code(cause)
    if code in _TAKEN:
        return AlreadyExists("there is such a row already")
    if code in _PARENTLESS:
        return NotFound("the site or the comment is gone")
    if _is_unreadable(cause, code):
        return InvalidInput("a value cannot be stored")
    return StoreUnavailable("the database cannot be used now")


def _code(cause: BaseException) -> str:
    names = (getattr(cause, name, None) for name in ("sqlite_errorname", "sqlstate"))
    return next((name for name in names if name), "")


def _is_unreadable(cause: BaseException, code: str) -> bool:
    if isinstance(cause, ValueError | OverflowError) or code in _UNREADABLE:
        return True
    return code.startswith(_UNREADABLE_CLASSES)
