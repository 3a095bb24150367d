"""What one fit of a site model leaves for the next: it saves work, never changes a bit.

A product of two rows has the same bits whichever comes first and whenever it is worked
out, as both orders add the same terms in the order of the columns.
"""

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from moderation.classify.lessons import Row
from moderation.classify.site_fit import SiteFit
from moderation.classify.weights import Weights

__all__ = ["Workings"]

_MOST_FITS = 32


class Workings:
    """Products of rows and fits of one site on top of `weights`; not for threads.

    `rarity` has shape (n_hashed,): what each column is multiplied with in a `Row`.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.rarity = np.sqrt(weights.hashed[:, -1].astype(float))
        self._dense = np.zeros(weights.layout.n_columns)
        self._place: dict[str, int] = {}
        self._known = np.zeros((0, 0))
        self._fits: dict[Hashable, SiteFit | None] = {}
        self._suspects: dict[Hashable, frozenset[str]] = {}

    def matrix(self, rows: Sequence[Row]) -> csr_matrix:
        """Return `rows` as a sparse matrix of float64, shape (n_rows, n_columns)."""
        bounds = np.cumsum([0, *(len(row.columns) for row in rows)], dtype=np.int32)
        columns = np.concatenate([_NO_COLUMNS, *(row.columns for row in rows)])
        values = np.concatenate(
            [_NO_VALUES, *(row.values for row in rows)], dtype=float
        )
        shape = (len(rows), len(self._dense))
        return csr_matrix((values, columns, bounds), shape=shape)

    def overlaps(
        self, ids: Sequence[str], rows: Sequence[Row], matrix: csr_matrix
    ) -> NDArray[np.float64]:
        """Return what each two rows have in common, shape (n_rows, n_rows)."""
        found = np.zeros((len(ids), len(ids)))
        known = [n for n, each in enumerate(ids) if each in self._place]
        places = [self._place[ids[n]] for n in known]
        found[np.ix_(known, known)] = self._known[np.ix_(places, places)]
        for n in sorted(set(range(len(ids))) - set(known)):
            found[n] = found[:, n] = self._with_all(matrix, rows[n])
        # What left is forgotten.
        self._place = {each: n for n, each in enumerate(ids)}
        self._known = found
        return found

    def fit(self, key: Hashable, make: Callable[[], SiteFit | None]) -> SiteFit | None:
        """Return what `make` made for `key`, made once."""
        if key not in self._fits:
            if len(self._fits) >= _MOST_FITS:
                self._fits.clear()
            self._fits[key] = make()
        return self._fits[key]

    def suspects(
        self, key: Hashable, find: Callable[[], frozenset[str]]
    ) -> frozenset[str]:
        """Return what `find` found for `key`, found once."""
        if key not in self._suspects:
            if len(self._suspects) >= _MOST_FITS:
                self._suspects.clear()
            self._suspects[key] = find()
        return self._suspects[key]

    def _with_all(self, matrix: csr_matrix, row: Row) -> NDArray[np.float64]:
        self._dense[row.columns] = row.values
        products = np.asarray(matrix @ self._dense, float)
        self._dense[row.columns] = 0
        return products


_NO_COLUMNS = np.empty(0, np.int32)
_NO_VALUES = np.empty(0, np.float32)
