"""What each route of the JSON API takes and answers, in the words of OpenAPI 3.1."""

from typing import Any

from moderation.record import Status
from moderation.web import answers, campaign_answers, schemas, site_answers
from moderation.web.paging import DEFAULT_LIMIT, ID

__all__ = ["OPERATIONS", "PROBLEM_STATUSES", "Operation"]

# The keys that are added to what APIFlask finds out by itself.
Operation = dict[str, Any]

# Statuses answered as a problem, with the sentence of each.
PROBLEM_STATUSES = {
    400: "The request or its body cannot be read.",
    401: "No site key, or one that opens nothing.",
    404: "This site has no such comment or campaign.",
    405: "The route does not know the method.",
    413: "The body is larger than this service takes.",
    415: "The body is compressed, or not application/json.",
    422: "The request breaks a rule; `errors` says where.",
    429: "Too many requests; a proxy in front may answer so.",
    500: "The service failed.",
    503: "The database or the model is not ready; try again.",
}

_READ = (400, 401, 405, 429, 500, 503)
_WRITE = (*_READ, 413, 415, 422)

_KEY: Operation = {"security": [{"SiteKey": []}]}

_ID_PARAMETER = {
    "name": "comment_id",
    "in": "path",
    "required": True,
    "description": "The `id` of a verdict.",
    "schema": {"type": "string", "pattern": f"^{ID.pattern}$"},
    "example": "019ab0c4e1c07d2f8f3b5a6c7d8e9f00",
}

_CAMPAIGN_PARAMETER = _ID_PARAMETER | {
    "name": "campaign_id",
    "description": "The `id` of a campaign.",
}

_IDEMPOTENCY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A repeated key with the same body is answered as the first time, "
    "for 24 hours.",
    "schema": {"type": "string", "pattern": "^[!-~]([ -~]{0,253}[!-~])?$"},
}

_PAGING_PARAMETERS = [
    {
        "name": "status",
        "in": "query",
        "description": "Only comments that stand so.",
        "schema": {"type": "string", "enum": list(Status)},
    },
    {
        "name": "cursor",
        "in": "query",
        "description": "The `next_cursor` of the page before.",
        "schema": {"type": "string", "pattern": f"^{ID.pattern}$"},
    },
    {
        "name": "limit",
        "in": "query",
        "description": "Rows a page; clamped to 1 to 200.",
        "schema": {"type": "integer", "minimum": 0, "default": DEFAULT_LIMIT},
    },
]

_VERDICT = {
    "id": "019ab0c4e1c07d2f8f3b5a6c7d8e9f00",
    "label": "spam",
    "action": "spam",
    "scores": {"spam": 0.974, "abuse": 0.004, "footer": 0.001},
    "reasons": [
        {
            "code": "spam-words",
            "weight": 2.1,
            "detail": "words that spam uses",
            "spans": [{"start": 0, "end": 11}],
        }
    ],
    "model": "2026-11-1",
    "stored": True,
    "external_id": "comment-17",
}

_COMMENT = {
    "text": "Cheap pills, no prescription: https://pills.example",
    "external_id": "comment-17",
    "posted_at": "2026-11-23T10:15:00Z",
    "author": {"name": "Best Pills", "ip": "203.0.113.9"},
    "page": {"url": "https://blog.example/post", "title": "A post"},
}


_PARTS = {
    "title": "A post",
    "model": "2026-11-1",
    "blocks": [
        {"position": 0, "text": "Leave a Reply", "label": "footer", "score": 0.997}
    ],
}


