from datetime import UTC, datetime

import pytest

from moderation.comment import Author, Comment, Page
from moderation.record import GivenBy
from moderation.services.feedback import Voice
from moderation.web.reading import CAPS
from moderation.web.schemas import (
    CommentRequest,
    FeedbackRequest,
    to_comment,
    to_voice,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

WHOLE = {
    "text": "hello",
    "external_id": "17",
    "type": "reply",
    "language": "en",
    "posted_at": "2026-11-23T10:15:00Z",
    "parent_id": "16",
    "honeypot": "filled",
    "author": {
        "name": "Ann",
        "email": "ann@site.example",
        "url": "https://ann.example",
        "ip": "203.0.113.9",
        "user_agent": "Mozilla/5.0",
        "role": "editor",
    },
    "page": {"url": "https://site.example/post", "title": "A post"},
}


def comment_from(body: dict) -> Comment:
    return to_comment(CommentRequest.model_validate(body), NOW)


def test_every_field_reaches_the_comment():
    assert comment_from(WHOLE) == Comment(
        text="hello",
        author=Author(**WHOLE["author"]),
        page=Page(**WHOLE["page"]),
        type="reply",
        language="en",
        posted_at=datetime(2026, 11, 23, 10, 15, tzinfo=UTC),
        honeypot="filled",
        parent_id="16",
        external_id="17",
    )


def test_a_text_alone_is_a_comment():
    assert comment_from({"text": "hello"}) == Comment("hello")


@pytest.mark.parametrize(
    "nothing",
    [
        {"author": None, "page": None, "posted_at": None, "type": None},
        {"author": {}, "page": {}},
        {"author": {"name": None, "ip": None}, "page": {"url": None}},
    ],
    ids=["null", "empty", "null-inside"],
)
def test_nulls_and_empty_parts_are_as_absent(nothing):
    assert comment_from({"text": "hello", **nothing}) == Comment("hello")


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("", "external_id"),
        ("", "type"),
        ("", "language"),
        ("", "parent_id"),
        ("", "honeypot"),
        ("author", "name"),
        ("author", "email"),
        ("author", "url"),
        ("author", "user_agent"),
        ("author", "role"),
        ("page", "url"),
        ("page", "title"),
    ],
)
def test_metadata_is_cut_at_its_cap(part, field):
    long = {field: "x" * (CAPS[field] + 1)}

    comment = comment_from({"text": "a", **({part: long} if part else long)})

    kept = getattr(getattr(comment, part) if part else comment, field)
    assert len(kept) == CAPS[field]


def test_the_text_is_never_cut():
    assert len(comment_from({"text": "x" * 500_000}).text) == 500_000


@pytest.mark.parametrize(
    "garbage",
    [{"author": {"ip": "unknown"}}, {"posted_at": "the day before"}],
    ids=["ip", "date"],
)
def test_a_bad_address_or_date_does_not_lose_the_comment(garbage):
    assert comment_from({"text": "hello", **garbage}) == Comment("hello")


def voice_of(**fields):
    return to_voice(FeedbackRequest.model_validate({"label": "spam", **fields}))


def test_feedback_is_of_the_key_and_teaches_unless_it_says_otherwise():
    assert voice_of() == Voice("api", GivenBy.KEY, "", learn=True)


@pytest.mark.parametrize("by", GivenBy)
def test_feedback_is_of_whoever_it_names(by):
    said = voice_of(by=by.value, reporter="ann", learn=False)

    assert said == Voice("api", by, "ann", learn=False)


@pytest.mark.parametrize(
    ("reporter", "kept"),
    [
        (None, ""),
        ("", ""),
        (" \n", ""),
        (" ann ", "ann"),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 200),
        ("x" * 199 + " y", "x" * 199),
        ("a\x00b", "a\ufffdb"),
    ],
    ids=["null", "nothing", "blank", "blanks", "limit", "over", "cut-blank", "nul"],
)
def test_a_reporter_is_cleaned_and_cut(reporter, kept):
    assert voice_of(reporter=reporter).reporter == kept
