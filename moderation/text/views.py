"""Views of a batch of texts: arrays of folded code points that know their origin.

A batch is held as one array with a `SEPARATOR` before, between and after the texts, so
that every step is a few NumPy calls whatever the number of texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.text.codepoints import (
    INVISIBLE_STAND_IN,
    SIZE,
    Folding,
    Kind,
    tables,
)
from moderation.text.entities import decode_entities

__all__ = ["SEPARATOR", "Batch", "View", "batch_of", "lone_letters"]
__all__ += ["plain_view", "skeleton_view"]

# Cannot stand in a text: `text.clean` replaces it at the door.
SEPARATOR = 0

# A longer text is scored by its head and its tail, so that padding hides neither.
_HEAD_CHARS, _TAIL_CHARS = 15_000, 5_000
_LONGEST_RUN = 3
_LONGEST_MARKS = 8


@dataclass(frozen=True, slots=True)
class View:
    """Folded code points of a batch.

    `codes` and `origin` have shape (n,); ``origin[i]`` is the position in the batch's
    own `codes` that ``codes[i]`` came from. Text k is ``codes[bounds[k] + 1 :
    bounds[k + 1]]``, as in `Batch`.
    """

    codes: NDArray[np.uint32]
    origin: NDArray[np.int64]
    bounds: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as one array of code points, entities decoded.

    ``codes[bounds[k]]`` is the separator before text k. ``starts_in_text[k]`` gives,
    for each code point of text k, its offset in the original, or is None where the two
    are the same. `kinds` is the `Kind` of each code point.
    """

    codes: NDArray[np.uint32]
    bounds: NDArray[np.int64]
    kinds: NDArray[np.uint16]
    starts_in_text: tuple[NDArray[np.int64] | None, ...]

    def offset(self, text: int, position: int) -> int:
        """Translate a position in `codes` to an offset in the original text."""
        local = max(position - int(self.bounds[text]) - 1, 0)
        known = self.starts_in_text[text]
        return local if known is None else int(known[min(local, len(known) - 1)])


def batch_of(texts: Sequence[str]) -> Batch:
    """Put `texts` side by side, ready for views."""
    decoded = [_decoded(text) for text in texts]
    joined = "\0".join(["", *[text for text, _ in decoded], ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    if not joined.isascii():
        codes = _below_size(codes)
    kinds = tables().kind[codes]
    return Batch(codes, _bounds(codes), kinds, tuple(starts for _, starts in decoded))


def plain_view(batch: Batch) -> View:
    """Fold compatibility forms and case, and drop what cannot be seen."""
    codes, origin = _folded(batch.codes, tables().plain)
    return View(codes, origin, _bounds(codes))


def skeleton_view(batch: Batch) -> View:
    """Fold as a reader in a hurry does, so that disguised words meet plain ones.

    Accents are dropped, look-alike letters and digits inside words become Latin
    letters, white space is one blank, runs are cut to three, and words spaced out
    letter by letter are closed up.
    """
    codes, origin = _folded(batch.codes, tables().skeleton)
    codes = _without_leet(codes)
    kinds = tables().kind[codes]
    codes = np.where(kinds & Kind.SPACE, np.uint32(32), codes)
    kept = _without_runs(codes) & _without_spacing(codes, kinds)
    if not kept.all():
        codes, origin = codes[kept], origin[kept]
    return View(codes, origin, _bounds(codes))


def _decoded(text: str) -> tuple[str, NDArray[np.int64] | None]:
    if "\0" in text:
        text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if len(text) <= _HEAD_CHARS + _TAIL_CHARS:
        return decode_entities(text) if "&" in text else (text, None)
    tail_at = len(text) - _TAIL_CHARS
    starts = np.r_[0:_HEAD_CHARS, tail_at : len(text)]
    cut, inner = decode_entities(text[:_HEAD_CHARS] + text[tail_at:])
    return cut, starts if inner is None else starts[inner]


def _bounds(codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    return np.flatnonzero(codes == SEPARATOR)


def _below_size(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Map planes 3 and up: tags and selectors are invisible, the rest is one symbol."""
    if int(codes.max(initial=0)) < SIZE:
        return codes
    unseen = (codes >= 0xE0000) & (codes < 0xE1000)
    codes = np.where(unseen, np.uint32(INVISIBLE_STAND_IN), codes)
    return np.where(codes >= SIZE, np.uint32(0xFFFD), codes)


def _folded(
    codes: NDArray[np.uint32], folding: Folding
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    length = folding.length[codes]
    if length.min(initial=1) == 1 == length.max(initial=1):
        return folding.first[codes], np.arange(len(codes))
    length = length.astype(np.int64)
    origin = np.repeat(np.arange(len(codes)), length)
    within = np.arange(len(origin)) - np.repeat(np.cumsum(length) - length, length)
    return folding.pool[folding.start[codes][origin] + within], origin


_LEET = np.arange(128, dtype=np.uint32)
for _from, _to in zip("01345789@$", "oieastbgas", strict=True):
    _LEET[ord(_from)] = ord(_to)


def _without_leet(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Turn digits, @ and $ between two letters into the letter that they imitate."""
    is_leet = _LEET[np.minimum(codes, 127)] != np.minimum(codes, 127)
    is_leet &= codes < 128
    if not is_leet.any():
        return codes
    at = np.flatnonzero(is_leet[1:-1]) + 1
    letter = tables().kind[codes] & Kind.LETTER
    between = (letter[at - 1] != 0) & (letter[at + 1] != 0)
    folded = codes.copy()
    folded[at[between]] = _LEET[codes[at[between]]]
    return folded


def _without_runs(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Keep three of a run of one character, and one of a run of blanks."""
    kept = np.ones(len(codes), bool)
    same = codes[1:] == codes[:-1]
    same &= codes[1:] != SEPARATOR
    kept[1:] = ~(same & (codes[1:] == 32))
    long_run = same[2:] & same[1:-1] & same[:-2]
    kept[_LONGEST_RUN:] &= ~long_run
    return kept


def _without_spacing(
    codes: NDArray[np.uint32], kinds: NDArray[np.uint16]
) -> NDArray[np.bool_]:
    """Drop the separators inside four or more letters that stand alone."""
    kept = np.ones(len(codes), bool)
    alone = lone_letters(kinds)
    if np.count_nonzero(alone) < 4:
        return kept
    # A chain is letter, separator, letter, ...: lone letters two apart.
    pair = alone[:-2] & alone[2:]
    starts = np.flatnonzero(pair[:-4] & pair[2:-2] & pair[4:])
    for step in (1, 3, 5):
        kept[starts + step] = False
    kept[codes == SEPARATOR] = True
    return kept


def lone_letters(kinds: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Tell the letters that have no letter, digit or mark beside them."""
    word = (kinds & Kind.WORD) != 0
    alone: NDArray[np.bool_] = (kinds & Kind.LETTER) != 0
    alone[1:] &= ~word[:-1]
    alone[:-1] &= ~word[1:]
    return alone
