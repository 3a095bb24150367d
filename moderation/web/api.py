"""The native JSON API, version 1. The docstrings of the routes are their summaries."""

from apiflask import APIBlueprint
from flask import Response

from moderation.comment import Comment
from moderation.errors import NotFound
from moderation.services import feedback, reading
from moderation.web import access, door
from moderation.web.answers import (
    BatchAnswer,
    ErrorAnswer,
    TakenBackAnswer,
    comments_page,
    feedback_answer,
    json_response,
    stored_answer,
    verdict_answer,
)
from moderation.web.errors import InvalidFields, problem_of
from moderation.web.idempotency import Made, once
from moderation.web.judging import judge
from moderation.web.paging import ID, wanted
from moderation.web.schemas import (
    BatchRequest,
    CommentFields,
    CommentRequest,
    FeedbackRequest,
    to_comment,
    to_voice,
)

__all__ = ["bp"]

bp = APIBlueprint("api", __name__, tag="Comments", url_prefix="/v1")
bp.before_request(access.require_site)


@bp.post("/comments")
def create_comment() -> Response:
    """Judge one comment, and keep it unless told not to."""
    body = door.body()
    asked = door.read(CommentRequest, body)
    comment = _comment(asked)
    return once(body, lambda: _judged(comment, asked.store))


@bp.post("/comments/batch")
def create_comments() -> Response:
    """Judge up to 1000 comments, each on its own, and keep them in one go."""
    body = door.body()
    asked = door.validate(BatchRequest, door.parse(body))
    return once(body, lambda: _judged_all(asked))


@bp.get("/comments/<string(length=32):comment_id>")
def get_comment(comment_id: str) -> Response:
    """Return one kept comment with its verdict."""
    row = reading.comment(_id(comment_id), site=access.site(), ports=access.ports())
    return json_response(stored_answer(row))


@bp.get("/comments")
def list_comments() -> Response:
    """Return kept comments, newest first, page by page."""
    page = wanted()
    rows = reading.comments(
        status=page.status,
        before=page.before,
        limit=page.limit + 1,
        site=access.site(),
        ports=access.ports(),
    )
    return comments_page(page, rows)


@bp.post("/comments/<string(length=32):comment_id>/feedback")
def give_feedback(comment_id: str) -> Response:
    """Say what a kept comment is; this moves it, and teaches unless told not to."""
    asked = door.read(FeedbackRequest, door.body())
    said = feedback.give(
        _id(comment_id),
        asked.label,
        voice=to_voice(asked),
        site=access.site(),
        ports=access.ports(),
    )
    return json_response(feedback_answer(said))


@bp.delete("/comments/<string(length=32):comment_id>/feedback")
def take_feedback_back(comment_id: str) -> Response:
    """Forget all that was said of a kept comment, and what was learned from it."""
    status = feedback.take_back(
        _id(comment_id), site=access.site(), ports=access.ports()
    )
    return json_response(TakenBackAnswer(comment_id, status))


@bp.get("/model")
def get_model() -> Response:
    """Return the manifest of the model in use."""
    return json_response(reading.manifest(ports=access.ports()))


def _id(comment_id: str) -> str:
    if not ID.fullmatch(comment_id):
        raise NotFound("no such comment")
    return comment_id


def _comment(asked: CommentFields, at: str = "") -> Comment:
    comment = to_comment(asked, access.ports().now())
    if not comment.text.strip():
        raise InvalidFields([{"pointer": f"{at}/text", "message": "must not be blank"}])
    return comment


def _judged(comment: Comment, store: bool) -> Made:
    rows = judge([comment], site=access.site(), ports=access.ports())
    answer = verdict_answer(rows[0], stored=store)
    return Made(answer, 201, rows) if store else Made(answer, 200)


def _judged_all(asked: BatchRequest) -> Made:
    """Judge what can be read; the rest is answered by a problem in its place."""
    read = [_comment_or_error(i, each) for i, each in enumerate(asked.comments)]
    comments = [each for each in read if isinstance(each, Comment)]
    rows = judge(comments, site=access.site(), ports=access.ports())
    left = iter(rows)
    results = [
        each
        if isinstance(each, ErrorAnswer)
        else verdict_answer(next(left), stored=asked.store)
        for each in read
    ]
    return Made(BatchAnswer(results), 200, rows if asked.store else ())


def _comment_or_error(place: int, value: object) -> Comment | ErrorAnswer:
    at = f"/comments/{place}"
    try:
        return _comment(door.validate(CommentFields, value, at), at)
    except InvalidFields as error:
        return ErrorAnswer(problem_of(error))
