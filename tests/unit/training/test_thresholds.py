import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from moderation.verdict import Thresholds
from training.thresholds import choose_thresholds

# Above .9999, where the highest threshold stands, nothing can be promised.
ham_scores = st.integers(1, 1500).flatmap(
    lambda n: arrays(
        float, (n, 3), elements=st.floats(0, 0.9998), fill=st.floats(0, 0.9)
    )
)


def ham(*spam):
    return np.array([[score, 0, 0] for score in spam], float)


@given(ham_scores)
def test_no_more_ham_is_held_or_blocked_than_promised(scores):
    found = choose_thresholds(scores)

    spam, abuse, footer = scores.T
    assert (spam >= found.hold).mean() <= 0.03
    assert (spam >= found.spam).mean() <= 0.001
    assert (spam >= found.discard).mean() <= 0.0001
    assert (abuse >= found.abuse).mean() <= 0.01
    assert (footer >= found.footer).mean() <= 0.0005


@given(arrays(float, (200, 3), elements=st.floats(0, 1)))
def test_thresholds_rise_and_stay_within_bounds(scores):
    found = choose_thresholds(scores)

    assert 0.2 <= found.hold <= found.spam <= found.discard <= 0.9999
    assert found.spam >= 0.7
    assert found.discard >= 0.99
    assert 0.6 <= found.abuse <= 0.9999
    assert 0.9 <= found.footer <= 0.9999


def test_without_ham_the_usual_thresholds_stand():
    assert choose_thresholds(np.empty((0, 3))) == Thresholds()


def test_well_separated_ham_gives_the_least_thresholds():
    assert choose_thresholds(ham(*[0.01] * 100)) == Thresholds(0.2, 0.7, 0.99, 0.6, 0.9)


@pytest.mark.parametrize(
    ("highest", "hold"),
    [(0.19, 0.2), (0.2, 0.2001), (0.5, 0.5001), (0.50004, 0.5001), (0.50019, 0.5002)],
)
def test_a_threshold_is_the_next_of_four_decimals_above_the_ham(highest, hold):
    assert choose_thresholds(ham(*[highest] * 100)).hold == pytest.approx(hold)


@pytest.mark.parametrize(("n_high", "hold"), [(2, 0.2), (3, 0.6001)])
def test_two_in_a_hundred_may_be_held_and_three_may_not(n_high, hold):
    scores = ham(*[0.01] * (100 - n_high), *[0.6] * n_high)

    assert choose_thresholds(scores).hold == pytest.approx(hold)


def test_ham_that_scores_one_is_blocked_all_the_same():
    assert choose_thresholds(ham(*[1.0] * 10)).discard == 0.9999
