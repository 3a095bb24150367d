import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from training.metrics import (
    auc_interval,
    calibration,
    head_metrics,
    recall_at,
)

LABELS = np.array(["ham"] * 4 + ["spam"] * 4 + ["abuse"])
SCORES = np.array([0.1, 0.2, 0.3, 0.6, 0.4, 0.7, 0.8, 0.9, 0.99])


def test_a_head_is_measured_against_ham_alone():
    found = head_metrics(LABELS, SCORES, "spam")

    assert (found["n_positive"], found["n_ham"]) == (4, 4)
    assert found["auc"] == 15 / 16
    assert found["recall_at_1pct"]["recall"] == 0.75


def test_recall_is_told_at_one_in_a_hundred_and_one_in_a_thousand():
    labels = np.array(["ham"] * 1000 + ["spam"] * 4)
    scores = [*np.linspace(0, 0.8, 1000).tolist(), 0.3, 0.7945, 0.7985, 0.7999]

    found = head_metrics(labels, np.array(scores), "spam")

    assert found["recall_at_1pct"]["recall"] == 0.75
    assert found["recall_at_0.1pct"]["recall"] == 0.25


def test_metrics_are_those_of_scikit_learn():
    rng = np.random.default_rng(1)
    y = rng.integers(0, 2, 400)
    scores = np.clip(rng.normal(0.4 + 0.2 * y, 0.2), 0, 1)
    labels = np.where(y == 1, "abuse", "ham")

    found = head_metrics(labels, scores, "abuse")

    assert found["auc"] == pytest.approx(roc_auc_score(y, scores), abs=1e-4)
    assert found["pr_auc"] == pytest.approx(
        average_precision_score(y, scores), abs=1e-4
    )
    brier = found["calibration"]["brier"]
    assert brier == pytest.approx(brier_score_loss(y, scores), abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "counts"),
    [
        (["ham", "ham"], {"n_positive": 0, "n_ham": 2}),
        (["spam", "abuse"], {"n_positive": 1, "n_ham": 0}),
        (["abuse", "footer"], {"n_positive": 0, "n_ham": 0}),
    ],
)
def test_without_both_kinds_there_are_only_counts(labels, counts):
    assert head_metrics(np.array(labels), np.array([0.1, 0.9]), "spam") == counts


@pytest.mark.parametrize(
    ("ham_blocked", "recall", "threshold"),
    [
        (0.0, 0.5, 0.7),
        (0.24, 0.5, 0.7),
        (0.25, 0.75, 0.55),
        (0.5, 1.0, 0.3),
        (1.0, 1.0, 0.1),
    ],
)
def test_recall_at_a_share_of_ham_blocked(ham_blocked, recall, threshold):
    y = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    scores = np.array([0.1, 0.2, 0.35, 0.6, 0.3, 0.55, 0.7, 0.8])

    found = recall_at(y, scores, ham_blocked)

    assert (found["recall"], found["threshold"]) == (recall, threshold)


def test_nothing_is_caught_where_ham_scores_highest():
    found = recall_at(np.array([0, 1]), np.array([0.9, 0.1]), 0.01)

    assert (found["recall"], found["low"], found["threshold"]) == (0.0, 0.0, 1.0)


def test_calibration_compares_mean_scores_with_shares():
    y = np.array([0, 1, 0, 1, 1])
    scores = np.array([0.11, 0.19, 0.9, 0.95, 1.0])

    found = calibration(y, scores)

    assert found["bins"] == [[0.15, 0.5, 2], [0.95, 0.6667, 3]]
    assert found["expected_error"] == pytest.approx(
        (0.35 * 2 + 0.2833 * 3) / 5, abs=1e-4
    )


def test_perfect_scores_are_perfectly_calibrated():
    found = calibration(np.array([0, 1]), np.array([0.0, 1.0]))

    assert (found["brier"], found["expected_error"]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("auc", "n_positive", "n_ham", "low", "high"),
    [
        (1.0, 10, 10, 1.0, 1.0),
        # Hanley and McNeil 1982, table III: .893 of 51 and 58 has an error of .032.
        (0.893, 51, 58, 0.830, 0.956),
        (0.5, 1, 1, 0.0, 1.0),
    ],
)
def test_known_intervals_of_hanley_and_mcneil(auc, n_positive, n_ham, low, high):
    found = auc_interval(auc, n_positive, n_ham)

    assert found == pytest.approx((low, high), abs=2e-3)


@given(st.floats(0.5, 1), st.integers(1, 500), st.integers(1, 500))
def test_an_interval_holds_its_auc_and_more_rows_make_it_narrower(auc, n, m):
    low, high = auc_interval(auc, n, m)
    narrow_low, narrow_high = auc_interval(auc, 4 * n, 4 * m)

    assert 0 <= low <= auc <= high <= 1
    assert narrow_high - narrow_low <= high - low + 1e-9
