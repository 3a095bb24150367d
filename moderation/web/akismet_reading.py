"""Read what an Akismet client sends: its key, and its fields as a comment."""

import re
from datetime import datetime

from moderation.comment import Author, Comment, Page
from moderation.web import reading
from moderation.web.forms import Form

__all__ = ["comment_of", "ip_of", "key_of", "says_nothing"]

_TEXT_MAX_CHARS = 256 * 1024
_FIRST_LABEL = re.compile(r"([0-9a-f]{12})\.", re.ASCII | re.IGNORECASE)


def key_of(form: Form, *, host: str, path_key: str = "", names: tuple[str, ...]) -> str:
    """Find the key in the fields `names`, else in the path, else in the host name.

    A host name of one label is never a key: the names that containers are given look
    like one.
    """
    if found := form.line(*names) or path_key:
        return found
    label = _FIRST_LABEL.match(host)
    return label[1] if label else ""


def comment_of(form: Form, *, now: datetime) -> Comment:
    """Turn fields into a comment; what cannot be read is left out, never refused.

    Line breaks are written one way, because feedback repeats the text but not always
    its line breaks.
    """
    return Comment(
        text=form.first("comment_content", max_chars=_TEXT_MAX_CHARS).replace(
            "\r\n", "\n"
        ),
        author=_author_of(form),
        page=Page(
            url=form.line("permalink", max_chars=2000),
            title=form.line("comment_post_title", max_chars=1000),
        ),
        type=form.line("comment_type", "content_type", max_chars=100),
        language=form.line("blog_lang", max_chars=100),
        posted_at=reading.moment_of(form.line("comment_date_gmt"), now),
        honeypot=_honeypot_of(form),
        parent_id=_id_of(form, "comment_parent"),
        external_id=_id_of(form, "comment_ID"),
    )


def says_nothing(comment: Comment) -> bool:
    """Say whether nothing was sent that could be judged."""
    author = comment.author
    said = (comment.text, author.name, author.email, author.url, comment.honeypot)
    return not any(each.strip() for each in said)


def ip_of(form: Form) -> str:
    """Read the author's address as sent; WordPress has a name of its own for it."""
    return form.line("user_ip", "comment_author_IP")


def _author_of(form: Form) -> Author:
    return Author(
        name=form.line("comment_author", max_chars=500),
        email=form.line("comment_author_email", max_chars=320),
        url=form.line("comment_author_url", max_chars=2000),
        ip=reading.ip_of(ip_of(form)),
        user_agent=form.line("user_agent", "comment_agent", max_chars=1000),
        role=form.line("user_role"),
    )


def _honeypot_of(form: Form) -> str:
    """Find what stands in a field that people do not see.

    WordPress sends its form again with ``POST_`` before each name.
    """
    named = form.line("honeypot_field_name")
    names = ["POST_ak_hp_textarea", "akismet_api_honeypot_field"]
    names += [named, f"POST_{named}"] if named else []
    return form.first(*names, max_chars=1000)


def _id_of(form: Form, name: str) -> str:
    """WordPress writes 0 for "none"."""
    value = form.line(name, max_chars=100)
    return "" if value == "0" else value
