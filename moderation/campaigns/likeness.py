"""Decide which texts are one campaign."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.campaigns.record import Form
from moderation.campaigns.signature import Signature, band_keys, signatures, similarity

__all__ = ["SAME", "SIMILAR", "Signed", "alike", "earlier", "sign"]

# Of 1,000 comments of one source fewer than one joins what it does not resemble, see
# docs/experiments/0011-near-duplicates.md.
SIMILAR: Final = 0.6
# A paragraph has to say what another comment says as a whole.
_SIMILAR_PIECE: Final = 0.8
# Nobody needs two forms so close.
SAME: Final = 0.9

# So many earlier texts of a batch are compared with each.
_MAX_EARLIER = 50
_MIN_PIECE_CHARS = 30
_MAX_PARAGRAPHS = 8
_BETWEEN = re.compile(r"\n\s*\n|\r\n\s*\r\n")
_QUOTE = (">", "&gt;", "<blockquote")


@dataclass(frozen=True, slots=True)
class Signed:
    """The signature of a text, and those of parts that somebody may have padded."""

    whole: Signature
    pieces: tuple[Signature, ...] = ()


def sign(texts: Sequence[str]) -> list[Signed | None]:
    """Sign texts with their parts; None where there is too little to tell one by."""
    pieces = [_pieces(text) for text in texts]
    parts = signatures([*texts, *(each for found in pieces for each in found)])
    rest = iter(parts[len(texts) :])
    signed = []
    for whole, found in zip(parts, pieces, strict=False):
        inner = [next(rest) for _ in found]
        kept = tuple(each for each in inner if each is not None)
        signed.append(None if whole is None else Signed(whole, kept))
    return signed


def alike(signed: Signed, found: Sequence[Sequence[Form]]) -> list[tuple[Form, float]]:
    """Choose the forms that a text resembles, each with its similarity.

    `found` are the forms that share a band with the whole and with each piece.
    """
    chosen: dict[int, tuple[Form, float]] = {}
    parts = (signed.whole, *signed.pieces)
    for n, (part, forms) in enumerate(zip(parts, found, strict=True)):
        least = _SIMILAR_PIECE if n else SIMILAR
        for form in forms:
            close = similarity(part, form.signature)
            if close >= least and form.id not in chosen:
                # A padded copy is no second copy of the form: it is one of its own.
                chosen[form.id] = (form, 0.0 if n else close)
    return list(chosen.values())


def earlier(signed: Sequence[Signed | None]) -> list[list[int]]:
    """Find for each text of a batch those before it that it resembles, newest 50."""
    by_key: dict[int, list[int]] = {}
    found: list[list[int]] = []
    for n, each in enumerate(signed):
        keys = () if each is None else band_keys(each.whole)
        met = {k for key in keys for k in by_key.get(key, ())[-_MAX_EARLIER:]}
        newest = sorted(met, reverse=True)[:_MAX_EARLIER]
        found.append([k for k in newest if _are_similar(each, signed[k])])
        for key in keys:
            by_key.setdefault(key, []).append(n)
    return found


def _are_similar(a: Signed | None, b: Signed | None) -> bool:
    return a is not None and b is not None and similarity(a.whole, b.whole) >= SIMILAR


def _pieces(text: str) -> list[str]:
    """Return paragraphs, and the text without its first, its last and both."""
    found = [each.strip() for each in _BETWEEN.split(text, _MAX_PARAGRAPHS)]
    said = [each for each in found if each and not each.startswith(_QUOTE)]
    if len(found) < 2:
        return []
    runs = [said[1:], said[:-1], said[1:-1]] if len(said) > 2 else []
    parts = dict.fromkeys([*said, *("\n\n".join(run) for run in runs)])
    return [each for each in parts if len(each) >= _MIN_PIECE_CHARS and each != text]
