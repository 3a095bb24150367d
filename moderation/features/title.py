"""Whether the text speaks of what the page is about."""

import re

import numpy as np
from numpy.typing import NDArray

from moderation.features.dense import DenseFeatures
from moderation.features.kinds import Kind
from moderation.features.reading import Reading

__all__ = ["TitleFeatures"]

_WORD = re.compile(r"\w{4,40}")
# First letter after the Latin and Greek blocks.
_NOT_WESTERN = "\u0400"


class TitleFeatures(DenseFeatures):
    """Words that text and title share, and whether both are in one kind of writing."""

    NAMES = ("title_overlap", "title_repeated", "title_other_script")
    CODES = ("title-overlap", "title-overlap", "title-other-script")

    KIND = Kind.TITLE

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = np.zeros((len(reading.comments), len(self.NAMES)), np.float32)
        for n, comment in enumerate(reading.comments):
            if comment.page.title:
                rows[n] = _overlap(comment.text, comment.page.title)
        return rows


def _overlap(text: str, title: str) -> tuple[float, float, float]:
    title = title[:300]
    words = set(_WORD.findall(title.lower()))
    lower = text[:5000].lower()
    shared = sum(word in lower for word in words)
    return (
        shared / max(len(words), 1),
        float(len(title) > 7 and title.lower().strip() in lower),
        float(_is_western(text) is not _is_western(title)),
    )


def _is_western(text: str) -> bool:
    if text.isascii():
        return True
    letters = [letter for letter in text[:200] if letter.isalpha()]
    return 2 * sum(letter >= _NOT_WESTERN for letter in letters) < len(letters)
