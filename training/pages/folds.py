"""The folds that judges of single texts are held out by."""

import hashlib

__all__ = ["N_FOLDS", "fold_of"]

N_FOLDS = 5


def fold_of(name: str) -> int:
    """Return the fold that holds out what is named so."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % N_FOLDS
