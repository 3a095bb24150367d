"""Make any string safe to store, compare and print."""

import re

__all__ = ["clean", "same_length_lower"]

# NUL stops PostgreSQL, a lone surrogate stops every encoder.
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Put U+FFFD for each NUL and lone surrogate; the length stays, so offsets hold."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def same_length_lower(text: str) -> str:
    """Return `text` in lower case, or as it is where that would move offsets."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text
