"""What a site tells us: a comment, its author and the page it was left on."""

from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Author", "Comment", "Page"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the comment, as claimed; every field may be empty."""

    name: str = ""
    email: str = ""
    url: str = ""
    ip: str = ""
    user_agent: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Where the comment was left."""

    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """One text a reader sent to a site.

    `honeypot` is what came in a form field that people do not see; `external_id` and
    `parent_id` are the site's own ids. `posted_at` is aware UTC.
    """

    text: str
    author: Author = field(default_factory=Author)
    page: Page = field(default_factory=Page)
    type: str = ""
    language: str = ""
    posted_at: datetime | None = None
    honeypot: str = ""
    parent_id: str = ""
    external_id: str = ""
