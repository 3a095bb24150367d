"""What of a text its signature reads: folded letters alone, without links."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.text.codepoints import Kind, tables
from moderation.text.urls import find_links
from moderation.text.views import Batch, View, batch_of, skeleton_view

__all__ = ["MIN_LETTERS", "MIN_WORDS", "letters_of"]

# Three short words, as "buy my pills", of which double letters are read as one.
MIN_LETTERS, MIN_WORDS = 8, 3

# Head and tail of a longer text, in letters.
_HEAD, _TAIL = 3_000, 1_000

_LETTERS = np.uint16(Kind.LETTER | Kind.MARK)

# The digits and signs that a reader takes for letters wherever they touch one.
_LEET = np.arange(128, dtype=np.uint32)
for _from, _to in zip("01345789@$", "oieastbgas", strict=True):
    _LEET[ord(_from)] = ord(_to)


def letters_of(texts: Sequence[str]) -> list[NDArray[np.uint32] | None]:
    """Return the letters of each text; None where they are too few to tell it by.

    Links are left out, unless they are all there is: the same words with another
    address are the same campaign.
    """
    batch = batch_of(texts)
    view = skeleton_view(batch)
    codes, kept = _read(view)
    in_link = _in_links(batch)[view.origin]
    found = []
    for k in range(len(texts)):
        part = slice(int(view.bounds[k]) + 1, int(view.bounds[k + 1]))
        letters = _enough(codes[part], kept[part] & ~in_link[part])
        if letters is None and in_link[part].any():
            letters = _enough(codes[part], kept[part])
        found.append(letters)
    return found


def _read(view: View) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Turn digits that touch letters into letters, and tell the letters."""
    codes = view.codes
    is_letter = (tables().kind[codes] & _LETTERS) != 0
    is_leet = (codes < 128) & (_LEET[np.minimum(codes, 127)] != codes)
    for _ in range(2):
        touches = np.zeros(len(codes), bool)
        touches[1:] |= is_letter[:-1]
        touches[:-1] |= is_letter[1:]
        is_letter |= is_leet & touches
    turned = is_leet & is_letter
    return np.where(turned, _LEET[np.minimum(codes, 127)], codes), is_letter


def _in_links(batch: Batch) -> NDArray[np.bool_]:
    inside = np.zeros(len(batch.codes), bool)
    for k, text in enumerate(batch.texts):
        first = int(batch.bounds[k]) + 1
        for link in find_links(text):
            inside[first + link.start : first + link.end] = True
    return inside


def _enough(
    codes: NDArray[np.uint32], kept: NDArray[np.bool_]
) -> NDArray[np.uint32] | None:
    letters = codes[kept]
    # Two of a kind are read as one, so that "freeeee" is "free".
    letters = letters[np.flatnonzero(np.diff(letters, prepend=np.uint32(0)))]
    if len(letters) > _HEAD + _TAIL:
        letters = np.concatenate((letters[:_HEAD], letters[-_TAIL:]))
    return letters if _is_enough(letters, kept) else None


def _is_enough(letters: NDArray[np.uint32], kept: NDArray[np.bool_]) -> bool:
    n_wide = int(np.count_nonzero(letters >= _FIRST_WIDE))
    n_unparted = int(np.count_nonzero((letters >= 0xE00) & (letters < 0x10A0)))
    n_starts = int(np.count_nonzero(kept[1:] > kept[:-1])) + bool(kept[:1].any())
    n_words = n_starts + n_wide + n_unparted // _LETTERS_A_WORD
    return len(letters) + n_wide // 3 >= MIN_LETTERS and n_words >= MIN_WORDS


# From here on letters are written without blanks, and six say as much as eight.
_FIRST_WIDE = 0x2E80

# Thai, Lao, Tibetan and Burmese have no blanks between words either.
_LETTERS_A_WORD = 4
