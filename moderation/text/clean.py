"""Make any string safe to store, compare and print."""

import re

__all__ = ["clean"]

# NUL stops PostgreSQL, a lone surrogate stops every encoder.
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Put U+FFFD for each NUL and lone surrogate; the length stays, so offsets hold."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
