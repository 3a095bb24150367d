"""The form of a text: length, capitals, symbols, and signs of disguise."""

import re
from itertools import pairwise
from math import log1p

import numpy as np
from numpy.typing import NDArray

from moderation.features.dense import DenseFeatures
from moderation.features.reading import Reading
from moderation.text.codepoints import Kind, tables
from moderation.text.scripts import Script

__all__ = ["FormFeatures"]

_KINDS = (
    Kind.LETTER,
    Kind.UPPER,
    Kind.DIGIT,
    Kind.SYMBOL,
    Kind.EMOJI,
    Kind.INVISIBLE,
    Kind.FANCY,
)
# Each kind counts in 16 bits of one of two words, so that one sum counts all seven; a
# text has at most 20,000 characters.
_LANES = np.zeros((2 * max(Kind), 2), np.uint64)
for _n, _kind in enumerate(_KINDS):
    _has_kind = (np.arange(len(_LANES)) & _kind) != 0
    _LANES[_has_kind, _n // 4] += np.uint64(1 << 16 * (_n % 4))
# Scripts whose letters pass for one another.
_CONFUSABLE = np.zeros(256, bool)
_CONFUSABLE[
    [Script.LATIN, Script.CYRILLIC, Script.GREEK, Script.CHEROKEE, Script.ARMENIAN]
] = True


class FormFeatures(DenseFeatures):
    """How a text looks, whatever it says.

    Shares are of the letters or of the characters; counts are on a logarithmic scale.
    Mixed scripts count only between letters of scripts that pass for one another, so
    that a Latin name beside Japanese is no sign of disguise.
    """

    NAMES = (
        "is_short",
        "capitals",
        "digits",
        "symbols",
        "emoji",
        "invisible",
        "fancy",
        "fancy_words",
        "fancy_name",
        "fancy_number",
        "mixed_scripts",
        "spaced_letters",
        "repetition",
        "exclamations",
        "lines",
    )
    CODES = (
        "text-length",
        "text-capitals",
        "text-symbols",
        "text-symbols",
        "text-symbols",
        "invisible-characters",
        "fancy-letters",
        "fancy-letters",
        "fancy-name",
        "fancy-name",
        "mixed-scripts",
        "spaced-letters",
        "text-repetition",
        "text-symbols",
        "text-length",
    )

    # Emoji, as letters can be drawn with them.
    DISGUISES = frozenset(
        {
            "emoji",
            "invisible",
            "fancy",
            "fancy_words",
            "mixed_scripts",
            "spaced_letters",
        }
    )

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        batch = reading.batch
        starts = batch.bounds[:-1]
        packed = np.add.reduceat(_LANES.take(batch.kinds, axis=0), starts).tolist()
        n_chars = [b - a - 1 for a, b in pairwise(batch.bounds.tolist())]
        texts = [comment.text for comment in reading.comments]
        rows = [_row(*each) for each in zip(texts, n_chars, packed, strict=True)]
        out = np.array(rows, np.float32).reshape(-1, len(self.NAMES))
        if not batch.is_ascii:
            out[:, _FANCY : _FANCY + 3] = [_fancy_words(text) for text in batch.texts]
            out[:, _MIXED] = _mixed_scripts(batch.codes, starts)
        if len(reading.skeleton.chains):
            out[:, _SPACED] = _spaced_letters(reading.skeleton.chains, batch.bounds)
        return out


# Decorative and enclosed letters, small capitals, letters of phonetics and of units,
# strokes laid over letters, and wide letters.
_FANCY_LETTER = (
    "\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f189"
    "\u1d00-\u1d6b\u1d79-\u1dbf\ua730-\ua7ff\u0250-\u02af\u2102\u210a-\u2113\u2115"
    "\u2119-\u211d\u2124\u2128\u212c-\u2138\u213c-\u2149\u0335-\u0338\u20dd-\u20e3"
)
_FANCY_RUN = re.compile(
    f"[{_FANCY_LETTER}](?:[\\s\\W]{{0,3}}[{_FANCY_LETTER}]){{1,40}}"
)
_AFTER_RUN = re.compile(f"[{_FANCY_LETTER}][\\s\\W]{{0,2}}\\d{{2,4}}(?!\\d)")
_NUMBER = re.compile("[\U0001d7ce-\U0001d7ff0-9\uff10-\uff19]")
_WIDE_RUN = re.compile("[\uff21-\uff5a][\uff10-\uff5a\\s]{2,40}")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_FANCY = FormFeatures.NAMES.index("fancy_words")
_MIXED = FormFeatures.NAMES.index("mixed_scripts")
_SPACED = FormFeatures.NAMES.index("spaced_letters")


def _row(text: str, n_chars: int, packed: tuple[int, int]) -> tuple[float, ...]:
    """Compute the columns of one text; plain numbers are faster than short arrays."""
    n_chars = max(n_chars, 1)
    first, second = packed
    letters, upper = first & 0xFFFF, first >> 16 & 0xFFFF
    digits, symbols = first >> 32 & 0xFFFF, first >> 48
    emoji, invisible = second & 0xFFFF, second >> 16 & 0xFFFF
    many_letters = max(letters, 12)
    return (
        float(n_chars < 25),
        upper / many_letters,
        digits / n_chars,
        symbols / n_chars,
        min(log1p(emoji) / 3, 1.0),
        min(log1p(invisible) / 3, 1.0),
        (second >> 32 & 0xFFFF) / many_letters,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        *_of_text(text),
    )


def _mixed_scripts(
    codes: NDArray[np.uint32], starts: NDArray[np.int64]
) -> NDArray[np.float32]:
    script = tables().script[codes]
    turns = np.zeros(len(codes), np.float32)
    both = _CONFUSABLE[script[1:]] & _CONFUSABLE[script[:-1]]
    turns[1:] = both & (script[1:] != script[:-1])
    n_turns = np.add.reduceat(turns, starts)
    return np.minimum(np.log1p(n_turns) / 3, 1)


def _spaced_letters(
    chains: NDArray[np.int64], bounds: NDArray[np.int64]
) -> NDArray[np.float64]:
    text = np.searchsorted(bounds, chains) - 1
    return np.minimum(np.log1p(np.bincount(text, minlength=len(bounds) - 1)) / 3, 1)


def _fancy_words(text: str) -> tuple[float, float, float]:
    """Count runs of drawn letters; see a name drawn in plain text, and its number."""
    if text.isascii():
        return 0.0, 0.0, 0.0
    text = text[:4000]
    runs = _FANCY_RUN.findall(text)
    # Wide letters are usual where every other letter is wide too.
    if not _EAST_ASIAN.search(text):
        runs += _WIDE_RUN.findall(text)
    if not runs:
        return 0.0, 0.0, 0.0
    n_drawn = sum(map(len, runs))
    is_name = len(runs) <= 2 and n_drawn <= 40 and len(text) - n_drawn > 8
    has_number = any(_NUMBER.search(run) for run in runs) or _AFTER_RUN.search(text)
    return min(log1p(len(runs)) / 2, 1.0), float(is_name), float(bool(has_number))


def _of_text(text: str) -> tuple[float, float, float]:
    text = text[:20_000]
    words = text.lower().split()
    repetition = 1 - len(set(words)) / len(words) if len(words) > 1 else 0.0
    marks = min(text.count("!"), 6) / 6
    return repetition, marks, min(text.count("\n"), 20) / 20
