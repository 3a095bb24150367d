"""How good scores are: ranking, recall at few false alarms, calibration."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from moderation.classify import drift
from moderation.classify.bounds import interval

__all__ = ["auc_interval", "head_metrics", "recall_at"]


def head_metrics(
    labels: NDArray[np.str_], scores: NDArray[np.float64], head: str
) -> dict[str, Any]:
    """Measure one head on rows labelled with it against ham; other rows are left out.

    Returns
    -------
    dict
        `n_positive` and `n_ham`, and, if there are both, `auc`, `auc_low`, `auc_high`
        (95 %), `pr_auc`,
        `recall_at_1pct` and `recall_at_0.1pct` (each with a 95 % interval) and
        `calibration`. Rates are in [0, 1].
    """
    known = (labels == head) | (labels == "ham")
    y, scores = (labels[known] == head).astype(int), scores[known]
    counts = {"n_positive": int(y.sum()), "n_ham": int((1 - y).sum())}
    if not (counts["n_positive"] and counts["n_ham"]):
        return counts
    auc = float(roc_auc_score(y, scores))
    low, high = auc_interval(auc, counts["n_positive"], counts["n_ham"])
    return {
        **counts,
        "auc": round(auc, 4),
        "auc_low": round(low, 4),
        "auc_high": round(high, 4),
        "pr_auc": round(float(average_precision_score(y, scores)), 4),
        "recall_at_1pct": recall_at(y, scores, 0.01),
        "recall_at_0.1pct": recall_at(y, scores, 0.001),
        "calibration": calibration(y, scores),
    }


def recall_at(
    y: NDArray[np.int_], scores: NDArray[np.float64], ham_blocked: float
) -> dict[str, float]:
    """Return the recall where at most `ham_blocked` of ham is blocked.

    The interval is Clopper and Pearson's at 95 %, for the recall at that threshold.
    """
    blocked, caught, thresholds = roc_curve(y, scores, drop_intermediate=False)
    at = int(np.flatnonzero(blocked <= ham_blocked)[-1])
    n_positive = int(y.sum())
    low, high = interval(round(caught[at] * n_positive), n_positive)
    return {
        "recall": round(float(caught[at]), 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "threshold": round(float(min(thresholds[at], 1.0)), 6),
    }


def auc_interval(auc: float, n_positive: int, n_ham: int) -> tuple[float, float]:
    """Return the 95 % interval of an AUC: Hanley and McNeil 1982, equations 1 and 2."""
    of_two_positive = auc / (2 - auc)
    of_two_ham = 2 * auc**2 / (1 + auc)
    variance = (
        auc * (1 - auc)
        + (n_positive - 1) * (of_two_positive - auc**2)
        + (n_ham - 1) * (of_two_ham - auc**2)
    ) / (n_positive * n_ham)
    half = 1.96 * sqrt(max(variance, 0.0))
    return max(auc - half, 0.0), min(auc + half, 1.0)


def calibration(y: NDArray[np.int_], scores: NDArray[np.float64]) -> dict[str, Any]:
    """Return the Brier score, the expected calibration error and the table behind it.

    A row of `bins` is [mean score, share of positives, number of rows].
    """
    which = np.minimum((scores * drift.BINS).astype(int), drift.BINS - 1)
    bins = [
        [float(scores[inside].mean()), float(y[inside].mean()), int(inside.sum())]
        for inside in (which == n for n in range(drift.BINS))
        if inside.any()
    ]
    error, brier = drift.calibration(y, scores)
    return {
        "brier": round(brier, 4),
        "expected_error": round(error, 4),
        "bins": [[round(mean, 4), round(share, 4), n] for mean, share, n in bins],
    }
