"""Our errors → status and body; the only such table."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, current_app
from pydantic_core import to_json
from werkzeug.exceptions import HTTPException

from moderation import errors
from moderation.web import metrics
from moderation.web.problems import CONTENT_TYPE, KINDS, Where, code_for, problem

__all__ = ["InvalidFields", "init_app", "problem_of"]

STATUS: dict[type[errors.ModerationError], int] = {
    errors.MalformedBody: 400,
    errors.PageTooLarge: 413,
    errors.InvalidInput: 422,
    errors.InvalidKey: 401,
    errors.NotFound: 404,
    errors.AlreadyExists: 409,
    errors.Unavailable: 503,
}

_HEADERS = {
    401: {"WWW-Authenticate": 'Bearer realm="hamgate"'},
    503: {"Retry-After": "1"},
}


class InvalidFields(errors.InvalidInput):
    """The body can be read, but fields in it cannot; `where` names each."""

    def __init__(self, where: Sequence[Where]) -> None:
        super().__init__("some fields cannot be read; `errors` names them")
        self.where = where


def init_app(app: Flask) -> None:
    """Answer every error of `app` as a problem."""
    app.register_error_handler(errors.ModerationError, _ours)
    app.register_error_handler(HTTPException, _http)


def problem_of(error: errors.ModerationError) -> dict[str, Any]:
    """Describe one of our errors; what failed inside stays inside."""
    status = _status(error)
    if status >= 500:
        return problem(_code(error) if status == 503 else "internal-error", status)
    where = error.where if isinstance(error, InvalidFields) else ()
    return problem(error.code, status, str(error), where)


def _code(error: errors.ModerationError) -> str:
    """Name an error as its next of kin that the manual knows."""
    kinds = (getattr(kind, "code", "") for kind in type(error).__mro__)
    return next(code for code in kinds if code in KINDS)


def _status(error: errors.ModerationError) -> int:
    kinds = (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return next(kinds, 500)


def _ours(error: errors.ModerationError) -> Response:
    said = problem_of(error)
    if isinstance(error, errors.StoreUnavailable):
        metrics.of(current_app).store_failed()
    if said["status"] >= 500:
        current_app.logger.error("%s: %s", error.code, type(error).__name__)
    return _answer(said, _HEADERS.get(said["status"], {}))


def _http(error: HTTPException) -> Response:
    """Answer for Flask and Werkzeug, with the headers they ask for (Allow)."""
    status = error.code or 500
    said = problem(code_for(status), status, _detail(error, status))
    kept = {k: v for k, v in error.get_headers() if k.lower() != "content-type"}
    return _answer(said, kept)


def _detail(error: HTTPException, status: int) -> str:
    return "" if status >= 500 else (error.description or "")


def _answer(said: dict[str, Any], headers: dict[str, str]) -> Response:
    status: int = said["status"]
    return Response(to_json(said), status, headers, content_type=CONTENT_TYPE)
