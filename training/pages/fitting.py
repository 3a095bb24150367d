"""Fit the three judges of blocks: by the text alone, in an HTML page, among lines."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from moderation.segment.words import WordWeights, grams_of
from moderation.text.views import View, batch_of, skeleton_view

__all__ = ["TreeSettings", "class_weights", "fit_trees", "fit_words", "word_matrix"]

_N_LABELS = 3
# Of .1, .3, 1 and 3 this is the best on other domains (experiment 0008).
_C = 0.3
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class TreeSettings:
    """How a gradient boosting is fitted, in scikit-learn's words."""

    max_iter: int = 150
    learning_rate: float = 0.08
    max_leaf_nodes: int = 31
    min_samples_leaf: int = 40
    max_features: float = 1.0


def fit_words(
    X: csr_matrix, y: NDArray[np.int64], weights: NDArray[np.float64], bits: int
) -> WordWeights:
    """Fit the linear model; `X` is from `word_matrix`."""
    model = LogisticRegression(C=_C, max_iter=100, tol=1e-3)
    model.fit(X, y, sample_weight=weights)
    coef = np.zeros((_N_LABELS, X.shape[1]), np.float32)
    bias = np.full(_N_LABELS, -10.0, np.float32)
    # Of two labels scikit-learn has the second against the first alone.
    signs = np.array([[-0.5], [0.5]]) if len(model.classes_) == 2 else 1.0
    coef[model.classes_] = signs * model.coef_
    bias[model.classes_] = np.ravel(signs * model.intercept_)
    half = 1 << bits
    return WordWeights(
        np.ascontiguousarray(coef[:, :half].T),
        np.ascontiguousarray(coef[:, half:].T),
        bias,
    )


def word_matrix(texts: list[str], bits: int) -> csr_matrix:
    """Return what `WordWeights` multiplies, shape (n_texts, 2 ** (bits + 1))."""
    parts = [csr_matrix((0, 2 << bits), dtype=np.float32)]
    for first in range(0, len(texts), _BATCH):
        view = skeleton_view(batch_of(texts[first : first + _BATCH]))
        blocks = [_counts(each, view, bits) for each in grams_of(view, bits)]
        parts.append(hstack(blocks, format="csr"))
    return vstack(parts, format="csr")


def _counts(families: list, view: View, bits: int) -> csr_matrix:  # type: ignore[type-arg]
    n_texts = len(view.bounds) - 1
    starts = np.concatenate([np.empty(0, np.int64), *(each.start for each in families)])
    buckets = np.concatenate(
        [np.empty(0, np.uint32), *(each.bucket for each in families)]
    )
    owner = np.searchsorted(view.bounds, starts, side="right") - 1
    count = np.bincount(owner, minlength=n_texts)
    values = (1 / np.sqrt(count[owner])).astype(np.float32)
    return csr_matrix(
        (values, (owner, buckets.astype(np.int64))), shape=(n_texts, 1 << bits)
    )


def fit_trees(
    X: NDArray[np.float32],
    y: NDArray[np.int64],
    weights: NDArray[np.float64],
    settings: TreeSettings,
) -> HistGradientBoostingClassifier:
    """Fit a gradient boosting on the rows that have a label."""
    known = y >= 0
    model = HistGradientBoostingClassifier(
        max_iter=settings.max_iter,
        learning_rate=settings.learning_rate,
        max_leaf_nodes=settings.max_leaf_nodes,
        min_samples_leaf=settings.min_samples_leaf,
        max_features=settings.max_features,
        l2_regularization=2.0,
        random_state=0,
    )
    return model.fit(X[known], y[known], sample_weight=weights[known])


def class_weights(y: NDArray[np.int64], power: float) -> NDArray[np.float64]:
    """Return weights of mean 1 that lift rare labels by their rarity to `power`.

    1 makes all labels count alike, 0 lets each row count alike. Rows without a label
    weigh 0.
    """
    known = y >= 0
    counts = np.maximum(np.bincount(y[known], minlength=_N_LABELS), 1)
    weights = np.where(known, (known.sum() / counts[y]) ** power, 0.0)
    return np.asarray(weights / max(weights[known].mean(), 1e-12), np.float64)
