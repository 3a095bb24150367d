"""What the author's name, e-mail and address give away, and what fits together."""

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from moderation.comment import Author, Comment
from moderation.features.dense import DenseFeatures
from moderation.features.kinds import Kind
from moderation.features.reading import Reading
from moderation.lists import word_list
from moderation.text.urls import domain_of, host_of, suffix_of

__all__ = ["AuthorFeatures"]

_WORD = re.compile(r"\w{2,40}")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile("[aeiouy]")
# A blog that refers to another one signs with the title of its page and its own name.
_SEPARATOR = re.compile(r"&[lr]aquo;|[«»|\u2013\u2014\u2022\u00b7]|\s[-:]\s|&#82\d\d;")
_FILE = re.compile(r"\.(?:php|aspx?|html?|cfm|jsp)\b")


class AuthorFeatures(DenseFeatures):
    """Shape of the author's name and kind of their e-mail and site."""

    NAMES = (
        "has_name",
        "has_email",
        "name_is_trade",
        "name_is_long",
        "name_has_digits",
        "name_is_link",
        "name_no_vowels",
        "name_is_lower",
        "name_has_separator",
        "name_opens_text",
        "name_in_text",
        "email_disposable",
        "email_free",
        "email_digits",
        "has_url",
        "url_is_deep",
        "url_is_file",
        "url_is_house",
        "url_is_cheap",
        "host_is_long",
        "name_in_host",
        "name_in_path",
        "email_of_host",
        "url_in_text",
    )
    CODES = (
        "author-data",
        "author-data",
        "author-trade-name",
        "author-name-shape",
        "author-name-shape",
        "author-name-shape",
        "author-name-shape",
        "author-name-shape",
        "author-name-shape",
        "author-name-in-text",
        "author-name-in-text",
        "author-disposable-email",
        "author-email",
        "author-email",
        "author-link",
        "author-link",
        "author-link",
        "author-link",
        "author-link",
        "author-link",
        "author-mismatch",
        "author-trade-name",
        "author-mismatch",
        "author-link",
    )

    KIND = Kind.AUTHOR

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = np.zeros((len(reading.comments), len(self.NAMES)), np.float32)
        for n, comment in enumerate(reading.comments):
            author = comment.author
            if author.name or author.url or author.email:
                given = float(bool(author.name)), float(bool(author.email))
                rows[n] = (*given, *_name(comment), *_email(author), *_url(comment))
        return rows


_NO_NAME = (0.0,) * 9


def _name(comment: Comment) -> tuple[float, ...]:
    name = comment.author.name
    if not name:
        return _NO_NAME
    lower = name.lower()
    words = _WORD.findall(lower)
    letters = "".join(_LETTERS.findall(lower))
    text = comment.text[:2000].lower()
    long_words = [word for word in words if len(word) > 3]
    n_repeated = sum(word in text for word in long_words)
    no_vowels = len(letters) > 4 and letters.isascii() and not _VOWEL.search(letters)
    return (
        float(_is_trade(words)),
        float(len(words) > 3),
        float(sum(letter.isdigit() for letter in name) >= 3),
        float("http" in lower or "www." in lower or ".com" in lower),
        float(no_vowels),
        float(len(words) > 1 and name == lower and lower.isascii()),
        float(_SEPARATOR.search(name) is not None),
        float(len(letters) > 5 and lower in text[: len(name) + 24]),
        n_repeated / max(len(long_words), 1) if len(words) > 1 else 0.0,
    )


def _is_trade(words: list[str]) -> bool:
    trades = word_list("trade-words")
    pairs = {f"{a} {b}" for a, b in pairwise(words)}
    return not (trades.isdisjoint(words) and trades.isdisjoint(pairs))


def _email(author: Author) -> tuple[float, ...]:
    local, _, domain = author.email.lower().rpartition("@")
    if not domain:
        return 0.0, 0.0, 0.0
    return (
        float(domain in word_list("disposable-mail")),
        float(domain in word_list("free-mail")),
        float(sum(letter.isdigit() for letter in local) >= 4),
    )


_NO_URL = (0.0,) * 10


def _url(comment: Comment) -> tuple[float, ...]:
    author = comment.author
    host = host_of(author.url) if author.url else ""
    if not host:
        return _NO_URL
    path = author.url.partition("//")[2].partition("/")[2].lower()
    words = [word for word in _WORD.findall(author.name.lower()) if len(word) > 3]
    squeezed = "".join(_LETTERS.findall(author.name.lower()))
    email_domain = author.email.rpartition("@")[2].lower()
    domain = domain_of(host)
    return (
        1.0,
        float(len(path) > 1),
        float(_FILE.search(path) is not None),
        float(domain in word_list("houses") or suffix_of(host) in word_list("houses")),
        float(suffix_of(host).rpartition(".")[2] in word_list("cheap-endings")),
        float(len(host) > 22 or host.count("-") > 1 or host.count(".") > 2),
        float(len(squeezed) > 3 and squeezed in host.replace("-", "")),
        float(any(word in path for word in words)),
        float(bool(email_domain) and domain_of(email_domain) == domain),
        float(host in comment.text.lower()),
    )
