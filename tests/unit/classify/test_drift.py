import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify.drift import BINS, calibration, histogram, mixed, psi

EVEN = [0.1] * BINS


def counts(*pairs: tuple[int, int]) -> list[int]:
    found = [0] * BINS
    for tenth, n in pairs:
        found[tenth] = n
    return found


@pytest.mark.parametrize(
    ("score", "tenth"),
    [(0.0, 0), (0.0999, 0), (0.1, 1), (0.5, 5), (0.8999, 8), (0.9, 9), (1.0, 9)],
)
def test_a_score_on_an_edge_is_in_the_tenth_above(score, tenth):
    assert histogram([score]).tolist() == counts((tenth, 1))


def test_of_no_scores_every_tenth_is_empty():
    assert histogram([]).tolist() == [0] * BINS


def test_what_is_spread_as_expected_has_not_drifted():
    assert psi(EVEN, [1000] * BINS) == pytest.approx(0, abs=1e-9)


def test_the_index_is_that_of_the_formula():
    expected = [0.9, 0.1] + [0.0] * 8
    found = psi([0.9, 0.1], [500_000, 500_000])

    by_hand = (0.5 - 0.9) * np.log(0.5 / 0.9) + (0.5 - 0.1) * np.log(0.5 / 0.1)
    assert found == pytest.approx(by_hand, abs=1e-4)
    assert psi(expected, counts((0, 500_000), (1, 500_000))) == pytest.approx(
        by_hand, abs=0.01
    )


@pytest.mark.parametrize(
    ("found", "least", "most"),
    [
        (counts((0, 750), (9, 250)), 0.0, 0.1),
        (counts((0, 650), (9, 350)), 0.02, 0.1),
        (counts((0, 250), (9, 750)), 0.5, 2.0),
        (counts((5, 1000)), 5.0, 99.0),
    ],
    ids=["the same", "a little more spam", "turned round", "in the middle"],
)
def test_the_further_off_the_larger_the_index(found, least, most):
    expected = [0.74] + [0.0025] * 8 + [0.24]

    assert least <= psi(expected, found) <= most


@given(st.lists(st.integers(0, 10**6), min_size=BINS, max_size=BINS))
def test_the_index_is_finite_and_never_negative(found):
    for expected in (EVEN, [1.0] + [0.0] * 9):
        assert 0 <= psi(expected, found) < 100


HAM = [0.9, 0.06, 0.02, 0.01, 0.01, 0, 0, 0, 0, 0]
SPAM = [0.05, 0, 0, 0, 0.05, 0.1, 0.1, 0.1, 0.1, 0.5]


@pytest.mark.parametrize("share", [0.0, 0.05, 0.25, 0.5, 0.9, 1.0])
def test_a_site_with_another_share_of_spam_has_not_drifted(share):
    wanted = (1 - share) * np.array(HAM) + share * np.array(SPAM)
    found = np.round(10_000 * wanted)

    mix = mixed(HAM, SPAM, found)

    assert mix == pytest.approx(wanted, abs=0.002)
    assert psi(mix, found) < 0.01


def test_no_mix_explains_scores_that_neither_ham_nor_spam_has():
    found = counts((2, 1000))

    assert psi(mixed(HAM, SPAM, found), found) > 1


@pytest.mark.parametrize("found", [[0] * BINS, counts((0, 1)), counts((9, 1))])
def test_a_mix_of_next_to_nothing_is_one_all_the_same(found):
    mix = mixed(HAM, SPAM, found)

    assert mix.sum() == pytest.approx(1)
    assert (mix > 0).all()


def test_scores_that_come_true_have_no_error():
    is_spam = [True] * 9 + [False]

    error, brier = calibration(is_spam, [0.9] * 10)

    assert error == pytest.approx(0)
    assert brier == pytest.approx(0.09)


def test_scores_that_are_too_sure_have_the_error_they_are_off_by():
    error, brier = calibration([True, False], [0.95, 0.95])

    assert error == pytest.approx(0.45)
    assert brier == pytest.approx((0.05**2 + 0.95**2) / 2)


def test_errors_of_two_tenths_do_not_make_each_other_good():
    error, _ = calibration([True, False], [0.0, 1.0])

    assert error == 1.0
