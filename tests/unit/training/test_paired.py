import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.paired import by_chance, rate_difference, recall_difference

RNG = np.random.default_rng(2)
Y = np.arange(400) < 200


def flags(text):
    return np.array([each == "1" for each in text])


def test_the_difference_of_two_shares_of_the_same_rows():
    found = rate_difference(flags("1100000000"), flags("1111100000"))

    assert (found.champion, found.candidate) == (0.2, 0.5)
    assert found.more == pytest.approx(0.3)
    assert found.low < 0.3 < found.high


def test_equal_shares_include_no_difference():
    found = rate_difference(flags("10" * 50), flags("10" * 50))

    assert found.low < 0 < found.high
    assert found.more == 0


def test_many_rows_make_a_difference_certain():
    few = rate_difference(flags("0" * 4), flags("1000"))
    many = rate_difference(flags("0" * 400), flags("1000" * 100))

    assert few.low < 0 < many.low


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_the_other_way_round_the_interval_is_mirrored(rows):
    one, other = np.array(rows, bool).T

    there, back = rate_difference(one, other), rate_difference(other, one)

    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


@pytest.mark.parametrize(
    ("worse", "better", "p"),
    [(0, 0, 1.0), (1, 0, 0.5), (7, 0, 2**-7), (0, 7, 1.0), (5, 5, 0.623046875)],
)
def test_chance_is_mcnemars(worse, better, p):
    assert by_chance(worse, better) == pytest.approx(p)


def test_recall_is_measured_where_each_model_keeps_the_promise():
    champion = np.where(Y, 0.6, 0.4)
    candidate = np.where(Y, np.linspace(0, 1, 400) * 2, 0.5)

    found = recall_difference(Y, champion, candidate, 0.01)

    assert found.champion == 1
    assert found.candidate == pytest.approx(0.5, abs=0.01)
    assert found.high < 0


def test_what_is_allowed_of_ham_is_not_counted():
    scores = np.where(Y, 0.6, 0.1)
    scores[-2:] = 0.9

    at_one, at_tenth = (
        recall_difference(Y, scores, scores, share).champion for share in (0.01, 0.001)
    )

    assert (at_one, at_tenth) == (1, 0)


def test_the_same_model_differs_from_itself_in_nothing():
    scores = RNG.random(400)

    found = recall_difference(Y, scores, scores, 0.01)

    assert (found.low, found.more, found.high) == (0, 0, 0)


def test_the_same_scores_give_the_same_interval():
    one, other = RNG.random(400), RNG.random(400)

    assert recall_difference(Y, one, other, 0.01) == recall_difference(
        Y, one, other, 0.01
    )


def test_a_single_ham_row_is_enough():
    found = recall_difference(
        flags("10"), np.array([0.9, 0.1]), np.array([0.1, 0.9]), 0
    )

    assert (found.champion, found.candidate) == (1, 0)
