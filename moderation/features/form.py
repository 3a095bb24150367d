"""The form of a text: length, capitals, symbols, and signs of disguise."""

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
# Each kind counts in 16 bits of one of two words, so that two sums count all seven; a
# text has at most 20,000 characters.
_LANES = np.zeros((2, 2 * max(Kind)), np.uint64)
for _n, _kind in enumerate(_KINDS):
    _LANES[_n // 4] += np.uint64(1 << 16 * (_n % 4)) * (
        (np.arange(_LANES.shape[1]) & _kind) != 0
    ).astype(np.uint64)
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
        n_chars = np.maximum(np.diff(batch.bounds) - 1, 1).astype(np.float32)
        counts = _counts(batch.kinds, starts)
        many_letters = np.maximum(counts[0], 12)
        out = np.empty((len(starts), len(self.NAMES)), np.float32)
        out[:, 0] = np.log1p(n_chars) / 8
        out[:, 1] = n_chars < 25
        out[:, 2] = counts[1] / many_letters
        out[:, 3:5] = (counts[2:4] / n_chars).T
        out[:, 5:7] = np.minimum(np.log1p(counts[4:6]) / 3, 1).T
        out[:, 7] = counts[6] / many_letters
        out[:, 8] = 0.0 if batch.is_ascii else _mixed_scripts(batch.codes, starts)
        out[:, 9] = _spaced_letters(reading.skeleton.chains, batch.bounds)
        out[:, 10:] = [_of_text(comment.text) for comment in reading.comments]
        return out


def _counts(
    kinds: NDArray[np.uint16], starts: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return shape (n_kinds, n_texts)."""
    packed = np.array([np.add.reduceat(lane[kinds], starts) for lane in _LANES])
    counts = (packed[:, None] >> _SHIFTS & np.uint64(0xFFFF)).astype(np.float32)
    return counts.reshape(-1, len(starts))[: len(_KINDS)]


_SHIFTS = np.array([[0], [16], [32], [48]], np.uint64)


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
) -> NDArray[np.float64] | float:
    if not len(chains):
        return 0.0
    text = np.searchsorted(bounds, chains) - 1
    return np.minimum(np.log1p(np.bincount(text, minlength=len(bounds) - 1)) / 3, 1)


def _of_text(text: str) -> tuple[float, float, float]:
    text = text[:20_000]
    words = text.lower().split()
    repetition = 1 - len(set(words)) / len(words) if len(words) > 1 else 0.0
    marks = min(text.count("!"), 6) / 6
    return repetition, marks, min(text.count("\n"), 20) / 20
