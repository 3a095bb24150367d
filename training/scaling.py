"""Scale a feature matrix as the scorer does: rarity, blocks of length 1, shares."""

from itertools import pairwise
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from moderation.features.union import Layout

__all__ = ["BlockScaler"]

# Tokens and dense columns weigh less than the text, or a few links outvote it on short
# texts; with .1 for dense columns too little carries over to another site
# (experiment 0004).
_TOKEN_SHARE = 0.15
_DENSE_SHARE = 0.6


class BlockScaler(TransformerMixin, BaseEstimator):
    """Weigh words and n-grams by rarity and give each block of a comment length 1.

    Attributes
    ----------
    factor_ : array of float32, shape (n_columns,)
        Inverse document frequency of words and n-grams; a fixed share for the rest.
    """

    def __init__(self, layout: Layout | None = None) -> None:
        self.layout = layout

    def fit(self, X: csr_matrix, y: object = None) -> Self:
        """Learn the document frequency of each column."""
        layout = self.layout or Layout()
        document_frequency = np.bincount(X.indices, minlength=X.shape[1])
        factor = np.log((1 + X.shape[0]) / (1 + document_frequency)) + 1
        factor[layout.block_starts[2] :] = _TOKEN_SHARE
        factor[layout.n_hashed :] = _DENSE_SHARE
        self.factor_ = factor.astype(np.float32)
        return self

    def transform(self, X: csr_matrix, copy: bool = True) -> csr_matrix:
        """Return the scaled matrix; with `copy` False `X` itself is changed."""
        layout = self.layout or Layout()
        X = X.copy() if copy else X
        X.data *= self.factor_[X.indices]
        edges = (0, *layout.block_starts[1:])
        for first in range(0, X.shape[0], _ROWS):
            _scale_rows(X, slice(first, first + _ROWS), edges)
        return X


# Rows scaled at a time, so that the masks stay small beside the matrix.
_ROWS = 8192


def _scale_rows(X: csr_matrix, part: slice, edges: tuple[int, ...]) -> None:
    bounds = X.indptr[part.start : part.stop + 1]
    cells = slice(bounds[0], bounds[-1])
    columns, data = X.indices[cells], X.data[cells]
    rows = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    for low, high in pairwise(edges):
        inside = (columns >= low) & (columns < high)
        squares = np.bincount(rows[inside], data[inside] ** 2, len(bounds) - 1)
        length = np.sqrt(np.maximum(squares, 1e-12)).astype(np.float32)
        data[inside] /= length[rows[inside]]
