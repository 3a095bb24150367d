import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from moderation.classify.shares import Share


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.30850),
        (1, 10, 0.00253, 0.44502),
        (5, 10, 0.18709, 0.81291),
        (10, 10, 0.69150, 1.0),
        (0, 1, 0.0, 0.975),
    ],
)
def test_the_bounds_are_those_of_the_tables(k, n, low, high):
    found = Share(k, n)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_of_no_cases_nothing_is_known():
    assert (Share().rate, Share().low, Share().high) == (0.0, 0.0, 1.0)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_within_its_bounds(case):
    found = Share(*case)

    assert 0 <= found.low <= found.rate <= found.high <= 1
    if 0 < found.k < found.n:
        assert found.low == pytest.approx(
            beta.ppf(0.025, found.k, found.n - found.k + 1)
        )
