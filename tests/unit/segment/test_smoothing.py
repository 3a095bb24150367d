from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from moderation.segment.smoothing import likeliest

_NO_STEPS = np.zeros((3, 3))
# Staying adds nothing, changing takes three.
_STICKY = 3 * np.eye(3) - 3

shares = st.floats(0.01, 1)


def rows(*labels, sure=0.8):
    """Blocks that say the labels, `sure` of it."""
    rest = (1 - sure) / 2
    return np.where(np.eye(3)[list(labels)] == 1, sure, rest)


def score_of(labels, probabilities, steps):
    """What a sequence of labels is worth."""
    labels = np.array(labels)
    own = np.log(probabilities[np.arange(len(labels)), labels]).sum()
    return own + steps[labels[:-1], labels[1:]].sum()


def best_score(probabilities, steps):
    every = product(range(3), repeat=len(probabilities))
    return max(score_of(labels, probabilities, steps) for labels in every)


@given(npst.arrays(float, st.tuples(st.integers(1, 9), st.just(3)), elements=shares))
def test_without_steps_each_block_has_its_own_likeliest_label(probabilities):
    labels = likeliest(probabilities, _NO_STEPS)

    # Shares that differ in the last bit alone have the same logarithm.
    chosen = np.take_along_axis(probabilities, labels[:, None], axis=1)
    assert chosen[:, 0] == pytest.approx(probabilities.max(axis=1))


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ([1, 1, 0, 1, 1], [1, 1, 1, 1, 1]),
        ([0, 0, 0, 0, 2], [0, 0, 0, 0, 0]),
        ([2, 1, 1, 1, 1], [1, 1, 1, 1, 1]),
        ([0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1]),
        ([2], [2]),
    ],
    ids=["inside", "at the end", "at the start", "two runs", "alone"],
)
def test_a_lone_dissenter_in_a_run_is_overruled(said, labels):
    assert likeliest(rows(*said), _STICKY).tolist() == labels


def test_a_dissenter_who_is_sure_is_believed():
    probabilities = rows(1, 1, 0, 1, 1)
    probabilities[2] = (0.998, 0.001, 0.001)

    assert likeliest(probabilities, _STICKY).tolist() == [1, 1, 0, 1, 1]


def test_steps_go_from_rows_to_columns():
    steps = np.zeros((3, 3))
    steps[0, 1] = -9

    unsure = rows(0, 1, sure=0.4)

    assert likeliest(unsure, steps).tolist() != [0, 1]
    assert likeliest(unsure, steps.T).tolist() == [0, 1]


def test_no_block_is_so_sure_that_a_run_cannot_overrule_it():
    certain = rows(1, 1, 0, 1, 1, sure=1.0)

    assert likeliest(certain, 5 * _STICKY).tolist() == [1, 1, 1, 1, 1]


@given(
    npst.arrays(float, (5, 3), elements=shares),
    npst.arrays(float, (3, 3), elements=st.floats(-5, 5)),
)
def test_no_sequence_of_five_labels_is_likelier(probabilities, steps):
    labels = likeliest(probabilities, steps)

    found = score_of(labels, probabilities, steps)
    assert found == pytest.approx(best_score(probabilities, steps))


def test_10_000_blocks_keep_two_long_runs():
    said = [0] * 5_000 + [2] * 5_000

    assert likeliest(rows(*said), _STICKY).tolist() == said
