"""Rows to store, with every field told apart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from moderation.comment import Author, Comment, Page
from moderation.record import Answer, Feedback, Status, StoredComment
from moderation.site import Site
from moderation.verdict import Action, Label, Reason, Scores, Span, Verdict

NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)

COMMENT = Comment(
    text="Gute Idee 👍",
    author=Author("Ann", "ann@a.example", "https://a.example", "192.0.2.1", "UA", "r"),
    page=Page("https://site.example/1", "One"),
    type="comment",
    language="de",
    posted_at=NOON - timedelta(minutes=1),
    honeypot="h",
    parent_id="p-1",
    external_id="x-1",
)
REASONS = (
    Reason("link-only", 1.25, "2 links", (Span(0, 4), Span(5, 9))),
    Reason("author-listed", float("-inf")),
)

_numbers = count(1)


def new_id() -> str:
    """Ids rise, as those of the service do."""
    return f"{next(_numbers):032x}"


def a_comment(
    site: Site,
    action: Action = Action.APPROVE,
    *,
    id: str = "",
    text: str = COMMENT.text,
    **fields: object,
) -> StoredComment:
    verdict = Verdict(
        id or new_id(), Label.HAM, action, Scores(0.1, 0.2, 0.3), REASONS, "model-1"
    )
    comment = replace(COMMENT, text=text)
    row = StoredComment(site.id, comment, verdict, Status.APPROVED, NOON, "f" * 64)
    return replace(row, **fields)


def feedback_on(row: StoredComment, label: Label, **fields: object) -> Feedback:
    return replace(Feedback(row.site_id, row.id, label, True, "api", NOON), **fields)


def an_answer(site: Site, key: str = "k-1", **fields: object) -> Answer:
    return replace(Answer(site.id, key, "d" * 64, 200, '{"a":1}', NOON), **fields)


def keep(store, *rows: StoredComment) -> None:
    with store.unit_of_work(True) as work:
        work.comments.add(rows)
        work.commit()
