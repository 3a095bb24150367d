"""Views of a batch of texts: arrays of folded code points that know their origin.

A batch is held as one array with a `SEPARATOR` before, between and after the texts, so
that every step is a few NumPy calls whatever the number of texts.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.text.codepoints import (
    INVISIBLE_STAND_IN,
    LEET,
    SIZE,
    Folding,
    Kind,
    tables,
)
from moderation.text.entities import decode_entities
from moderation.text.hidden import may_hide, reveal

__all__ = ["SEPARATOR", "Batch", "View", "batch_of", "plain_view", "skeleton_view"]

# Cannot stand in a text: `text.clean` replaces it at the door.
SEPARATOR = 0

# A longer text is scored by its head and its tail, so that padding hides neither.
_HEAD_CHARS, _TAIL_CHARS = 15_000, 5_000
_BLANK = 32
# NumPy takes a plain number of the same type five times faster than a flag.
_IS_LEET, _IS_LETTER = np.uint16(Kind.LEET), np.uint16(Kind.LETTER)
_IN_WORD = np.uint16(Kind.WORD)


class View(NamedTuple):
    """Folded code points of a batch.

    `codes`, `in_word` and `origin` have shape (n,); `in_word` tells letters, digits and
    marks; ``origin[i]`` is the position in the batch's own `codes` that ``codes[i]``
    came from. Text k is ``codes[bounds[k] + 1 : bounds[k + 1]]``, as in `Batch`.
    `chains` are the positions in the batch where four letters stand alone in a row.
    """

    codes: NDArray[np.uint32]
    in_word: NDArray[np.bool_]
    origin: NDArray[np.int64]
    bounds: NDArray[np.int64]
    chains: NDArray[np.int64]


class Batch(NamedTuple):
    """Texts as one array of code points, entities decoded.

    ``codes[bounds[k]]`` is the separator before text k. ``starts_in_text[k]`` gives,
    for each code point of text k and for its end, the offset in the original, or is
    None where the two are the same. `kinds` is the `Kind` of each code point, `in_word`
    is as in `View`. `texts` are the texts as a browser shows them.
    """

    codes: NDArray[np.uint32]
    bounds: NDArray[np.int64]
    kinds: NDArray[np.uint16]
    in_word: NDArray[np.bool_]
    is_ascii: bool
    starts_in_text: tuple[NDArray[np.int64] | None, ...]
    texts: tuple[str, ...]

    def offsets(self, text: int, positions: NDArray[np.int64]) -> list[int]:
        """Translate positions in `codes`, of text k or its end, to original offsets."""
        local = positions - (self.bounds[text] + 1)
        known = self.starts_in_text[text]
        offsets: list[int] = (local if known is None else known[local]).tolist()
        return offsets


def batch_of(texts: Sequence[str]) -> Batch:
    """Put `texts` side by side, ready for views."""
    decoded = [_decoded(text) for text in texts]
    joined = "\0".join(["", *[text for text, _ in decoded], ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    is_ascii = joined.isascii()
    if not is_ascii:
        codes = _below_size(codes)
    kinds = tables().kind[codes]
    starts = tuple(starts for _, starts in decoded)
    in_word = (kinds & _IN_WORD) != 0
    seen = tuple(text for text, _ in decoded)
    return Batch(codes, _bounds(codes), kinds, in_word, is_ascii, starts, seen)


def plain_view(batch: Batch) -> View:
    """Fold compatibility forms and case, and drop what cannot be seen."""
    codes, kinds, origin = _folded(batch, tables().plain)
    if batch.is_ascii:
        return View(codes, batch.in_word, origin, batch.bounds, _NOWHERE)
    return View(codes, (kinds & _IN_WORD) != 0, origin, _bounds(codes), _NOWHERE)


def skeleton_view(batch: Batch) -> View:
    """Fold as a reader in a hurry does, so that disguised words meet plain ones.

    Accents are dropped, look-alike letters and digits inside words become Latin
    letters, white space is one blank, runs are cut to three, and words spaced out
    letter by letter are closed up.
    """
    codes, kinds, origin = _folded(batch, tables().skeleton)
    in_word = batch.in_word if batch.is_ascii else (kinds & _IN_WORD) != 0
    codes = _without_leet(codes, kinds)
    chains = _spaced_letters(codes, kinds, in_word)
    dropped = _repeats(codes)
    if len(chains):
        dropped = np.concatenate((dropped, chains + 1, chains + 3, chains + 5))
        chains = origin[chains]
    if len(dropped):
        kept = np.ones(len(codes), bool)
        kept[dropped] = False
        codes, in_word, origin = codes[kept], in_word[kept], origin[kept]
    return View(codes, in_word, origin, _bounds(codes), chains)


_NOWHERE = np.empty(0, np.int64)


def _decoded(text: str) -> tuple[str, NDArray[np.int64] | None]:
    if "\0" in text:
        text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    n_chars = len(text)
    starts = None
    if n_chars > _HEAD_CHARS + _TAIL_CHARS:
        tail_at = n_chars - _TAIL_CHARS
        starts = np.r_[0:_HEAD_CHARS, tail_at:n_chars]
        text = text[:_HEAD_CHARS] + text[tail_at:]
    if "&" in text:
        text, inner = decode_entities(text)
        starts = _composed(starts, inner)
    if may_hide(text):
        text, inner = reveal(text)
        starts = _composed(starts, inner)
    return text, starts if starts is None else np.append(starts, n_chars)


def _composed(
    outer: NDArray[np.int64] | None, inner: NDArray[np.int64] | None
) -> NDArray[np.int64] | None:
    """Follow offsets of one step into the text of the step before."""
    if outer is None or inner is None:
        return outer if inner is None else inner
    return outer[inner]


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
    batch: Batch, folding: Folding
) -> tuple[NDArray[np.uint32], NDArray[np.uint16], NDArray[np.int64]]:
    """Return folded code points, their kinds, and where each came from."""
    codes = batch.codes
    if batch.is_ascii:
        # Folding ASCII changes case and blanks, never a length or a kind.
        return folding.first[codes], batch.kinds, np.arange(len(codes))
    length = folding.length[codes].astype(np.int64)
    origin = np.repeat(np.arange(len(codes)), length)
    within = np.arange(len(origin)) - np.repeat(np.cumsum(length) - length, length)
    folded = folding.pool[folding.start[codes][origin] + within]
    return folded, tables().kind[folded], origin


_LEET = np.arange(128, dtype=np.uint32)
for _from, _to in zip(LEET, "oieastbgas", strict=True):
    _LEET[ord(_from)] = ord(_to)


def _without_leet(
    codes: NDArray[np.uint32], kinds: NDArray[np.uint16]
) -> NDArray[np.uint32]:
    """Turn up to three digits, @ or $ between letters into those that they imitate."""
    at = np.flatnonzero(kinds & _IS_LEET)
    if not len(at):
        return codes
    edges = np.flatnonzero(np.diff(at) != 1) + 1
    first = at[np.concatenate(([0], edges))]
    last = at[np.concatenate((edges - 1, [len(at) - 1]))]
    between = (kinds[first - 1] & kinds[last + 1] & _IS_LETTER) != 0
    between &= last - first < _LONGEST_LEET
    first, last = first[between], last[between]
    for step in range(_LONGEST_LEET):
        inside = first[first + step <= last] + step
        codes[inside] = _LEET[codes[inside]]
    return codes


_LONGEST_LEET = 3


def _repeats(codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Find what is over three in a run of one character, or over one blank."""
    same = np.flatnonzero(codes[1:] == codes[:-1]) + 1
    if not len(same):
        return same
    repeated = codes[same]
    too_many = repeated == _BLANK
    too_many[2:] |= same[2:] - same[:-2] == 2
    too_many &= repeated != SEPARATOR
    return np.asarray(same[too_many])


def _spaced_letters(
    codes: NDArray[np.uint32], kinds: NDArray[np.uint16], in_word: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Find where four letters in a row stand alone, one character apart."""
    # True > False: in a word, with neither neighbour in one.
    alone = np.flatnonzero(in_word[1:-1] > (in_word[:-2] | in_word[2:])) + 1
    if len(alone) < 4:
        return _NOWHERE
    # Four in a row, two apart, span six.
    starts = alone[:-3][alone[3:] - alone[:-3] == 6]
    if not len(starts):
        return _NOWHERE
    chains = starts[:, None] + (0, 2, 4, 6)
    starts = starts[(kinds[chains] & _IS_LETTER).all(axis=1)]
    gaps = codes[starts[:, None] + (1, 3, 5)]
    return np.asarray(starts[(gaps != SEPARATOR).all(axis=1)])
