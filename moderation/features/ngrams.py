"""Hashed n-grams of a whole batch: rolling hashes over code points, in NumPy.

The hash of characters ``c[0] .. c[n-1]`` is ``sum(c[k] * M[k])`` modulo 2**32, so that
the hash for n + 1 is that for n plus one product; a finaliser then spreads it over the
buckets. Words are polynomials in one base, so that running sums give all at once.
"""

from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.text.views import SEPARATOR, View

__all__ = ["Grams", "char_grams", "hash_token", "word_grams"]

_MAX_TOKEN_CHARS = 64
_FEWEST_POWERS = 1 << 15
_BASE = 0x01000193
_RNG = np.random.Generator(np.random.PCG64(20261123))


def _odd_numbers(n: int) -> NDArray[np.uint32]:
    """Draw fixed multipliers, which are part of the format of artifacts."""
    return _RNG.integers(0, 2**32, n, np.uint32) | np.uint32(1)


_CHAR_MULTIPLIERS = _odd_numbers(8)
_SEEDS = _odd_numbers(64)
_BIGRAM_MULTIPLIER = np.uint32(0x9E3779B1)
_WORD_SEED, _BIGRAM_SEED, _TOKEN_SEED = 32, 33, 40


class Grams(NamedTuple):
    """One family of n-grams over a view, in order of position.

    `bucket` and `start` have shape (n_grams,): the column of each gram and the position
    in the view that it begins at. `width` is how many positions it covers, for each or
    for all.
    """

    bucket: NDArray[np.uint32]
    start: NDArray[np.int64]
    width: NDArray[np.int64] | int


def char_grams(view: View, sizes: tuple[int, ...], bits: int) -> list[Grams]:
    """Find the character n-grams of each size, 3 or more, in the order of sizes.

    No gram goes over the end of a text. The separators at both ends of a text count as
    characters, so that a gram knows whether it opens or closes the text.
    """
    codes = view.codes
    # One text alone has no separator inside, so every gram of it is alive.
    separated = codes == SEPARATOR if len(view.bounds) > 2 else None
    positions = np.arange(len(codes))
    total = codes * _CHAR_MULTIPLIERS[0]
    places: list[tuple[NDArray[np.int64], int]] = []
    totals: list[NDArray[np.uint32]] = []
    for n in range(2, min(max(sizes), len(codes)) + 1):
        last = len(codes) - n + 1
        total = total[:last] + codes[n - 1 :] * _CHAR_MULTIPLIERS[n - 1]
        if n in sizes:
            at = positions[:last]
            if separated is not None:
                at = at[_are_whole(separated, n)]
            places.append((at, n))
            alive = total if separated is None else total[at]
            totals.append(alive + _SEEDS[n])
    if not totals:
        return []
    # The high bits of a sum of products with random factors are a universal hash
    # (multilinear hashing: Lemire and Kaser 2014, section 2), so they need no mixing.
    buckets = np.concatenate(totals)
    buckets >>= np.uint32(32 - bits)
    pieces = _pieces(buckets, totals)
    return [Grams(piece, at, n) for piece, (at, n) in zip(pieces, places, strict=True)]


def _are_whole(separated: NDArray[np.bool_], n: int) -> NDArray[np.bool_]:
    """Tell which n-grams have no separator but at their ends, shape (n_grams,)."""
    last = len(separated) - n + 1
    whole = ~separated[1 : 1 + last]
    for k in range(2, n - 1):
        whole &= ~separated[k : k + last]
    return whole


def word_grams(view: View, bits: int) -> list[Grams]:
    """Find words, then pairs of neighbouring words of one text."""
    in_word = view.in_word
    # The first and the last code point are separators, so edges come in pairs.
    edges = np.flatnonzero(in_word[1:] != in_word[:-1])
    if not len(edges):
        return []
    start = edges[::2] + 1
    width = edges[1::2] + 1 - start
    hashes = _word_hashes(view.codes, edges, start)
    pairs = hashes[:-1] * _BIGRAM_MULTIPLIER + hashes[1:]
    first, both = start[:-1], start[1:] + width[1:] - start[:-1]
    if len(view.bounds) > 2:
        text = np.searchsorted(view.bounds, start)
        together = text[1:] == text[:-1]
        pairs, first, both = pairs[together], first[together], both[together]
    totals = [hashes ^ _SEEDS[_WORD_SEED], pairs ^ _SEEDS[_BIGRAM_SEED]]
    words, couples = _buckets(totals, bits)
    return [Grams(words, start, width), Grams(couples, first, both)]


def hash_token(family: int, token: str, bits: int) -> int:
    """Return the bucket of a token that is no n-gram; 0 <= family < 16."""
    codes = np.frombuffer(
        token[:_MAX_TOKEN_CHARS].encode("utf-32-le", "replace"), "<u4"
    )
    total = (codes * _powers(len(codes))[0]).sum(dtype=np.uint32)
    return int(_buckets([total[None] ^ _SEEDS[_TOKEN_SEED + family]], bits)[0][0])


def _word_hashes(
    codes: NDArray[np.uint32], edges: NDArray[np.int64], start: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """Hash words as polynomials: differences of running sums, moved to the origin."""
    powers, inverses = _powers(len(codes))
    at_edges = np.cumsum(codes * powers, dtype=np.uint32)[edges]
    return (at_edges[1::2] - at_edges[::2]) * inverses[start]


def _powers(n: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return `n` powers of the base modulo 2**32, and their inverses."""
    powers, inverses = _powers_to(max(1 << (n - 1).bit_length(), _FEWEST_POWERS))
    return powers[:n], inverses[:n]


@lru_cache(maxsize=4)
def _powers_to(n: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    def powers_of(base: int) -> NDArray[np.uint32]:
        factors = np.full(n, base, np.uint32)
        factors[0] = 1
        return np.cumprod(factors, dtype=np.uint32)

    return powers_of(_BASE), powers_of(pow(_BASE, -1, 2**32))


def _buckets(totals: list[NDArray[np.uint32]], bits: int) -> list[NDArray[np.uint32]]:
    """Finish many hashes at once; small NumPy calls cost more than long ones."""
    mixed = np.concatenate(totals)
    mixed ^= mixed >> np.uint32(16)
    mixed *= np.uint32(0x7FEB352D)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x846CA68B)
    mixed >>= np.uint32(32 - bits)
    return _pieces(mixed, totals)


def _pieces(
    whole: NDArray[np.uint32], like: list[NDArray[np.uint32]]
) -> list[NDArray[np.uint32]]:
    ends = list(accumulate(map(len, like)))
    return [whole[a:b] for a, b in pairwise([0, *ends])]
