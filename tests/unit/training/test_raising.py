import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.verdict import Thresholds
from training.raising import raised

SHIPPED = Thresholds()


def ham(n, **above):
    """Return `n` scores of 0, and of each head the scores that are given."""
    scores = np.zeros((n, 3))
    for column, head in enumerate(("spam", "abuse", "footer")):
        scores[: len(above.get(head, [])), column] = above.get(head, [])
    return scores


@pytest.mark.parametrize(
    "scores",
    [
        ham(0),
        ham(1000),
        ham(100, spam=[0.95]),
        ham(1000, spam=[0.95] * 5),
        ham(1000, spam=[0.4] * 50),
        ham(100, abuse=[0.8]),
    ],
    ids=["none", "low", "one-error", "as-allowed", "held-as-allowed", "one-abuse"],
)
def test_what_chance_explains_changes_nothing(scores):
    assert raised(SHIPPED, scores) == SHIPPED


def test_too_much_ham_above_raises_the_threshold_until_chance_explains_the_rest():
    scores = ham(1000, spam=np.linspace(0.91, 0.98, 40))

    found = raised(SHIPPED, scores)

    still = int((scores[:, 0] >= found.spam).sum())
    assert found.spam > SHIPPED.spam
    assert 5 <= still <= 10
    assert found.hold == SHIPPED.hold


def test_each_head_rises_alone():
    found = raised(SHIPPED, ham(200, abuse=[0.75] * 20, footer=[0.95] * 20))

    assert (found.hold, found.spam) == (SHIPPED.hold, SHIPPED.spam)
    assert found.abuse == pytest.approx(0.7501)
    assert found.footer == pytest.approx(0.9501)


@given(
    st.lists(st.tuples(*[st.floats(0, 1)] * 3), max_size=60),
    st.floats(0, 1),
)
def test_thresholds_never_fall_and_stay_in_order(rows, edge):
    before = Thresholds(edge / 2, edge, max(edge, 0.99), edge, edge)

    after = raised(before, np.array(rows).reshape(-1, 3))

    for name in before.__slots__:
        assert getattr(after, name) >= getattr(before, name)
