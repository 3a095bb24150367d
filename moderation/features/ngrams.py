"""Hashed n-grams of a whole batch: rolling hashes over code points, in NumPy.

The hash of characters ``c[0] .. c[n-1]`` is ``sum(c[k] * M[k])`` modulo 2**32, so that
the hash for n + 1 is that for n plus one product; a finaliser then spreads it over the
buckets. Words are hashed the same way by their position in the word.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.text.codepoints import Kind, tables
from moderation.text.views import SEPARATOR, View

__all__ = ["Grams", "char_grams", "hash_token", "word_grams"]

_MAX_WORD_CHARS = 64
_RNG = np.random.Generator(np.random.PCG64(20261123))


def _odd_numbers(n: int) -> NDArray[np.uint32]:
    """Draw fixed multipliers, which are part of the format of artifacts."""
    return _RNG.integers(0, 2**32, n, np.uint32) | np.uint32(1)


_CHAR_MULTIPLIERS = _odd_numbers(8)
_WORD_MULTIPLIERS = _odd_numbers(_MAX_WORD_CHARS)
_SEEDS = _odd_numbers(64)
_BIGRAM_MULTIPLIER = np.uint32(0x9E3779B1)
_WORD_SEED, _BIGRAM_SEED, _TOKEN_SEED = 32, 33, 40


@dataclass(frozen=True, slots=True)
class Grams:
    """One family of n-grams over a view, in order of position.

    `bucket`, `start` and `end` have shape (n_grams,): the column of each gram and the
    positions ``start`` to ``end`` (exclusive) of the view that it covers.
    """

    bucket: NDArray[np.uint32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def char_grams(view: View, sizes: tuple[int, ...], bits: int) -> Iterator[Grams]:
    """Yield the character n-grams of each size, 3 or more; none goes over a text's end.

    The separators at both ends of a text count as characters, so that a gram knows
    whether it opens or closes the text.
    """
    codes = view.codes
    inside = codes != SEPARATOR
    alive = np.ones(len(codes), bool)
    total = np.zeros(len(codes), np.uint32)
    for n in range(1, max(sizes) + 1):
        last = len(codes) - n + 1
        if last <= 0:
            return
        total = total[:last] + codes[n - 1 :] * _CHAR_MULTIPLIERS[n - 1]
        alive = alive[:last]
        if n > 2:
            alive &= inside[n - 2 : n - 2 + last]
        if n in sizes:
            at = np.flatnonzero(alive)
            yield Grams(_bucket(total[at], _SEEDS[n], bits), at, at + n)


def word_grams(view: View, bits: int) -> Iterator[Grams]:
    """Yield words, then pairs of neighbouring words of one text."""
    codes = view.codes
    in_word = np.zeros(len(codes) + 2, bool)
    in_word[1:-1] = (tables().kind[codes] & Kind.WORD) != 0
    edges = np.flatnonzero(in_word[1:] != in_word[:-1])
    start, end = edges[::2], edges[1::2]
    if not len(start):
        return
    hashes = _word_hashes(codes, start, end)
    yield Grams(_bucket(hashes, _SEEDS[_WORD_SEED], bits), start, end)
    text = np.searchsorted(view.bounds, start)
    together = text[1:] == text[:-1]
    pairs = hashes[:-1] * _BIGRAM_MULTIPLIER + hashes[1:]
    yield Grams(
        _bucket(pairs[together], _SEEDS[_BIGRAM_SEED], bits),
        start[:-1][together],
        end[1:][together],
    )


def hash_token(family: int, token: str, bits: int) -> int:
    """Return the bucket of a token that is no n-gram; 0 <= family < 16."""
    codes = np.frombuffer(token[:_MAX_WORD_CHARS].encode("utf-32-le", "replace"), "<u4")
    total = (codes * _WORD_MULTIPLIERS[: len(codes)]).sum(dtype=np.uint32)
    return int(_bucket(total[None], _SEEDS[_TOKEN_SEED + family], bits)[0])


def _word_hashes(
    codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.uint32]:
    length = end - start
    first = np.cumsum(length) - length
    within = np.arange(int(length.sum())) - np.repeat(first, length)
    at = within + np.repeat(start, length)
    products = codes[at] * _WORD_MULTIPLIERS[np.minimum(within, _MAX_WORD_CHARS - 1)]
    return np.add.reduceat(products, first, dtype=np.uint32)


def _bucket(
    total: NDArray[np.uint32], seed: np.uint32, bits: int
) -> NDArray[np.uint32]:
    mixed = total ^ seed
    mixed = (mixed ^ (mixed >> np.uint32(16))) * np.uint32(0x7FEB352D)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(0x846CA68B)
    return mixed >> np.uint32(32 - bits)
