"""The form of a text: length, capitals, symbols, and signs of disguise."""

import numpy as np
from numpy.typing import NDArray

from moderation.features.dense import DenseFeatures
from moderation.features.reading import Reading
from moderation.text.codepoints import Kind, tables
from moderation.text.scripts import Script
from moderation.text.views import lone_letters

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
_FLAGS = np.array([[kind] for kind in _KINDS], np.uint16)
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
        flags = (batch.kinds & _FLAGS) != 0
        counts = np.add.reduceat(flags, starts, axis=1, dtype=np.float32)
        n_chars = np.maximum(np.diff(batch.bounds) - 1, 1).astype(np.float32)
        letters, upper, digits, symbols, emoji, invisible, fancy = counts
        many = np.maximum(letters, 12)
        out = np.empty((len(starts), len(self.NAMES)), np.float32)
        out[:, 0] = np.log1p(n_chars) / 8
        out[:, 1] = n_chars < 25
        out[:, 2] = upper / many
        out[:, 3] = digits / n_chars
        out[:, 4] = symbols / n_chars
        out[:, 5] = np.minimum(np.log1p(emoji) / 3, 1)
        out[:, 6] = np.minimum(np.log1p(invisible) / 3, 1)
        out[:, 7] = fancy / many
        out[:, 8] = _mixed_scripts(batch.codes, starts)
        out[:, 9] = _spaced_letters(batch.kinds, starts)
        out[:, 10:] = [_of_text(comment.text) for comment in reading.comments]
        return out


def _mixed_scripts(
    codes: NDArray[np.uint32], starts: NDArray[np.int64]
) -> NDArray[np.float32] | float:
    if codes.max(initial=0) < 128:
        return 0.0
    script = tables().script[codes]
    turns = np.zeros(len(codes), np.float32)
    both = _CONFUSABLE[script[1:]] & _CONFUSABLE[script[:-1]]
    turns[1:] = both & (script[1:] != script[:-1])
    n_turns = np.add.reduceat(turns, starts)
    return np.minimum(np.log1p(n_turns) / 3, 1)


def _spaced_letters(
    kinds: NDArray[np.uint16], starts: NDArray[np.int64]
) -> NDArray[np.float32] | float:
    alone = lone_letters(kinds)
    pair = alone[:-2] & alone[2:]
    chain = np.zeros(len(kinds), np.float32)
    chain[: max(len(kinds) - 6, 0)] = pair[:-4] & pair[2:-2] & pair[4:]
    if not chain.any():
        return 0.0
    return np.minimum(np.log1p(np.add.reduceat(chain, starts)) / 3, 1)


def _of_text(text: str) -> tuple[float, float, float]:
    text = text[:20_000]
    words = text.lower().split()
    repetition = 1 - len(set(words)) / len(words) if len(words) > 1 else 0.0
    marks = min(text.count("!"), 6) / 6
    return repetition, marks, min(text.count("\n"), 20) / 20
