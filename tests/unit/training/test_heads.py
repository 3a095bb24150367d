import numpy as np
import pytest
from scipy.sparse import csr_matrix

from training.heads import HeadSettings, HoldOut, fit_head
from training.split import folds

N = 60
Y = np.arange(N) % 2
GROUPS = np.array([f"group {n // 2}" for n in range(N)])
# The first column is one kind of evidence, the second another.
COLUMN_GROUPS = np.array([0, 1], np.uint8)


def rows(strength=1.0):
    """Two columns: one that says the label, one of noise."""
    noise = np.random.default_rng(5).normal(size=N)
    return csr_matrix(np.column_stack([Y * strength, noise]).astype(np.float32))


def fitted(X, y=Y, groups=GROUPS, weights=None, **kwargs):
    weights = np.ones(len(y)) if weights is None else weights
    columns = kwargs.pop("column_groups", COLUMN_GROUPS[: X.shape[1]])
    found = kwargs.pop("folds", [*folds(groups, 3)])
    hold_out = HoldOut(found, columns)
    return fit_head(X, y, weights, hold_out, HeadSettings(**kwargs))


def probability(log_odds):
    return 1 / (1 + np.exp(-log_odds))


def test_a_head_ranks_its_label_above_the_rest():
    head = fitted(rows())

    found = rows() @ head.coef + head.bias

    assert found[Y == 1].min() > found[Y == 0].max()
    assert head.coef[0] > abs(head.coef[1])


def test_held_out_rows_have_log_odds_and_what_each_group_of_columns_adds():
    head = fitted(rows())

    assert head.held_out.shape == (N, 3)
    assert np.isfinite(head.held_out).all()
    assert head.held_out[Y == 1, 0].mean() > head.held_out[Y == 0, 0].mean()
    assert head.held_out[Y == 1, 1].min() > abs(head.held_out[:, 2]).mean()


def test_groups_of_columns_add_up_to_the_log_odds_but_for_one_bias_a_fold():
    found = [*folds(GROUPS, 3)]

    head = fitted(rows(), folds=found)

    biases = head.held_out[:, 0] - head.held_out[:, 1:].sum(axis=1)
    for _, out in found:
        assert biases[out] == pytest.approx(biases[out[0]], abs=1e-4)


def test_a_group_of_columns_that_is_empty_adds_nothing():
    head = fitted(rows(), column_groups=np.array([0, 2], np.uint8))

    assert head.held_out.shape == (N, 4)
    assert (head.held_out[:, 2] == 0).all()


def test_held_out_scores_of_noise_say_nothing():
    X = csr_matrix(np.random.default_rng(2).normal(size=(N, 8)).astype(np.float32))

    head = fitted(X, column_groups=np.zeros(8, np.uint8))

    found = probability(head.held_out[:, 0])
    assert abs(found[Y == 1].mean() - found[Y == 0].mean()) < 0.2


def test_calibrated_scores_have_the_mean_of_the_labels():
    X = rows()
    X.data[: N // 3] = 0

    head = fitted(X)

    assert probability(head.held_out[:, 0]).mean() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_calibrated_scores_have_the_mean_of_the_labels_by_weight(share):
    weights = np.where(Y == 1, share, 1 - share) * 2
    X = rows()
    X.data[: N // 3] = 0

    head = fitted(X, weights=weights)

    found = np.average(probability(head.held_out[:, 0]), weights=weights)
    assert found == pytest.approx(share, abs=0.02)


def test_a_row_that_weighs_nothing_changes_nothing():
    X, weights = rows(), np.ones(N)
    weights[::7] = 0
    y = Y.copy()
    y[::7] = 1 - y[::7]

    one, other = fitted(X, weights=weights), fitted(X, y, weights=weights)

    assert one.coef == pytest.approx(other.coef, rel=0.05)


@pytest.mark.parametrize("prior", [0.1, 0.25, 0.9])
def test_scores_are_calibrated_for_a_site_with_its_share_of_the_label(prior):
    even, other = fitted(rows(), prior=0.5), fitted(rows(), prior=prior)

    shift = np.log(prior / (1 - prior))
    assert other.bias == pytest.approx(even.bias + shift)
    assert other.held_out[:, 0] == pytest.approx(even.held_out[:, 0] + shift)
    assert np.array_equal(other.held_out[:, 1:], even.held_out[:, 1:])
    assert np.array_equal(other.coef, even.coef)


def test_a_smaller_C_makes_smaller_weights():
    loose, tight = (fitted(rows(), folds=[], C=C).coef[0] for C in (3.0, 0.01))

    assert 0 < tight < loose / 2


def test_without_folds_a_head_is_fitted_without_calibration():
    head = fitted(rows(), groups=np.array(["one"] * N))

    assert (head.held_out == 0).all()
    assert np.isfinite(head.coef).all()


def test_rows_that_no_fold_holds_out_have_log_odds_of_0_before_the_shift():
    found = [(np.arange(20, N), np.arange(20))]

    head = fitted(rows(), folds=found)

    assert len(set(head.held_out[20:, 0].tolist())) == 1
    assert (head.held_out[20:, 1:] == 0).all()


def test_positives_of_one_group_are_never_held_out_alone_from_a_fit():
    y = (np.arange(N) < 10).astype(int)
    groups = np.array(["all"] * 10 + [f"ham {n}" for n in range(N - 10)])
    X = csr_matrix(np.column_stack([y, np.ones(N)]).astype(np.float32))

    head = fitted(X, y, groups)

    assert np.isfinite(head.coef).all()
    assert np.isfinite(head.held_out).all()


def test_held_out_rows_that_say_the_opposite_never_turn_the_ranking_round():
    y = np.array([1, 1, 1, 0] * 10 + [0, 0, 0, 1] * 10)
    groups = np.array(["mostly spam"] * 40 + ["mostly ham"] * 40)

    head = fitted(csr_matrix(np.ones((80, 1), np.float32)), y, groups)

    assert head.held_out[y == 1, 0].mean() < head.held_out[y == 0, 0].mean()


def test_two_fits_are_equal():
    one, other = (fitted(rows()) for _ in range(2))

    assert np.array_equal(one.coef, other.coef)
    assert np.array_equal(one.held_out, other.held_out)
    assert one.bias == other.bias
