"""Undo what HTML and writing direction do to words: read what a reader sees.

A tag inside a word, a comment, an element that is not shown and text written backwards
under an override are all read as a browser shows them. Line breaks inside words are
closed where there are so many that no lines are left.
"""

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["may_hide", "reveal"]

_OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
_INLINE = "b|i|u|em|strong|span|font|wbr|small|sub|sup"
# Bounded, as all patterns over what strangers send.
_UNSHOWN = re.compile(
    r"<!--(?P<comment>.{0,300}?)-->"
    r"|<(?P<tag>span|font|div|p|b|i|small|a)\s[^<>]{0,200}"
    r"(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0|size=[\"']?0)"
    r"[^<>]{0,100}>[^<>]{0,400}</(?P=tag)>"
    rf"|(?<=\w)(?:</?(?:{_INLINE})(?:\s[^<>]{{0,100}})?/?>){{1,4}}(?=\w)"
    rf"|{_OVERRIDE}(?P<backwards>[^\n\u202c\u202d]{{1,400}})\u202c?",
    re.IGNORECASE | re.DOTALL,
)


# A break between two letters with no blank at it.
_BREAK = re.compile(r"(?<=[^\W\d_])\r?\n(?=[^\W\d_])")
_FEWEST_BREAKS = 2
# Verse and lists have longer lines than this, in characters.
_SHORT_LINE = 22


@dataclass(slots=True)
class _Parts:
    pieces: list[str] = field(default_factory=list)
    offsets: list[NDArray[np.int64]] = field(default_factory=list)

    def add(self, piece: str, offsets: NDArray[np.int64]) -> None:
        self.pieces.append(piece)
        self.offsets.append(offsets)


def may_hide(text: str) -> bool:
    """Tell cheaply whether `reveal` could find anything."""
    if _OVERRIDE in text or "<" in text:
        return True
    n_breaks = text.count("\n")
    return n_breaks >= _FEWEST_BREAKS and len(text) < n_breaks * _SHORT_LINE


def reveal(text: str) -> tuple[str, NDArray[np.int64] | None]:
    """Return what a browser shows of `text`.

    Returns
    -------
    str
        The text without what is not shown, words of an override turned round.
    array of int, shape (n_chars,), or None
        The offset of each character in `text`; None where nothing was hidden.
    """
    parts = _Parts()
    at = 0
    all_found = (*_UNSHOWN.finditer(text), *_breaks(text))
    for found in sorted(all_found, key=lambda each: each.start()):
        if found.start() < at:
            continue
        parts.add(text[at : found.start()], np.arange(at, found.start()))
        if found.re is _UNSHOWN and found["backwards"]:
            first, end = found.span("backwards")
            parts.add(text[first:end][::-1], np.arange(first, end)[::-1])
        at = found.end()
    if not parts.pieces:
        return text, None
    parts.add(text[at:], np.arange(at, len(text)))
    return "".join(parts.pieces), np.concatenate(parts.offsets)


def _breaks(text: str) -> list[re.Match[str]]:
    """Return the line breaks inside words, if words are broken all over the text."""
    found = [*_BREAK.finditer(text)]
    is_broken = len(found) >= _FEWEST_BREAKS and len(text) < len(found) * _SHORT_LINE
    return found if is_broken else []
