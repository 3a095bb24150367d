"""Make any string safe to store, compare and print."""

import re

__all__ = ["clean", "same_length_lower"]

# NUL stops PostgreSQL, a lone surrogate stops every encoder.
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Put U+FFFD for each NUL and lone surrogate; the length stays, so offsets hold."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def same_length_lower(text: str) -> str:
    """Return `text` in lower case, offset for offset."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    # The one letter that grows in lower case: Turkish I with a dot.
    return text.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i").lower()
