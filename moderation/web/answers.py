"""The bodies that the JSON API answers with, and how records become them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from flask import Response
from pydantic import Field, TypeAdapter
from pydantic_core import to_json
from werkzeug.datastructures import Headers

from moderation.comment import Author, Page
from moderation.record import Feedback, GivenBy, Status, StoredComment
from moderation.segment.blocks import BlockLabel, LabelledBlock, LabelledPage
from moderation.site import Mode
from moderation.verdict import Action, Label, Reason, Scores, Verdict
from moderation.web.paging import Wanted

__all__ = [
    "BatchAnswer",
    "BlockAnswer",
    "CommentBlockAnswer",
    "ErrorAnswer",
    "FeedbackAnswer",
    "PageAnswer",
    "PartsAnswer",
    "StoredAnswer",
    "TakenBackAnswer",
    "VerdictAnswer",
    "as_json",
    "comments_page",
    "feedback_answer",
    "json_response",
    "parts_answer",
    "stored_answer",
    "verdict_answer",
]

_JSON = ("Content-Type", "application/json")

_SCORE_DIGITS = 6


def _is_none(value: object) -> bool:
    return value is None


_IN_SHADOW = Field(
    exclude_if=_is_none, description="There only if the site is in shadow."
)


@dataclass(slots=True)
class VerdictAnswer:
    """What we say of one comment; `stored` tells whether it was kept."""

    id: str
    label: Label
    action: Action
    scores: Scores
    reasons: tuple[Reason, ...]
    model: str
    stored: bool
    external_id: str
    mode: Annotated[Mode | None, _IN_SHADOW] = None
    would: Annotated[Action | None, _IN_SHADOW] = None


@dataclass(slots=True)
class VerdictPart:
    """The verdict of a comment that was kept."""

    label: Label
    action: Action
    scores: Scores
    reasons: tuple[Reason, ...]
    model: str
    mode: Annotated[Mode | None, _IN_SHADOW] = None
    would: Annotated[Action | None, _IN_SHADOW] = None


@dataclass(slots=True)
class StoredAnswer:
    """A comment that was kept, its verdict, and where it stands now."""

    id: str
    status: Status
    created_at: datetime
    external_id: str
    text: str
    type: str
    language: str
    posted_at: datetime | None
    parent_id: str
    honeypot: str
    author: Author
    page: Page
    verdict: VerdictPart


@dataclass(slots=True)
class PageAnswer:
    """Some comments, newest first; `next_cursor` is null on the last page."""

    comments: list[StoredAnswer]
    next_cursor: str | None


@dataclass(slots=True)
class BlockAnswer:
    """A run of text on a page; `score` is P(label), `position` counts from 0."""

    position: int
    text: str
    label: BlockLabel
    score: float


@dataclass(slots=True)
class CommentBlockAnswer(BlockAnswer):
    """A block of a comment; those of one comment have the same number `comment`.

    What the page does not tell is "". `verdict` is of the whole comment, null if it was
    not asked for.
    """

    comment: int
    author: str
    author_url: str
    date: str
    link: str
    depth: int
    verdict: VerdictPart | None


@dataclass(slots=True)
class PartsAnswer:
    """The blocks of a page in document order; `model` is the page model."""

    title: str
    model: str
    blocks: list[CommentBlockAnswer | BlockAnswer]


@dataclass(slots=True)
class FeedbackAnswer:
    """The feedback as kept; `learn` is false for a comment that was a test."""

    comment_id: str
    label: Label
    learn: bool
    by: GivenBy


@dataclass(slots=True)
class TakenBackAnswer:
    """Where a comment stands after all that was said of it is forgotten."""

    comment_id: str
    status: Status


@dataclass(slots=True)
class ErrorAnswer:
    """One comment of a batch that was refused; `error` is a problem."""

    error: dict[str, Any]


@dataclass(slots=True)
class BatchAnswer:
    """One result for each comment of a batch, in its order."""

    results: list[VerdictAnswer | ErrorAnswer]


def verdict_answer(row: StoredComment, *, stored: bool) -> VerdictAnswer:
    """Answer a judged comment."""
    verdict = row.verdict
    return VerdictAnswer(
        id=verdict.id,
        label=verdict.label,
        action=verdict.action,
        scores=_rounded(verdict.scores),
        reasons=verdict.reasons,
        model=verdict.model,
        stored=stored,
        external_id=row.comment.external_id,
        mode=_mode(verdict),
        would=verdict.would,
    )


def stored_answer(row: StoredComment) -> StoredAnswer:
    """Answer a kept comment with all that its site sent."""
    comment = row.comment
    return StoredAnswer(
        id=row.id,
        status=row.status,
        created_at=row.created_at,
        external_id=comment.external_id,
        text=comment.text,
        type=comment.type,
        language=comment.language,
        posted_at=comment.posted_at,
        parent_id=comment.parent_id,
        honeypot=comment.honeypot,
        author=comment.author,
        page=comment.page,
        verdict=_part(row.verdict),
    )


def feedback_answer(said: Feedback) -> FeedbackAnswer:
    """Answer feedback."""
    return FeedbackAnswer(said.comment_id, said.label, said.learn, said.given_by)


def comments_page(page: Wanted, rows: Sequence[StoredComment]) -> Response:
    """Answer a page of kept comments, of which one more than its limit is given."""
    cut = page.cut(rows, lambda row: row.id)
    answer = PageAnswer([stored_answer(row) for row in cut.shown], cut.cursor)
    return json_response(answer, 200, *cut.headers)


def parts_answer(
    page: LabelledPage, verdicts: Sequence[Verdict], model: str
) -> PartsAnswer:
    """Answer a page that was taken apart; without `verdicts` none was judged."""
    parts = [_part(verdict) for verdict in verdicts]
    blocks = [_block(n, block, page, parts) for n, block in enumerate(page.blocks)]
    return PartsAnswer(page.title, model, blocks)


def _block(
    position: int,
    block: LabelledBlock,
    page: LabelledPage,
    verdicts: Sequence[VerdictPart],
) -> CommentBlockAnswer | BlockAnswer:
    score = round(block.score, _SCORE_DIGITS)
    if block.comment is None:
        return BlockAnswer(position, block.text, block.label, score)
    comment = page.comments[block.comment]
    return CommentBlockAnswer(
        position=position,
        text=block.text,
        label=block.label,
        score=score,
        comment=block.comment,
        author=comment.author,
        author_url=comment.author_url,
        date=comment.date,
        link=comment.link,
        depth=comment.depth,
        verdict=verdicts[block.comment] if verdicts else None,
    )


class JsonResponse(Response):
    """A response whose headers are complete when it is made.

    Werkzeug's last look at them, which rewrites Location, takes 7 µs.
    """

    def get_wsgi_headers(self, environ: Any) -> Headers:  # noqa: ANN401 (Werkzeug's)
        """Return the headers as they are."""
        return self.headers


# Half the time of to_json, which looks at each value to find out what it is.
_WRITERS: dict[type, Callable[[Any], bytes]] = {
    kind: TypeAdapter(kind).dump_json
    for kind in (
        VerdictAnswer,
        BatchAnswer,
        StoredAnswer,
        PageAnswer,
        PartsAnswer,
        FeedbackAnswer,
    )
}


def as_json(value: object) -> bytes:
    """Write an answer, or anything made of dicts and lists."""
    write = _WRITERS.get(type(value))
    return write(value) if write else to_json(value, inf_nan_mode="null")


def json_response(
    value: object, status: int = 200, *headers: tuple[str, str]
) -> Response:
    """Write `value`, or bytes that are JSON already, as the body of an answer."""
    data = value if isinstance(value, bytes) else as_json(value)
    length = ("Content-Length", str(len(data)))
    return JsonResponse([data], status, Headers([_JSON, length, *headers]))


def _part(verdict: Verdict) -> VerdictPart:
    return VerdictPart(
        label=verdict.label,
        action=verdict.action,
        scores=_rounded(verdict.scores),
        reasons=verdict.reasons,
        model=verdict.model,
        mode=_mode(verdict),
        would=verdict.would,
    )


def _mode(verdict: Verdict) -> Mode | None:
    return None if verdict.would is None else Mode.SHADOW


def _rounded(scores: Scores) -> Scores:
    """Six digits: the rest is noise that differs from one processor to the next."""
    return Scores(
        round(scores.spam, _SCORE_DIGITS),
        round(scores.abuse, _SCORE_DIGITS),
        round(scores.footer, _SCORE_DIGITS),
    )
