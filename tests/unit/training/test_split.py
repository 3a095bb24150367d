import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.split import folds, groups_of


def groups(*texts, group=None):
    columns = {"text": texts} | ({"group": group} if group else {})
    return groups_of(pd.DataFrame(columns)).tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Buy 10 pills", "buy 99 pills!!!"),
        ("see http://a.example", "SEE HTTP://A.EXAMPLE"),
        ("héllo", "HÉLLO"),
        ("a" * 400 + "b", "a" * 400 + "c"),
    ],
    ids=["digits", "case", "accents", "long"],
)
def test_texts_of_the_same_letters_share_a_group(one, other):
    first, second = groups(one, other)

    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("buy pills", "buy bread"),
        ("123", "456"),
        ("", "a"),
        ("привет", "hello"),
        ("!!!", "???"),
    ],
)
def test_other_letters_are_another_group(one, other):
    first, second = groups(one, other)

    assert first != second


def test_a_group_that_is_given_wins_and_an_empty_one_is_found():
    found = groups("same", "same", "same", group=["x", "", "y"])

    assert (found[0], found[2]) == ("x", "y")
    assert len(set(found)) == 3


@given(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=40), st.integers(2, 5))
def test_folds_never_part_a_group_and_hold_out_every_row_once(names, n_folds):
    names = np.array(names)

    found = list(folds(names, n_folds))

    parted = [set(names[train]) & set(names[held]) for train, held in found]
    held_out = sorted(row for _, held in found for row in held.tolist())
    assert not any(parted)
    assert held_out == (list(range(len(names))) if found else [])


@pytest.mark.parametrize(
    ("names", "n_found"), [("aaaa", 0), ("ab", 2), ("abc", 3), ("abcdef", 3)]
)
def test_there_are_no_more_folds_than_groups(names, n_found):
    assert len(list(folds(np.array(list(names)), 3))) == n_found


def test_folds_are_the_same_every_time():
    names = np.array(list("abcdefghij"))

    first, second = ([held.tolist() for _, held in folds(names, 3)] for _ in range(2))

    assert first == second