def _schema(kind: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _takes(kind: type, example: object) -> Operation:
    content = {"application/json": {"schema": _schema(kind), "example": example}}
    return {"requestBody": {"required": True, "content": content}}


def _gives(says: str, schema: Operation, **more: object) -> Operation:
    media = {"schema": schema}
    if "example" in more:
        media["example"] = more.pop("example")  # type: ignore[assignment]
    return {"description": says, "content": {"application/json": media}, **more}


def _header(says: str) -> Operation:
    return {"description": says, "schema": {"type": "string"}}


_REPLAYED = {"Idempotency-Replayed": _header("`true` if answered before.")}
_LOCATION = {"Location": _header("Where the comment is."), **_REPLAYED}

_READINESS = {
    "type": "object",
    "required": ["status", "checks"],
    "properties": {
        "status": {"type": "string", "enum": ["ok", "degraded"]},
        "checks": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def _operation(
    name: str,
    responses: dict[int, Operation],
    problems: tuple[int, ...],
    **more: object,
) -> Operation:
    return {"operationId": name, "responses": responses, "problems": problems, **more}


OPERATIONS: dict[str, Operation] = {
    "POST /v1/comments": _operation(
        "createComment",
        {
            201: _gives(
                "Judged and kept.",
                _schema(answers.VerdictAnswer),
                example=_VERDICT,
                headers=_LOCATION,
            ),
            200: _gives(
                "Judged, and not kept (`store` false).",
                _schema(answers.VerdictAnswer),
                headers=_REPLAYED,
            ),
        },
        _WRITE,
        parameters=[_IDEMPOTENCY_PARAMETER],
        **_takes(schemas.CommentRequest, _COMMENT),
        **_KEY,
    ),
    "POST /v1/comments/batch": _operation(
        "createComments",
        {
            200: _gives(
                "One result for each comment, in order: a verdict or an error.",
                _schema(answers.BatchAnswer),
                example={"results": [_VERDICT]},
                headers=_REPLAYED,
            )
        },
        _WRITE,
        parameters=[_IDEMPOTENCY_PARAMETER],
        **_takes(schemas.BatchRequest, {"comments": [_COMMENT]}),
        **_KEY,
    ),
    "GET /v1/comments": _operation(
        "listComments",
        {
            200: _gives(
                "A page of comments.",
                _schema(answers.PageAnswer),
                headers={"Link": _header('The next page, `rel="next"`.')},
            )
        },
        (*_READ, 422),
        parameters=_PAGING_PARAMETERS,
        **_KEY,
    ),
    "GET /v1/comments/{comment_id}": _operation(
        "getComment",
        {200: _gives("The comment.", _schema(answers.StoredAnswer))},
        (*_READ, 404),
        parameters=[_ID_PARAMETER],
        **_KEY,
    ),
    "POST /v1/comments/{comment_id}/feedback": _operation(
        "giveFeedback",
        {200: _gives("Kept.", _schema(answers.FeedbackAnswer))},
        (*_WRITE, 404),
        parameters=[_ID_PARAMETER],
        **_takes(schemas.FeedbackRequest, {"label": "ham", "learn": True}),
        **_KEY,
    ),
    "DELETE /v1/comments/{comment_id}/feedback": _operation(
        "takeFeedbackBack",
        {200: _gives("Forgotten.", _schema(answers.TakenBackAnswer))},
        (*_READ, 404),
        parameters=[_ID_PARAMETER],
        **_KEY,
    ),
    "GET /v1/site": _operation(
        "getSite",
        {200: _gives("The site.", _schema(site_answers.SiteAnswer))},
        _READ,
        **_KEY,
    ),
    "GET /v1/suspects": _operation(
        "listSuspects",
        {
            200: _gives(
                "A page of comments.",
                _schema(answers.PageAnswer),
                headers={"Link": _header('The next page, `rel="next"`.')},
            )
        },
        (*_READ, 422),
        parameters=_PAGING_PARAMETERS[1:],
        **_KEY,
    ),
    "GET /v1/campaigns": _operation(
        "listCampaigns",
        {
            200: _gives(
                "A page of campaigns.",
                _schema(campaign_answers.CampaignsAnswer),
                headers={"Link": _header('The next page, `rel="next"`.')},
            )
        },
        (*_READ, 422),
        parameters=_PAGING_PARAMETERS[1:],
        **_KEY,
    ),
    "GET /v1/campaigns/{campaign_id}": _operation(
        "getCampaign",
        {200: _gives("The campaign.", _schema(campaign_answers.CampaignAnswer))},
        (*_READ, 404),
        parameters=[_CAMPAIGN_PARAMETER],
        **_KEY,
    ),
    "POST /v1/campaigns/{campaign_id}/feedback": _operation(
        "markCampaign",
        {200: _gives("Kept.", _schema(campaign_answers.MarkedAnswer))},
        (*_WRITE, 404),
        parameters=[_CAMPAIGN_PARAMETER],
        **_takes(schemas.FeedbackRequest, {"label": "spam", "learn": True}),
        **_KEY,
    ),
    "POST /v1/pages": _operation(
        "takePageApart",
        {
            200: _gives(
                "The blocks of the page, in document order.",
                _schema(answers.PartsAnswer),
                example=_PARTS,
            )
        },
        _WRITE,
        **_takes(schemas.PageRequest, {"html": "<p>Thanks!", "judge": True}),
        **_KEY,
    ),
    "GET /v1/model": _operation(
        "getModel", {200: _gives("The manifest.", {"type": "object"})}, _READ, **_KEY
    ),
    "GET /healthz": _operation(
        "getHealth", {200: _gives("It answers.", {"type": "object"})}, (405, 429, 500)
    ),
    "GET /readyz": _operation(
        "getReadiness",
        {200: _gives("Ready.", _READINESS), 503: _gives("Not ready.", _READINESS)},
        (405, 429, 500),
    ),
    "GET /metrics": _operation(
        "getMetrics",
        {
            200: {
                "description": "Counters in the text format of Prometheus.",
                "content": {"text/plain": {"schema": {"type": "string"}}},
            }
        },
        (405, 429, 500),
    ),
}
