"""Answer a repeated request as the first time (draft-ietf-httpapi-idempotency-key)."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Response, request

from moderation.errors import StoreUnavailable
from moderation.record import Answer, StoredComment
from moderation.services import checking
from moderation.web import access
from moderation.web.answers import as_json, json_response
from moderation.web.errors import InvalidFields

__all__ = ["HEADER", "Made", "once"]

HEADER = "Idempotency-Key"

_KEY = re.compile("[ -~]{1,255}")


@dataclass(slots=True)
class Made:
    """An answer that was worked out, and the rows to keep before it is given.

    With status 201 `rows` is the one comment that the answer is about.
    """

    value: object
    status: int
    rows: Sequence[StoredComment] = ()

    def respond(self, body: bytes) -> Response:
        """Write the answer; 201 names where the comment is."""
        return _respond(body, self.rows[0].id if self.status == 201 else "")


def once(body: bytes, make: Callable[[], Made]) -> Response:
    """Keep and answer what `make` makes; a repeated key is answered as before.

    Raises
    ------
    InvalidFields
        If the key is not 1 to 255 printable ASCII characters.
    IdempotencyConflict
        If the key came with another body within a day.
    StoreUnavailable
        If something had to be kept and was not.
    """
    key = _key()
    if key is not None:
        return _replayed_or_made(key, hashlib.sha256(body).hexdigest(), make)
    made = make()
    if made.rows:
        checking.keep(made.rows, ports=access.ports())
    return made.respond(as_json(made.value))


def _replayed_or_made(key: str, digest: str, make: Callable[[], Made]) -> Response:
    ports, site_id = access.ports(), access.site().id
    if earlier := checking.replay(site_id, key, digest, ports=ports):
        return _replayed(earlier)
    made = make()
    body = as_json(made.value).decode()
    answer = Answer(site_id, key, digest, made.status, body, ports.now())
    kept = checking.keep(made.rows, ports=ports, answer=answer)
    if kept is None:
        # The faster answer was forgotten between our write and our look at it.
        raise StoreUnavailable("the answer under this key is gone")
    return made.respond(body.encode()) if kept is answer else _replayed(kept)


def _key() -> str | None:
    key = request.environ.get("HTTP_IDEMPOTENCY_KEY")
    if key is not None and not _KEY.fullmatch(key):
        message = "must be 1 to 255 printable ASCII characters"
        raise InvalidFields([{"parameter": HEADER, "message": message}])
    return key


def _replayed(answer: Answer) -> Response:
    created = json.loads(answer.body)["id"] if answer.status == 201 else ""
    response = _respond(answer.body.encode(), created)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _respond(body: bytes, created: str) -> Response:
    if not created:
        return json_response(body)
    return json_response(body, 201, ("Location", f"/v1/comments/{created}"))
