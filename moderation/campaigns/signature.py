"""MinHash signatures of texts, read as a reader in a hurry does.

Signatures are kept in the database and compared for years, so nothing here may change
what a text is signed with: the hashes are our own, and so are their constants.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moderation.campaigns.letters import letters_of

__all__ = ["N_BANDS", "N_HASHES", "Signature", "band_keys", "signatures", "similarity"]

Signature = NDArray[np.uint32]

N_HASHES: Final = 64
_ROWS_A_BAND: Final = 4
N_BANDS: Final = N_HASHES // _ROWS_A_BAND
_SHINGLE: Final = 5

# Hashes are computed for so many shingles at a time: 2 MB of them.
_CHUNK = 8_192


def signatures(texts: Sequence[str]) -> list[Signature | None]:
    """Sign each of `texts`; None where there is too little to tell it by.

    A signature has shape (N_HASHES,): the least of each hash over the text's shingles,
    which are runs of letters without what stands between them.
    """
    signed: list[Signature | None] = []
    for letters in letters_of(texts):
        signed.append(None if letters is None else _signature(letters))
    return signed


def similarity(a: Signature, b: Signature) -> float:
    """Estimate the share of shingles that two texts have in common (Jaccard)."""
    return int(np.count_nonzero(a == b)) / N_HASHES


def band_keys(signature: Signature) -> tuple[int, ...]:
    """Return the keys under which similar texts meet: 64 bits, signed, for SQL.

    Each holds four hashes and the number of its band.
    """
    bands = signature.reshape(-1, _ROWS_A_BAND).astype(np.uint64)
    keys = np.arange(len(bands), dtype=np.uint64)
    for row in range(_ROWS_A_BAND):
        keys = _mixed(keys ^ bands[:, row])
    return tuple(keys.view(np.int64).tolist())


def _signature(letters: NDArray[np.uint32]) -> Signature:
    shingles = _shingles(letters)
    least = np.full(N_HASHES, 0xFFFFFFFF, np.uint32)
    for at in range(0, len(shingles), _CHUNK):
        hashes = shingles[at : at + _CHUNK] * _FACTORS[:, None]
        np.minimum(least, hashes.min(axis=1), out=least)
    return least


def _shingles(letters: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hash each run of letters to 32 bits; shape (n_letters - 4,)."""
    n = len(letters) - _SHINGLE + 1
    hashes = np.zeros(n, np.uint64)
    for place in range(_SHINGLE):
        hashes = (hashes ^ letters[place : place + n]) * _PRIME
    return (_mixed(hashes) >> np.uint64(32)).astype(np.uint32)


# The 64-bit prime of FNV-1a, and the finaliser of SplitMix64 (both public domain).
_PRIME = np.uint64(0x100000001B3)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_GOLDEN = 0x9E3779B97F4A7C15


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = values + np.uint64(_GOLDEN)
    values = (values ^ (values >> np.uint64(30))) * _MIX_1
    values = (values ^ (values >> np.uint64(27))) * _MIX_2
    return values ^ (values >> np.uint64(31))


# Odd, so that each is a permutation of the 32-bit numbers.
_FACTORS: NDArray[np.uint32] = (
    _mixed(np.arange(N_HASHES, dtype=np.uint64)) >> np.uint64(32)
).astype(np.uint32) | np.uint32(1)
