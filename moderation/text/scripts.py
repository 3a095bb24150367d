"""Which writing system a letter belongs to."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

__all__ = ["Script", "script_table"]


class Script(IntEnum):
    """Writing systems that matter for telling obfuscation from plain foreign text."""

    NONE = 0
    LATIN = 1
    CYRILLIC = 2
    GREEK = 3
    HEBREW = 4
    ARABIC = 5
    INDIC = 6
    THAI = 7
    HANGUL = 8
    KANA = 9
    HAN = 10
    ARMENIAN = 11
    GEORGIAN = 12
    CHEROKEE = 13


# First and last code point; letters outside these ranges have no script here.
_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x41, 0x5A, Script.LATIN),
    (0x61, 0x7A, Script.LATIN),
    (0xC0, 0x24F, Script.LATIN),
    (0x250, 0x2AF, Script.LATIN),
    (0x370, 0x3FF, Script.GREEK),
    (0x400, 0x52F, Script.CYRILLIC),
    (0x531, 0x58F, Script.ARMENIAN),
    (0x591, 0x5F4, Script.HEBREW),
    (0x600, 0x77F, Script.ARABIC),
    (0x8A0, 0x8FF, Script.ARABIC),
    (0x900, 0xDFF, Script.INDIC),
    (0xE01, 0xEFF, Script.THAI),
    (0x10A0, 0x10FF, Script.GEORGIAN),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x13A0, 0x13FF, Script.CHEROKEE),
    (0x1C80, 0x1C8F, Script.CYRILLIC),
    (0x1D00, 0x1DBF, Script.LATIN),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x2C60, 0x2C7F, Script.LATIN),
    (0x2DE0, 0x2DFF, Script.CYRILLIC),
    (0x3040, 0x30FF, Script.KANA),
    (0x3130, 0x318F, Script.HANGUL),
    (0x3400, 0x9FFF, Script.HAN),
    (0xA640, 0xA69F, Script.CYRILLIC),
    (0xA720, 0xA7FF, Script.LATIN),
    (0xAB70, 0xABBF, Script.CHEROKEE),
    (0xAC00, 0xD7A3, Script.HANGUL),
    (0xF900, 0xFAFF, Script.HAN),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFC, Script.ARABIC),
    (0xFF21, 0xFF3A, Script.LATIN),
    (0xFF41, 0xFF5A, Script.LATIN),
    (0x1D400, 0x1D7FF, Script.LATIN),
    (0x20000, 0x2FFFF, Script.HAN),
)


def script_table(size: int) -> NDArray[np.uint8]:
    """Return the script of each code point below `size`."""
    table = np.zeros(size, np.uint8)
    for first, last, script in _RANGES:
        table[first : last + 1] = script
    return table
