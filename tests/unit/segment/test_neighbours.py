import numpy as np
import pytest

from moderation.segment.neighbours import beside, place, together
from moderation.segment.tree import split_html

_NAN = np.nan
_CHARS = np.array([1.0, 2.0, 1.0])


def column(*values):
    """One value a block."""
    return np.array(values, np.float32)[:, None]


def same(found, expected):
    """Compare arrays in which NaN is NaN, for float32."""
    return np.allclose(found, np.array(expected), rtol=1e-6, equal_nan=True)


@pytest.mark.parametrize(
    ("step", "moved"),
    [
        (1, [3, 5, _NAN]),
        (-1, [_NAN, 1, 3]),
        (2, [5, _NAN, _NAN]),
        (-2, [_NAN, _NAN, 1]),
        (3, [_NAN] * 3),
        (-3, [_NAN] * 3),
        (99, [_NAN] * 3),
    ],
)
def test_a_step_takes_the_value_so_many_blocks_on_and_nan_past_the_ends(step, moved):
    found = beside(column(1, 3, 5), _CHARS, steps=(step,), widths=())

    assert same(found[:, 0], moved)


@pytest.mark.parametrize(
    ("width", "before", "after"),
    [
        (1, [_NAN, 1, 3], [3, 5, _NAN]),
        (2, [_NAN, 1, 7 / 3], [11 / 3, 5, _NAN]),
        (9, [_NAN, 1, 7 / 3], [11 / 3, 5, _NAN]),
    ],
)
def test_means_weigh_blocks_by_their_characters(width, before, after):
    found = beside(column(1, 3, 5), _CHARS, steps=(), widths=(width,))

    assert same(found[:, 0], before)
    assert same(found[:, 1], after)


def test_the_last_means_are_over_all_before_and_all_after():
    values = column(1, 2, 3, 4)

    found = beside(values, np.ones(4), steps=(), widths=(1,))

    assert same(found[:, 2], [_NAN, 1, 1.5, 2])
    assert same(found[:, 3], [3, 3.5, 4, _NAN])


def test_columns_stand_together_for_each_step_and_mean():
    values = np.array([[1, 10], [2, 20]], np.float32)

    found = beside(values, np.ones(2), steps=(1,), widths=())

    assert same(found[0], [2, 20, _NAN, _NAN, 2, 20])
    assert same(found[1], [_NAN, _NAN, 1, 10, _NAN, _NAN])


@pytest.mark.parametrize("n_blocks", [1, 2, 3, 4, 41, 200])
def test_as_a_rule_there_are_6_steps_and_8_means(n_blocks):
    values = np.ones((n_blocks, 3), np.float32)

    found = beside(values, np.ones(n_blocks))

    assert found.shape == (n_blocks, 3 * 14)
    assert found.dtype == np.float32


def test_a_block_alone_has_nothing_beside_it():
    assert np.isnan(beside(column(7), np.ones(1))).all()


def test_what_is_unknown_stays_unknown():
    unknown = np.full((5, 2), _NAN, np.float32)

    assert np.isnan(beside(unknown, np.ones(5))).all()


@pytest.mark.parametrize(
    ("chars", "rows"),
    [
        ([4], [[0, 0, 0, 0, np.log(2), np.log(5)]]),
        (
            [1, 3],
            [
                [0, 0, 0, 1, np.log(3), np.log(5)],
                [1, 1 / 4, 1, 0, np.log(3), np.log(5)],
            ],
        ),
    ],
    ids=["one block", "two blocks"],
)
def test_a_place_is_told_by_number_and_by_characters(chars, rows):
    assert same(place(np.array(chars, float)), rows)


def test_a_place_is_counted_up_to_200_from_both_ends():
    found = place(np.ones(300))

    assert found[[0, 200, 201, 299], 2].tolist() == [0, 200, 200, 200]
    assert found[[0, 98, 99, 299], 3].tolist() == [200, 200, 200, 0]


def test_means_are_over_kin_then_children_of_a_parent_then_of_a_grandparent():
    html = "<div><ul><li>ab<li>cd</ul><ul><li>efghij</ul></div><p>x"
    chars = np.array([2.0, 2.0, 6.0, 1.0])

    found = together(column(1, 3, 7, 9), chars, split_html(html))

    assert same(found[:, 0], [5, 5, 5, 9])
    assert same(found[:, 1], [2, 2, 7, 9])
    assert same(found[:, 2], [5, 5, 5, 9])


def test_text_of_the_body_itself_has_only_itself():
    html = "a<p>b</p><p>c"

    found = together(column(1, 2, 4), np.ones(3), split_html(html))

    assert same(found[0], [1, 1, 7 / 3])
    assert same(found[1], [3, 3, 7 / 3])


def test_two_columns_keep_their_order_and_nan_stays():
    values = np.array([[1, _NAN], [3, _NAN]], np.float32)

    found = together(values, np.ones(2), split_html("<p>a<p>b"))

    assert found.dtype == np.float32
    assert same(found, [[2, _NAN] * 3] * 2)
