import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from moderation.classify.labelled import Evidence, ham_of

CUT = 0.3
scores = arrays(float, st.integers(0, 60), elements=st.floats(0, 1))
low = arrays(float, st.integers(1, 60), elements=st.floats(0, 0.29))


def evidence(ham=(), spam=(), traffic=()):
    return Evidence(*(np.array(each, float) for each in (ham, spam, traffic)))


@given(scores, scores)
def test_without_traffic_one_label_is_one(ham, spam):
    found = ham_of(evidence(ham, spam), CUT)

    assert found.n == len(ham)
    assert found.weight_from(0) == pytest.approx(len(ham))


@given(scores, scores, scores)
def test_no_ham_above_the_cut_weighs_more_or_less(ham, spam, traffic):
    found = ham_of(evidence(ham, spam, traffic), CUT)

    n_above = int((ham >= CUT).sum())
    assert found.weight_from(CUT) == pytest.approx(n_above)
    assert n_above - 1e-9 <= found.n <= len(ham) + len(traffic) + 1e-9


def test_labels_drawn_at_random_are_taken_as_they_are():
    rng = np.random.default_rng(0)
    ham, spam = rng.beta(1, 8, 800), rng.beta(5, 2, 200)

    found = ham_of(
        evidence(ham[:200], spam[:50], [*ham[200:], *spam[50:]]),
        CUT,
    )

    assert found.n == 200
    assert found.least == 0


def test_what_was_published_counts_where_only_the_queue_was_worked():
    """100 held and labelled, 900 published, of which 20 looked at: all were ham."""
    worked = evidence([0.4] * 50 + [0.1] * 20, [0.6] * 50, [0.1] * 880)

    found = ham_of(worked, CUT)

    assert 850 < found.n < 950
    assert found.weight_from(CUT) == 50
    assert found.least == CUT


def test_published_spam_that_moderators_found_lowers_what_is_taken_for_ham():
    worked = evidence([0.4] * 50 + [0.1] * 10, [0.6] * 50 + [0.1] * 10, [0.1] * 880)

    assert 400 < ham_of(worked, CUT).n < 550


def test_half_of_what_nobody_ever_looked_at_may_be_ham():
    found = ham_of(evidence([0.4] * 50, [0.6] * 50, [0.1] * 900), CUT)

    assert found.n == pytest.approx(50 + 450 * 0.05 ** (1 / 100))


def test_a_queue_that_was_worked_in_part_shows_as_much_less():
    whole = ham_of(evidence([0.4] * 50, [0.6] * 50, [0.1] * 900), CUT)
    half = ham_of(evidence([0.4] * 50, [0.6] * 50, [0.1] * 900 + [0.5] * 100), CUT)

    assert half.n - 50 < 0.5 * (whole.n - 50)


def test_ham_shows_nothing_of_a_folder_that_nobody_looks_into():
    """Labels below the cut alone: what lies above was not looked at, not found good."""
    found = ham_of(evidence([0.1] * 3000, [0.2] * 10, [0.9] * 100), CUT)

    assert found.n < 100


@pytest.mark.parametrize(
    ("most", "threshold"),
    [(-1, 0.900001), (0, 0.900001), (0.5, 0.900001), (1, 0.800001), (2, 0.1 + 1e-6),
     (3, 0)],
)  # fmt: skip
def test_a_threshold_lies_just_above_the_first_score_too_many(most, threshold):
    found = ham_of(evidence([0.8, 0.1, 0.9]), CUT)

    assert found.threshold_for(most) == pytest.approx(threshold, abs=1e-9)


@given(low, st.integers(0, 60))
def test_no_more_ham_reaches_a_threshold_than_was_asked_for(ham, most):
    found = ham_of(evidence(ham), CUT)

    assert found.weight_from(found.threshold_for(most)) <= most


def test_no_threshold_is_placed_where_a_label_stands_for_many():
    worked = evidence([0.4] * 50 + [0.1] * 20, [0.6] * 50, [0.1] * 880)

    assert ham_of(worked, CUT).threshold_for(1000) == CUT
