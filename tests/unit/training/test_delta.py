import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from training.delta import fit_delta

RNG = np.random.default_rng(5)
X = csr_matrix(RNG.normal(size=(60, 7)))
OFFSET = RNG.normal(size=60)
ONES = np.ones(60)
Y = (RNG.random(60) < expit(X[:, 0].toarray().ravel() * 2)).astype(float)


def test_without_a_known_model_it_is_logistic_regression():
    known = LogisticRegression(C=2.0, fit_intercept=False, tol=1e-8).fit(X, Y)

    found = fit_delta(X, Y, np.zeros(60), ONES, C=2.0)

    assert found == pytest.approx(known.coef_[0], abs=0.01)


def test_rows_that_say_what_is_known_change_nothing():
    found = fit_delta(X, expit(OFFSET), OFFSET, ONES, C=100.0)

    assert (found == 0).all()


def test_a_row_that_contradicts_is_followed():
    one = csr_matrix([[1.0, 0.0]])

    found = fit_delta(one, np.array([1.0]), np.array([-3.0]), np.ones(1), C=3.0)

    assert found[0] > 1
    assert found[1] == 0


@pytest.mark.parametrize(("C", "weight"), [(0.01, 1.0), (3.0, 0.01)])
def test_a_strong_penalty_or_a_light_row_changes_little(C, weight):
    loud = fit_delta(X, Y, OFFSET, ONES, C=3.0)

    quiet = fit_delta(X, Y, OFFSET, ONES * weight, C=C)

    assert np.abs(quiet).max() < np.abs(loud).max() / 4


def test_two_fits_give_the_same_numbers():
    one, other = (fit_delta(X, Y, OFFSET, ONES, C=3.0) for _ in range(2))

    assert np.array_equal(one, other)
