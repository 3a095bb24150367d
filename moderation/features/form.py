"""The form of a text: length, capitals, symbols, and signs of disguise."""

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
        "length",
        "is_short",
        "capitals",
        "digits",
        "symbols",
        "emoji",
        "invisible",
        "fancy",
        "mixed_scripts",
        "spaced_letters",
        "repetition",
        "exclamations",
        "lines",
    )
    CODES = (
        "text-length",
        "text-length",
        "text-capitals",
        "text-symbols",
        "text-symbols",
        "text-symbols",
        "invisible-characters",
        "fancy-letters",
        "mixed-scripts",
        "spaced-letters",
        "text-repetition",
        "text-symbols",
        "text-length",
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
            out[:, _MIXED] = _mixed_scripts(batch.codes, starts)
        if len(reading.skeleton.chains):
            out[:, _SPACED] = _spaced_letters(reading.skeleton.chains, batch.bounds)
        return out


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
        log1p(n_chars) / 8,
        float(n_chars < 25),
        upper / many_letters,
        digits / n_chars,
        symbols / n_chars,
        min(log1p(emoji) / 3, 1.0),
        min(log1p(invisible) / 3, 1.0),
        (second >> 32 & 0xFFFF) / many_letters,
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


def _of_text(text: str) -> tuple[float, float, float]:
    text = text[:20_000]
    words = text.lower().split()
    repetition = 1 - len(set(words)) / len(words) if len(words) > 1 else 0.0
    marks = min(text.count("!"), 6) / 6
    return repetition, marks, min(text.count("\n"), 20) / 20
