"""The bodies that the JSON API takes, and how they become records."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from moderation.comment import Author, Comment, Page
from moderation.record import GivenBy
from moderation.services.feedback import Voice
from moderation.text.clean import clean
from moderation.verdict import Label
from moderation.web.reading import CAPS, ip_of, moment_of

__all__ = [
    "BATCH_MAX",
    "BatchRequest",
    "CommentFields",
    "CommentRequest",
    "FeedbackRequest",
    "PageRequest",
    "to_comment",
    "to_voice",
]

BATCH_MAX = 1000


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def _metadata(says: str, cap: int) -> Any:  # noqa: ANN401 (pydantic's own type)
    return Field(None, description=f"{says} Longer than {cap} characters is cut.")


def _given(name: str) -> JsonDict:
    return {"required": [name], "properties": {name: {"type": "string"}}}


class AuthorFields(_Body):
    """Who wrote the comment, as claimed."""

    name: str | None = _metadata("What the author calls themselves.", CAPS["name"])
    email: str | None = _metadata("E-mail address.", CAPS["email"])
    url: str | None = _metadata("Site that the author left.", CAPS["url"])
    ip: str | None = Field(
        None, description="IPv4 or IPv6 address; anything else is ignored."
    )
    user_agent: str | None = _metadata("The browser's name.", CAPS["user_agent"])
    role: str | None = _metadata(
        "What the author is on the site; `administrator`, `editor` or `moderator` "
        "is always approved. Several with commas between.",
        CAPS["role"],
    )


class PageFields(_Body):
    """Where the comment was left."""

    url: str | None = _metadata("Address of the page.", CAPS["url"])
    title: str | None = _metadata("Title of the page.", CAPS["title"])


class CommentFields(_Body):
    """One comment; null is the same as an absent field."""

    text: str = Field(
        description="The comment itself. Must not be blank.",
        # For readers of the document: `api` checks it, after all else is read.
        json_schema_extra={"pattern": r"\S"},
    )
    external_id: str | None = _metadata("The site's own id.", CAPS["external_id"])
    type: str | None = _metadata("`comment`, `reply`, `forum-post` …", CAPS["type"])
    language: str | None = _metadata("Language of the page, `en`.", CAPS["language"])
    posted_at: str | None = Field(
        None,
        description="ISO 8601, UTC where it names no zone. Ignored if it cannot be "
        "read or lies outside 2000 to tomorrow.",
    )
    parent_id: str | None = _metadata("The site's id of the parent.", CAPS["parent_id"])
    honeypot: str | None = _metadata(
        "What came in a form field that people do not see.", CAPS["honeypot"]
    )
    author: AuthorFields | None = None
    page: PageFields | None = None


class CommentRequest(CommentFields):
    """One comment to judge."""

    store: bool = Field(True, description="False judges and keeps nothing.")


class BatchRequest(_Body):
    """Comments to judge, each on its own."""

    comments: Annotated[
        list[Any],
        Field(max_length=BATCH_MAX, description="Each as for one, without `store`."),
    ]
    store: bool = Field(True, description="False judges and keeps nothing.")


_REPORTER_CHARS = 200


class FeedbackRequest(_Body):
    """What a moderator says a comment is."""

    # Strict pydantic takes no string for an enum, so this one field is lax.
    label: Annotated[Label, Field(strict=False)]
    learn: bool = Field(True, description="False moves the comment, teaches nothing.")
    by: Annotated[GivenBy, Field(strict=False)] = Field(
        GivenBy.KEY, description="Who says so; what a reader reports moves nothing."
    )
    reporter: str | None = _metadata(
        "What tells this person from others; only a digest is kept.", _REPORTER_CHARS
    )


def to_voice(asked: FeedbackRequest) -> Voice:
    """Tell who speaks, as the site says."""
    reporter = clean(asked.reporter or "")[:_REPORTER_CHARS].strip()
    return Voice("api", asked.by, reporter, asked.learn)


class PageRequest(_Body):
    """A page to take apart: `html`, or `text` as pasted in lines, not both."""

    # For readers of the document: `pages` checks it.
    model_config = ConfigDict(
        json_schema_extra={"oneOf": [_given("html"), _given("text")]}
    )

    html: str | None = Field(None, description="The page as HTML.")
    text: str | None = Field(None, description="The page as lines of plain text.")
    url: str | None = _metadata("Address of the page.", CAPS["url"])
    judge: bool = Field(True, description="Whether comments get verdicts.")


_NOBODY = AuthorFields.model_construct()
_NOWHERE = PageFields.model_construct()


def to_comment(asked: CommentFields, now: datetime) -> Comment:
    """Make the record, metadata cut to its caps; `door` made every string clean."""
    return Comment(
        text=asked.text,
        author=_author(asked.author or _NOBODY),
        page=_page(asked.page or _NOWHERE),
        type=_cut(asked.type, "type"),
        language=_cut(asked.language, "language"),
        posted_at=moment_of(asked.posted_at, now),
        honeypot=_cut(asked.honeypot, "honeypot"),
        parent_id=_cut(asked.parent_id, "parent_id"),
        external_id=_cut(asked.external_id, "external_id"),
    )


def _author(asked: AuthorFields) -> Author:
    return Author(
        name=_cut(asked.name, "name"),
        email=_cut(asked.email, "email"),
        url=_cut(asked.url, "url"),
        ip=ip_of(asked.ip),
        user_agent=_cut(asked.user_agent, "user_agent"),
        role=_cut(asked.role, "role"),
    )


def _page(asked: PageFields) -> Page:
    return Page(_cut(asked.url, "url"), _cut(asked.title, "title"))


def _cut(value: str | None, field: str) -> str:
    return value[: CAPS[field]] if value else ""
