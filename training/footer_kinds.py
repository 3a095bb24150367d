"""Learn the kinds of footer text from strings that name theirs."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from moderation.classify.footer_kinds import FOLDED_BITS, FooterKinds, folded
from moderation.features.union import Layout
from moderation.reasons import SENTENCES

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["fit_footer_kinds"]

_C = 10.0
_LEAST_ROWS = 5


def fit_footer_kinds(
    table: "DataFrame", X: csr_matrix, layout: Layout
) -> FooterKinds | None:
    """Fit on the footers of `table` whose column `kind` has a reason code.

    None if there are fewer than two kinds.

    Parameters
    ----------
    X : matrix, shape (n_rows, n_columns)
        What `CommentFeatures` makes of the rows of `table`, not scaled.
    """
    if "kind" not in table.columns:
        return None
    kinds = table["kind"].to_numpy(str)
    is_known = np.char.add("footer-", kinds)
    known = (table["label"] == "footer").to_numpy() & np.isin(is_known, [*SENTENCES])
    names, counts = np.unique(kinds[known], return_counts=True)
    names = names[counts >= _LEAST_ROWS]
    if len(names) < 2:
        return None
    rows = np.flatnonzero(known & np.isin(kinds, names))
    model = LogisticRegression(C=_C, max_iter=100, tol=1e-3, class_weight="balanced")
    model.fit(_folded_rows(X[rows], layout), kinds[rows])
    coef, bias = _one_a_kind(model)
    return FooterKinds(tuple(map(str, model.classes_)), coef, bias)


def _one_a_kind(
    model: LogisticRegression,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return a column for each kind; with two kinds scikit-learn has one for both."""
    coef, bias = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:
        coef, bias = np.hstack([-coef, coef]) / 2, np.hstack([-bias, bias]) / 2
    return np.ascontiguousarray(coef, np.float32), bias.astype(np.float32)


def _folded_rows(X: csr_matrix, layout: Layout) -> csr_matrix:
    """Fold words and n-grams of rows as `FooterKinds` does; each has length 1."""
    first_chars, first_tokens = layout.block_starts[1:]
    owner = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
    parts = []
    for block, (start, end) in enumerate(
        [(0, first_chars), (first_chars, first_tokens)]
    ):
        inside = (X.indices >= start) & (X.indices < end)
        of_row = owner[inside]
        columns = folded(X.indices[inside] - start, block, layout)
        size = np.bincount(of_row, minlength=X.shape[0])
        parts.append((1 / np.sqrt(size[of_row]), of_row, columns))
    values, rows, columns = (np.concatenate(each) for each in zip(*parts, strict=True))
    shape = (X.shape[0], 2 << FOLDED_BITS)
    return csr_matrix((values.astype(np.float32), (rows, columns)), shape=shape)
