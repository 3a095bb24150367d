"""The OpenAPI document: APIFlask finds the routes, `operations` says what they do."""

from typing import Any

from apiflask import APIFlask
from pydantic import TypeAdapter

from moderation.web import answers, campaign_answers, schemas, site_answers
from moderation.web.operations import OPERATIONS, PROBLEM_STATUSES, Operation
from moderation.web.problems import CONTENT_TYPE

__all__ = ["init_app"]

_TAKEN = (
    schemas.CommentFields,
    schemas.CommentRequest,
    schemas.BatchRequest,
    schemas.FeedbackRequest,
    schemas.PageRequest,
)
_GIVEN = (
    answers.BatchAnswer,
    answers.PageAnswer,
    answers.PartsAnswer,
    answers.FeedbackAnswer,
    campaign_answers.CampaignsAnswer,
    campaign_answers.MarkedAnswer,
    answers.TakenBackAnswer,
    site_answers.SiteAnswer,
)

_WHERE = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON Pointer into the body."},
        "parameter": {"type": "string", "description": "Name in the query or header."},
        "message": {"type": "string"},
    },
}

_PROBLEM = {
    "type": "object",
    "description": "An error, as RFC 9457 has it.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "`/docs#` and a stable code."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _WHERE},
    },
}


def init_app(app: APIFlask) -> None:
    """Serve the document of `app` at ``/openapi.json``."""
    # APIFlask would put the Host header of its first caller into everybody's copy.
    app.config["AUTO_SERVERS"] = False
    app.servers = [{"url": "/"}]
    app.description = "Judges comments, says why, and keeps what moderators say."
    app.security_schemes = {"SiteKey": {"type": "http", "scheme": "bearer"}}
    app.spec_processor(_complete)  # type: ignore[arg-type]  # ours is never YAML


def _complete(spec: dict[str, Any]) -> dict[str, Any]:
    schemas_of = spec.setdefault("components", {}).setdefault("schemas", {})
    schemas_of.clear()
    schemas_of.update(_schemas())
    found, spec["paths"] = spec["paths"], {}
    for route, known in OPERATIONS.items():
        method, path = route.lower().split(" ")
        told = found[path][method]
        spec["paths"].setdefault(path, {})[method] = told | _operation(known)
    return spec


def _schemas() -> dict[str, Any]:
    kinds: list[Any] = [(kind, "validation", TypeAdapter(kind)) for kind in _TAKEN]
    kinds += [(kind, "serialization", TypeAdapter(kind)) for kind in _GIVEN]
    _, made = TypeAdapter.json_schemas(
        kinds, ref_template="#/components/schemas/{model}"
    )
    return {**made["$defs"], "Problem": _PROBLEM}


def _operation(known: Operation) -> Operation:
    """Write the statuses as text, and those that are problems in full."""
    problems = {str(status): _problem(status) for status in sorted(known["problems"])}
    given = {str(status): each for status, each in known["responses"].items()}
    more = {k: v for k, v in known.items() if k not in ("problems", "responses")}
    return {**more, "responses": {**given, **problems}}


def _problem(status: int) -> Operation:
    schema = {"$ref": "#/components/schemas/Problem"}
    answer: Operation = {
        "description": PROBLEM_STATUSES[status],
        "content": {CONTENT_TYPE: {"schema": schema}},
    }
    if status == 503:
        seconds = {"description": "Seconds to wait.", "schema": {"type": "string"}}
        answer["headers"] = {"Retry-After": seconds}
    return answer
