"""Words that stand beside the text: of the author, of hosts, of the title."""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from moderation.comment import Comment
from moderation.features.ngrams import hash_token
from moderation.text.urls import Link, domain_of, host_of, suffix_of

__all__ = ["OF_LINKS", "Family", "buckets_of", "tokens_of"]

_WORD = re.compile(r"\w{2,40}")
_MAX_TOKENS = 60


class Family(IntEnum):
    """Where a token comes from; each family has buckets of its own."""

    AUTHOR_NAME = 0
    AUTHOR_HOST = 1
    AUTHOR_URL = 2
    AUTHOR_EMAIL = 3
    LINK_HOST = 4
    LINK_SUFFIX = 5
    TYPE = 6


# Their buckets are the upper half of the block, those of the others the lower.
OF_LINKS = frozenset({Family.LINK_HOST, Family.LINK_SUFFIX})


def tokens_of(comment: Comment, links: list[Link]) -> list[tuple[Family, str]]:
    """Return the tokens of one comment, each once, at most 60."""
    author = comment.author
    has_any = links or author.name or author.url or author.email or comment.type
    if not has_any:
        return []
    return list(dict.fromkeys(_tokens(comment, links)))[:_MAX_TOKENS]


def buckets_of(tokens: list[tuple[Family, str]], bits: int) -> list[int]:
    """Return the bucket of each token."""
    return [_bucket(family, token, bits) for family, token in tokens]


@lru_cache(maxsize=50_000)
def _bucket(family: Family, token: str, bits: int) -> int:
    """Hash a token into the half of its kind; hosts and names repeat, so remember."""
    bucket = hash_token(family, token, bits - 1)
    return bucket + (1 << bits - 1) if family in OF_LINKS else bucket


def _tokens(comment: Comment, links: list[Link]) -> Iterator[tuple[Family, str]]:
    author = comment.author
    for word in _WORD.findall(author.name.lower())[:8]:
        yield Family.AUTHOR_NAME, word
    if author.url:
        host = host_of(author.url)
        yield Family.AUTHOR_HOST, domain_of(host)
        yield Family.AUTHOR_URL, "." + suffix_of(host)
        for word in _WORD.findall(author.url.lower()[:200])[1:12]:
            yield Family.AUTHOR_URL, word
    if "@" in author.email:
        yield Family.AUTHOR_EMAIL, author.email.lower().rpartition("@")[2][:60]
    for link in links[:20]:
        yield Family.LINK_HOST, domain_of(link.host)
        yield Family.LINK_SUFFIX, suffix_of(link.host)
    if comment.type:
        yield Family.TYPE, comment.type.lower()[:30]
