"""Where the comments of a campaign lead: the links and contacts they share."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from moderation.comment import Comment
from moderation.text.contacts import find_contacts
from moderation.text.urls import find_links

__all__ = ["Shared", "shared_contacts", "shared_urls"]

_MOST = 20
_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class Shared:
    """A link or a contact as written, and how many comments have it."""

    value: str
    n: int


def shared_urls(comments: Sequence[Comment]) -> tuple[Shared, ...]:
    """Count links, those of the authors too; the most frequent 20."""
    return _most(comments, _urls)


def shared_contacts(comments: Sequence[Comment]) -> tuple[Shared, ...]:
    """Count phone numbers, e-mail addresses and names; the most frequent 20."""
    return _most(comments, _contacts)


def _most(
    comments: Sequence[Comment], find: Callable[[Comment], Iterable[str]]
) -> tuple[Shared, ...]:
    """Leave out what one comment of many has alone."""
    counts = Counter(each for comment in comments for each in set(find(comment)))
    least = min(2, len(comments))
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Shared(value, n) for value, n in ranked[:_MOST] if n >= least)


def _urls(comment: Comment) -> list[str]:
    text = comment.text
    found = [text[link.start : link.end] for link in find_links(text)]
    if comment.author.url:
        found.append(comment.author.url)
    return [each[:_MAX_CHARS] for each in found]


def _contacts(comment: Comment) -> list[str]:
    text = comment.text
    found = [text[each.start : each.end] for each in find_contacts(text)]
    return [" ".join(each.split())[:_MAX_CHARS] for each in found]
