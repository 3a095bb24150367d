"""Plain text to blocks: a page pasted as lines."""

import re

from moderation.segment.blocks import Block, SplitPage

__all__ = ["split_text"]

_BREAK = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def split_text(text: str) -> SplitPage:
    """Make a block of each line that is not blank."""
    lines = (" ".join(line.split()) for line in _BREAK.split(text))
    return SplitPage([Block(line) for line in lines if line])
