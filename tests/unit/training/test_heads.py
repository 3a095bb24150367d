import numpy as np
import pytest
from scipy.sparse import csr_matrix

from training.heads import fit_head

N = 60
Y = np.arange(N) % 2
GROUPS = np.array([f"group {n // 2}" for n in range(N)])


def rows(strength=1.0):
    """Two columns: one that says the label, one of noise."""
    noise = np.random.default_rng(5).normal(size=N)
    return csr_matrix(np.column_stack([Y * strength, noise]).astype(np.float32))


def scores_of(head, X):
    return 1 / (1 + np.exp(-(X @ head.coef + head.bias)))


def test_a_head_ranks_its_label_above_the_rest():
    head = fit_head(rows(), Y, GROUPS)

    found = scores_of(head, rows())

    assert found[Y == 1].min() > found[Y == 0].max()
    assert head.coef[0] > abs(head.coef[1])


def test_held_out_scores_are_probabilities_one_a_row():
    head = fit_head(rows(), Y, GROUPS)

    assert head.held_out.shape == (N,)
    assert ((head.held_out >= 0) & (head.held_out <= 1)).all()


def test_held_out_scores_of_noise_say_nothing():
    X = csr_matrix(np.random.default_rng(2).normal(size=(N, 8)).astype(np.float32))

    head = fit_head(X, Y, GROUPS)

    assert abs(head.held_out[Y == 1].mean() - head.held_out[Y == 0].mean()) < 0.2


def test_calibrated_scores_have_the_mean_of_the_labels():
    X = rows()
    X.data[: N // 3] = 0

    head = fit_head(X, Y, GROUPS)

    assert head.held_out.mean() == pytest.approx(0.5, abs=0.02)


def test_one_group_alone_is_fitted_without_calibration():
    head = fit_head(rows(), Y, np.array(["one"] * N))

    assert head.held_out.tolist() == [0.5] * N
    assert np.isfinite(head.coef).all()


def test_positives_of_one_group_are_never_held_out_alone_from_a_fit():
    y = (np.arange(N) < 10).astype(int)
    groups = np.array(["all"] * 10 + [f"ham {n}" for n in range(N - 10)])
    X = csr_matrix(np.column_stack([y, np.ones(N)]).astype(np.float32))

    head = fit_head(X, y, groups)

    assert np.isfinite(head.coef).all()
    assert np.isfinite(head.held_out).all()


def test_held_out_rows_that_say_the_opposite_never_turn_the_ranking_round():
    y = np.array([1, 1, 1, 0] * 10 + [0, 0, 0, 1] * 10)
    groups = np.array(["mostly spam"] * 40 + ["mostly ham"] * 40)

    head = fit_head(csr_matrix(np.ones((80, 1), np.float32)), y, groups)

    assert head.held_out[y == 1].mean() < head.held_out[y == 0].mean()


def test_two_fits_are_equal():
    one, other = (fit_head(rows(), Y, GROUPS) for _ in range(2))

    assert np.array_equal(one.coef, other.coef)
    assert np.array_equal(one.held_out, other.held_out)
    assert one.bias == other.bias
