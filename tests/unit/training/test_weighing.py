import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.weighing import row_weights

rows = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["blogs", "videos", "chat"])),
    min_size=1,
    max_size=60,
)


def weights(labels, origins):
    return row_weights(np.array(labels), np.array(origins))


@given(rows)
def test_both_labels_count_alike_whatever_their_rows(pairs):
    y, origins = np.array([y for y, _ in pairs]), np.array([name for _, name in pairs])

    found = row_weights(y, origins)

    assert (found > 0).all()
    for label in np.unique(y):
        assert found[y == label].sum() == pytest.approx(len(y) / 2)


@given(rows)
def test_an_origin_counts_by_the_root_of_its_rows_of_a_label(pairs):
    y, origins = np.array([y for y, _ in pairs]), np.array([name for _, name in pairs])

    found = row_weights(y, origins)

    for label in np.unique(y):
        parts = [
            found[inside].sum() / inside.sum() ** 0.5
            for name in np.unique(origins)
            if (inside := (y == label) & (origins == name)).any()
        ]
        assert parts == pytest.approx([parts[0]] * len(parts))


def test_four_times_the_rows_count_twice():
    found = weights([1] * 5 + [0], ["small"] + ["large"] * 4 + ["small"])

    assert found[1:5].sum() == pytest.approx(2 * found[0])


def test_rows_of_one_origin_and_label_count_alike():
    found = weights([1, 0, 1, 0, 0, 1], ["a"] * 6)

    assert found.tolist() == pytest.approx([1] * 6)


def test_no_rows_have_no_weights():
    assert weights([], []).shape == (0,)
