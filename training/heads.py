"""Fit one logistic regression a head, calibrated on rows that it did not see."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import log

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression, SGDClassifier

from training.split import Fold

__all__ = ["FittedHead", "HeadSettings", "HoldOut", "fit_head"]

# Stochastic descent meets liblinear's optimum to .0003 AUC in a fifth of the time and
# a third of the memory, given this many single steps (experiment 0001).
_STEPS = 500_000
_MIN_EPOCHS = 8
# A small file has converged long before it has made all steps.
_MAX_EPOCHS = 300
_N_THREADS = min(os.cpu_count() or 1, 4)


Fit = Callable[..., tuple[NDArray[np.float64], float]]


@dataclass(frozen=True, slots=True)
class HeadSettings:
    """How one head is fitted.

    `C` is the inverse of the L2 penalty, as in scikit-learn; `prior` is the share of
    comments of this label on the site that scores are calibrated for.
    """

    C: float = 3.0
    prior: float = 0.5


@dataclass(frozen=True, slots=True)
class FittedHead:
    """One head: log-odds are ``X @ coef + bias``, calibrated.

    `held_out` has shape (n_rows, n_groups + 1): for each row, by a fit that had not
    seen it, the log-odds, then what each group of columns adds to them.
    """

    coef: NDArray[np.float64]
    bias: float
    held_out: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Which rows to hold out, and how to part what the columns add to their scores.

    `column_groups` has shape (n_columns,): the group of each column.
    """

    folds: Sequence[Fold]
    column_groups: NDArray[np.uint8]


def fit_head(
    X: csr_matrix,
    y: NDArray[np.int_],
    weights: NDArray[np.float64],
    hold_out: HoldOut,
    settings: HeadSettings,
) -> FittedHead:
    """Fit a head on rows of `X`; `y` is 1 for the head's label and 0 for the rest.

    With too few rows of either kind to hold some out, scores are not calibrated. Rows
    that no fold holds out have log-odds of 0.

    Parameters
    ----------
    weights : array of float, shape (n_rows,)
        How much each row counts, in the fit and in the calibration; those of both
        labels sum to the same.
    """
    fit = partial(_fit, C=settings.C)
    coef, bias = fit(X, y, weights)
    held_out = _held_out(X, y, weights, hold_out, fit)
    slope, shift = _platt(held_out[:, 0], y, weights)
    shift += log(settings.prior / (1 - settings.prior))
    held_out = np.nan_to_num(held_out * slope)
    held_out[:, 0] += shift
    return FittedHead(coef * slope, bias * slope + shift, held_out)


def _fit(
    X: csr_matrix, y: NDArray[np.int_], weights: NDArray[np.float64], *, C: float
) -> tuple[NDArray[np.float64], float]:
    n_rows = X.shape[0]
    model = SGDClassifier(
        loss="log_loss",
        alpha=1 / (C * n_rows),
        max_iter=min(max(_MIN_EPOCHS, -(-_STEPS // n_rows)), _MAX_EPOCHS),
        tol=None,
        random_state=0,
    )
    model.fit(X, y, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


def _held_out(
    X: csr_matrix,
    y: NDArray[np.int_],
    weights: NDArray[np.float64],
    hold_out: HoldOut,
    fit: Fit,
) -> NDArray[np.float64]:
    n_groups = int(hold_out.column_groups.max(initial=0)) + 1
    found = np.full((len(y), n_groups + 1), np.nan)
    by_group = np.eye(n_groups, dtype=np.float32)[hold_out.column_groups]

    def score(fold: Fold) -> None:
        train, out = fold
        if len(np.unique(y[train])) == 2:
            coef, bias = fit(X[train], y[train], weights[train])
            found[out, 1:] = X[out] @ (by_group * coef[:, None].astype(np.float32))
            found[out, 0] = found[out, 1:].sum(axis=1) + bias

    # Descent runs without the interpreter's lock, so threads share the matrix.
    jobs = map(delayed(score), hold_out.folds)
    Parallel(n_jobs=_N_THREADS, require="sharedmem")(jobs)
    return found


def _platt(
    log_odds: NDArray[np.float64],
    y: NDArray[np.int_],
    weights: NDArray[np.float64],
) -> tuple[float, float]:
    """Return slope and shift of Platt's sigmoid (Platt 1999), or (1, 0)."""
    known = ~np.isnan(log_odds)
    if len(np.unique(y[known])) < 2:
        return 1.0, 0.0
    model = LogisticRegression(C=1e6)
    model.fit(log_odds[known, None], y[known], sample_weight=weights[known])
    slope = float(model.coef_[0, 0])
    # A slope of 0 or less would turn the ranking round: the held-out rows say nothing.
    return (slope, float(model.intercept_[0])) if slope > 0 else (1.0, 0.0)
