"""What the author's name, e-mail and address give away, and what fits together."""

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from moderation.comment import Author, Comment
from moderation.features.dense import DenseFeatures
from moderation.features.reading import Reading
from moderation.lists import word_list
from moderation.text.urls import domain_of, host_of

__all__ = ["AuthorFeatures", "TitleFeatures"]

_WORD = re.compile(r"\w{2,40}")
_LETTERS = re.compile(r"[^\W\d_]+")


class AuthorFeatures(DenseFeatures):
    """Shape of the author's name and kind of their e-mail and site."""

    NAMES = (
        "name_is_trade",
        "name_is_long",
        "name_has_digits",
        "name_is_link",
        "name_no_vowels",
        "email_disposable",
        "email_free",
        "email_digits",
        "has_url",
        "url_is_deep",
        "name_in_host",
        "email_of_host",
        "url_in_text",
    )
    CODES = (
        "author-trade-name",
        "author-name-shape",
        "author-name-shape",
        "author-name-shape",
        "author-name-shape",
        "author-disposable-email",
        "author-email",
        "author-email",
        "author-link",
        "author-link",
        "author-mismatch",
        "author-mismatch",
        "author-link",
    )

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = np.zeros((len(reading.comments), len(self.NAMES)), np.float32)
        for n, comment in enumerate(reading.comments):
            author = comment.author
            if author.name or author.url or author.email:
                rows[n] = (*_name(author.name), *_email(author), *_url(comment))
        return rows


class TitleFeatures(DenseFeatures):
    """Whether the text speaks of what the page is about."""

    NAMES = ("title_overlap", "title_repeated")
    CODES = ("title-overlap", "title-overlap")

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = np.zeros((len(reading.comments), len(self.NAMES)), np.float32)
        for n, comment in enumerate(reading.comments):
            if comment.page.title:
                rows[n] = _overlap(comment.text, comment.page.title)
        return rows


def _name(name: str) -> tuple[float, ...]:
    lower = name.lower()
    words = _WORD.findall(lower)
    trades = word_list("trade-words")
    pairs = {f"{a} {b}" for a, b in pairwise(words)}
    is_trade = not trades.isdisjoint(words) or not trades.isdisjoint(pairs)
    is_link = "http" in lower or "www." in lower or ".com" in lower
    letters = "".join(_LETTERS.findall(lower))
    no_vowels = len(letters) > 4 and letters.isascii() and not _VOWEL.search(letters)
    has_digits = sum(letter.isdigit() for letter in name) >= 3
    return (
        float(is_trade),
        float(len(words) > 3),
        float(has_digits),
        float(is_link),
        float(no_vowels),
    )


_VOWEL = re.compile("[aeiouy]")


def _email(author: Author) -> tuple[float, ...]:
    local, _, domain = author.email.lower().rpartition("@")
    if not domain:
        return 0.0, 0.0, 0.0
    return (
        float(domain in word_list("disposable-mail")),
        float(domain in word_list("free-mail")),
        float(sum(letter.isdigit() for letter in local) >= 4),
    )


def _url(comment: Comment) -> tuple[float, ...]:
    author = comment.author
    if not author.url:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    host = host_of(author.url)
    path = author.url.partition("//")[2].partition("/")[2]
    squeezed = "".join(_LETTERS.findall(author.name.lower()))
    email_domain = author.email.rpartition("@")[2].lower()
    same_house = bool(email_domain) and domain_of(email_domain) == domain_of(host)
    return (
        1.0,
        float(len(path) > 1),
        float(len(squeezed) > 3 and squeezed in host.replace("-", "")),
        float(same_house),
        float(bool(host) and host in comment.text.lower()),
    )


def _overlap(text: str, title: str) -> tuple[float, float]:
    words = {word for word in _WORD.findall(title.lower()[:300]) if len(word) > 3}
    if not words:
        return 0.0, 0.0
    lower = text[:5000].lower()
    share = sum(word in lower for word in words) / len(words)
    return share, float(title.lower().strip() in lower)
