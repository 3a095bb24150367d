"""Errors as RFC 9457 describes them: one JSON shape for every route and status."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

__all__ = ["CONTENT_TYPE", "KINDS", "Where", "code_for", "problem"]

CONTENT_TYPE = "application/problem+json"

# What is wrong and where: {"pointer": "/author/name", "message": "…"} in a body,
# {"parameter": "limit", "message": "…"} in a query or header.
Where = Mapping[str, str]

# code: status and title. Codes are API; `type` is "/docs#" and the code.
KINDS: dict[str, tuple[int, str]] = {
    "bad-request": (400, "The request cannot be read"),
    "malformed-body": (400, "The body is not JSON in UTF-8"),
    "invalid-key": (401, "No site has this key"),
    "not-found": (404, "There is nothing here"),
    "method-not-allowed": (405, "The route does not know this method"),
    "already-exists": (409, "It is there already"),
    "body-too-large": (413, "The body is larger than this service takes"),
    "page-too-large": (413, "The page has more than is taken apart or judged"),
    "unsupported-media-type": (415, "The body must be plain application/json"),
    "invalid-input": (422, "The request breaks a rule"),
    "missing-field": (422, "A field is missing"),
    "idempotency-conflict": (422, "The Idempotency-Key came with another body"),
    "too-many-requests": (429, "Too many requests"),
    "internal-error": (500, "The service failed"),
    "unavailable": (503, "A part of the service is not ready"),
    "store-unavailable": (503, "The database is not ready; nothing was kept"),
    "model-unavailable": (503, "No model is loaded"),
}

_BY_STATUS = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "unsupported-media-type",
    422: "invalid-input",
    429: "too-many-requests",
    500: "internal-error",
    503: "unavailable",
}

# A body of nothing but wrong fields is answered with the first of them.
_MOST_ERRORS = 50


def code_for(status: int) -> str:
    """Name an HTTP error that Flask or Werkzeug raised."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return HTTPStatus(status).phrase.lower().replace(" ", "-")


def problem(
    code: str, status: int, detail: str = "", errors: Sequence[Where] = ()
) -> dict[str, Any]:
    """Describe one error; `detail` and `errors` are left out when empty."""
    _, title = KINDS.get(code, (status, HTTPStatus(status).phrase))
    said: dict[str, Any] = {"type": f"/docs#{code}", "title": title, "status": status}
    if detail:
        said["detail"] = detail
    if errors:
        said["errors"] = list(errors[:_MOST_ERRORS])
    return said
