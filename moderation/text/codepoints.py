"""What each Unicode code point is and what it folds to, as tables to index with arrays.

The tables cover code points below `SIZE` (planes 0 to 2); the callers map the tags and
variation selectors of plane 14 to `INVISIBLE_STAND_IN` and anything else above to
itself. They are computed from the interpreter's Unicode data at the first use (0.3 s,
once a process) and never change.
"""

import unicodedata
from dataclasses import dataclass
from enum import IntFlag
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moderation.text.lookalikes import LOOKALIKES
from moderation.text.scripts import script_table

__all__ = ["INVISIBLE_STAND_IN", "LEET", "SIZE", "Folding", "Kind", "Tables", "tables"]

SIZE = 0x30000
INVISIBLE_STAND_IN = 0x200B
# Digits and signs that stand for a letter inside a word.
LEET = "01345789@$"


class Kind(IntFlag):
    """Properties of one code point."""

    LETTER = 1
    DIGIT = 2
    MARK = 4
    SPACE = 8
    UPPER = 16
    INVISIBLE = 32
    BIDI = 64
    FANCY = 128
    EMOJI = 256
    SYMBOL = 512
    LEET = 1024

    WORD = 1 | 2 | 4


@dataclass(frozen=True, slots=True)
class Folding:
    """What each code point becomes.

    `first` is the folded code point where `length` is 1; where `length` is larger the
    result is ``pool[start : start + length]``; where it is 0 nothing is left.
    """

    first: NDArray[np.uint32]
    length: NDArray[np.uint8]
    start: NDArray[np.uint32]
    pool: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables, each of shape (SIZE,) and indexed by code point.

    `plain` folds compatibility forms and case and drops what cannot be seen;
    `skeleton` also drops Latin-type accents, folds look-alike letters to Latin and
    makes every white space a blank.
    """

    kind: NDArray[np.uint16]
    script: NDArray[np.uint8]
    plain: Folding
    skeleton: Folding


# Soft hyphen, Mongolian separator, zero-width and word joiners, fillers, selectors.
_INVISIBLE = {0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164}
_INVISIBLE |= {0xFEFF, 0xFFA0, *range(0x180B, 0x1810), *range(0x200B, 0x2010)}
_INVISIBLE |= {*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)}
_BIDI = {0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}

# Accents of the Latin type. Vowel signs of Thai or Devanagari are marks too, but they
# carry the word, so they stay.
_ACCENTS = {*range(0x300, 0x370), *range(0x1AB0, 0x1B00), *range(0x1DC0, 0x1E00)}
_ACCENTS |= {*range(0x20D0, 0x2100), *range(0xFE20, 0xFE30), 0x489}

_EMOJI = {*range(0x1F000, 0x1F100), *range(0x1F1E6, 0x1FB00), *range(0x2600, 0x27C0)}
_EMOJI |= {*range(0x2B00, 0x2C00), *range(0x2300, 0x2400)}

_BY_CATEGORY = {"L": Kind.LETTER, "N": Kind.DIGIT, "M": Kind.MARK, "Z": Kind.SPACE}
_BY_CATEGORY |= {"S": Kind.SYMBOL, "P": Kind.SYMBOL}


@cache
def tables() -> Tables:
    """Return the tables, computed once a process."""
    letters = [chr(code) for code in range(SIZE)]
    plain = [_plain(letter) for letter in letters]
    skeleton = [_skeleton(folded) for folded in plain]
    return Tables(
        kind=_kinds(letters, plain),
        script=script_table(SIZE),
        plain=_folding(plain),
        skeleton=_folding(skeleton),
    )


def _plain(letter: str) -> str:
    code = ord(letter)
    if code < 128:
        return letter.lower()
    if code in _INVISIBLE:
        return ""
    if 0xD800 <= code < 0xE000 or 0x3400 <= code < 0xA000 or 0xAC00 <= code < 0xD7A4:
        return letter
    return unicodedata.normalize("NFKC", letter).casefold()


def _skeleton(folded: str) -> str:
    if folded.isspace():
        return " "
    if (
        folded.isascii()
        or "\uac00" <= folded < "\ud7a4"
        or "\u3400" <= folded < "\ua000"
    ):
        return folded
    bare = unicodedata.normalize("NFD", folded) if len(folded) < 4 else folded
    kept = (each for each in bare if ord(each) not in _ACCENTS)
    composed = unicodedata.normalize("NFC", "".join(kept))
    return "".join(LOOKALIKES.get(each, each) for each in composed)


def _folding(folded: list[str]) -> Folding:
    length = np.array([len(each) for each in folded], np.uint8)
    pool = np.frombuffer("".join(folded).encode("utf-32-le", "surrogatepass"), "<u4")
    start = (np.cumsum(length, dtype=np.uint32) - length).astype(np.uint32)
    first = pool[np.minimum(start, len(pool) - 1)]
    return Folding(first.astype(np.uint32), length, start, pool.astype(np.uint32))


def _kinds(letters: list[str], plain: list[str]) -> NDArray[np.uint16]:
    kinds = np.zeros(len(letters), np.uint16)
    for code, letter in enumerate(letters):
        category = unicodedata.category(letter)
        kind = _BY_CATEGORY.get(category[0], Kind(0))
        if category in ("Lu", "Lt"):
            kind |= Kind.UPPER
        if _is_fancy(code, plain[code]):
            kind |= Kind.FANCY | Kind.LETTER
        kinds[code] = kind
    _mark(kinds, _INVISIBLE, Kind.INVISIBLE)
    _mark(kinds, _BIDI, Kind.BIDI)
    _mark(kinds, _EMOJI, Kind.EMOJI)
    _mark(kinds, range(9, 14), Kind.SPACE)
    _mark(kinds, {ord(letter) for letter in LEET}, Kind.LEET)
    return kinds


def _is_fancy(code: int, folded: str) -> bool:
    """Tell decorative Latin: enclosed, mathematical, negative squares and circles."""
    enclosed = 0x2460 <= code < 0x2500 or 0x1D400 <= code < 0x1D800
    enclosed = enclosed or 0x1F110 <= code < 0x1F1E6
    return enclosed and (folded.isalnum() or code >= 0x1F150)


def _mark(kinds: NDArray[np.uint16], codes: "set[int] | range", kind: Kind) -> None:
    kinds[list(codes)] |= np.uint16(kind)
