"""HTML entities in comment text, decoded without losing where they stood."""

import html
import re

import numpy as np
from numpy.typing import NDArray

__all__ = ["decode_entities"]

_ENTITY = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,24});"
)


def decode_entities(text: str) -> tuple[str, NDArray[np.int64] | None]:
    """Decode each entity once.

    Returns
    -------
    str
        The decoded text.
    array of int, shape (n_chars,), or None
        The offset of each character in `text`; None where nothing was decoded.
    """
    pieces: list[str] = []
    offsets: list[NDArray[np.int64]] = []
    at = 0
    for found in _ENTITY.finditer(text):
        decoded = html.unescape(found[0]).replace("\0", "\N{REPLACEMENT CHARACTER}")
        pieces += (text[at : found.start()], decoded)
        offsets += (
            np.arange(at, found.start()),
            np.full(len(decoded), found.start(), np.int64),
        )
        at = found.end()
    if not pieces:
        return text, None
    pieces.append(text[at:])
    offsets.append(np.arange(at, len(text)))
    return "".join(pieces), np.concatenate(offsets)
