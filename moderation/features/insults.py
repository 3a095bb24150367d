"""Words that insult or curse, and whether they meet a person."""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moderation.features.dense import DenseFeatures, log_scale
from moderation.features.kinds import Kind
from moderation.features.reading import Reading
from moderation.lists import word_list

__all__ = ["InsultFeatures"]

_PUNCTUATION = ".,:;!?()[]{}<>\"'*~|#@\u2022\u2026\u201c\u201d\u00ab\u00bb"
_MAX_WORDS = 400
# Scripts whose words do not part at blanks are searched as they are.
_UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


class InsultFeatures(DenseFeatures):
    """How many insults there are, how dense, and how near to a "you"."""

    NAMES = ("insults", "insult_share", "insult_you", "you_share")
    CODES = ("insult-words", "insult-words", "insult-at-you", "text-you")

    KIND = Kind.TEXT

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = [_row(text) for text in reading.batch.texts]
        return np.array(rows, np.float32).reshape(-1, len(self.NAMES))


def _row(text: str) -> tuple[float, ...]:
    text = text[:3000].lower()
    words = [word.strip(_PUNCTUATION) for word in text.split()[:_MAX_WORDS]]
    insults, you = word_list("insults"), word_list("address-words")
    at = [] if insults.isdisjoint(words) else _places(words, insults)
    n_insults = len(at)
    if not text.isascii() and _UNPARTED.search(text):
        n_insults = max(n_insults, sum(each in text for each in _unparted()))
    n_you = sum(word in you for word in words)
    if not n_insults:
        return 0.0, 0.0, 0.0, n_you / max(len(words), 5)
    near = any(word in you for n in at for word in words[max(n - 4, 0) : n + 3])
    share = n_insults / max(len(words), 5)
    return (
        log_scale(n_insults, 5),
        min(2 * share, 1.0),
        float(near),
        n_you / max(len(words), 5),
    )


def _places(words: list[str], insults: frozenset[str]) -> list[int]:
    return [n for n, word in enumerate(words) if word in insults]


@cache
def _unparted() -> tuple[str, ...]:
    found = (word for word in word_list("insults") if _UNPARTED.search(word))
    return tuple(sorted(found))
