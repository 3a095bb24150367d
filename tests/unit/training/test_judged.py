import numpy as np
import pytest

from moderation.tables import comments_of
from tests import tiny
from training.judged import judge, rate

ROWS = tiny.labelled_rows(spam=30, ham=30)


def test_nothing_is_blocked_and_held_at_once():
    judged = judge(comments_of(ROWS), tiny.random_scorer())

    assert not (judged.blocked & judged.held).any()
    assert (judged.acted == (judged.blocked | judged.held)).all()


@pytest.mark.parametrize(
    ("hold", "spam", "blocked", "held"),
    [(0.0, 1.0, False, True), (0.0, 0.0, True, False)],
    ids=["hold all", "block all"],
)
def test_the_thresholds_of_the_model_decide(hold, spam, blocked, held):
    thresholds = tiny.THRESHOLDS | {"hold": hold, "spam": spam, "discard": 1.0}
    model = tiny.random_scorer(thresholds=thresholds | {"abuse": 1.0, "footer": 1.0})

    judged = judge(comments_of(ROWS), model)

    below = judged.scores.max(axis=1) < 1
    assert set(judged.blocked[below]) == {blocked}
    assert set(judged.held[below]) == {held}


def test_no_comments_are_judged_without_an_error():
    judged = judge([], tiny.random_scorer())

    assert judged.scores.shape == (0, 3)
    assert (judged.labels, judged.blocked.tolist()) == ([], [])


def test_a_rate_has_an_interval_around_it():
    found = rate(np.array([True] * 3 + [False] * 7))

    assert (found["rate"], found["n"]) == (0.3, 10)
    assert found["low"] < 0.3 < found["high"]


def test_a_rate_of_nothing_is_none():
    assert rate(np.array([], bool)) == {"n": 0}
