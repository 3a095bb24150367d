import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from moderation.classify.bounds import (
    interval,
    least_trials,
    likely_most,
    safe_most,
    upper_bound,
)

trials = st.integers(1, 5000)
shares = st.floats(1e-4, 0.5)


@pytest.mark.parametrize(
    ("n_errors", "n_trials", "bound"),
    [
        (0, 59, 0.0495),
        (0, 58, 0.0503),
        (0, 2995, 0.001),
        (5, 100, 0.1022),
        (100, 100, 1),
        (0, 0, 1),
        (0, 1, 0.95),
    ],
)
def test_the_bound_is_that_of_clopper_and_pearson(n_errors, n_trials, bound):
    assert upper_bound(n_errors, n_trials) == pytest.approx(bound, abs=1e-4)


@given(trials, shares)
def test_as_many_errors_are_safe_as_have_a_bound_within_the_share(n, share):
    most = safe_most(n, share)

    if most >= 0:
        assert upper_bound(int(most), n) <= share * (1 + 1e-9)
    assert upper_bound(int(most) + 1 if most >= 0 else 0, n) > share * (1 - 1e-9)


@given(trials, shares)
def test_one_error_more_than_is_likely_comes_once_in_twenty(n, share):
    most = likely_most(n, share)

    assert binom.sf(most - 1, n, share) >= 0.05 - 1e-9
    assert most == n or binom.sf(most, n, share) < 0.05 + 1e-9


@given(st.integers(0, 30), shares)
def test_so_many_trials_bring_the_bound_down_and_no_fewer(n_errors, share):
    n = least_trials(n_errors, share)

    assert upper_bound(n_errors, n) <= share * (1 + 1e-9)
    assert upper_bound(n_errors, n - 1) > share * (1 - 1e-9)


@pytest.mark.parametrize(
    ("share", "n"), [(0.001, 2995), (0.05, 59), (1e-6, 2_995_731), (0.0, None)]
)
def test_without_an_error_a_small_share_takes_many_trials(share, n):
    assert least_trials(0, share) == n


@pytest.mark.parametrize(("n", "share"), [(0, 0.1), (-1, 0.1), (100, 0), (58, 0.05)])
def test_too_few_trials_have_no_safe_number(n, share):
    assert safe_most(n, share) < 0


@pytest.mark.parametrize(("n", "share", "most"), [(0, 0.1, 0), (51, 0.001, 0)])
def test_a_single_error_may_be_one_too_many(n, share, most):
    assert likely_most(n, share) == most
    assert likely_most(52, 0.001) == 1


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.3085),
        (10, 10, 0.6915, 1.0),
        (5, 10, 0.1871, 0.8129),
        (1, 20, 0.0013, 0.2487),
        (81, 263, 0.2527, 0.3676),
        (0, 1, 0.0, 0.975),
    ],
)
def test_known_intervals_of_clopper_and_pearson(k, n, low, high):
    assert interval(k, n) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_rate_and_a_higher_level_is_wider(pair):
    k, n = pair
    low, high = interval(k, n)
    lower, higher = interval(k, n, level=0.99)

    assert 0 <= lower <= low <= k / n <= high <= higher <= 1
