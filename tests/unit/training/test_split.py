import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.split import (
    by_group,
    families_of,
    folds,
    groups_of,
    left_out,
    origins_of,
)


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


def table(*rows):
    """Rows of (source, template)."""
    sources, templates = zip(*rows, strict=True)
    texts = [f"text {chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(len(rows))]
    columns = {"text": texts, "source": sources, "template": templates}
    return pd.DataFrame(columns)


COLLECTED = ["youtube_uci", "sms_uci", "x_janitr", "korean_news_hate", "a", "b", "c"]
any_rows = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(COLLECTED), st.just("")),
        st.tuples(
            st.just("hamgate"),
            st.builds("{}/{}:{}".format, st.sampled_from(["ham", "spam"]),
                      st.sampled_from("pqrstuv"), st.integers(1, 9)),
        ),
    ),
    min_size=1,
    max_size=60,
)  # fmt: skip


def test_a_row_comes_from_its_origin():
    rows = table(("youtube_uci", ""), ("hamgate", "ham/thanks:4"), ("mine", ""))

    assert origins_of(rows).tolist() == ["youtube-en", "hamgate", "mine"]


def test_a_family_is_the_label_and_name_of_a_template():
    rows = table(("youtube_uci", ""), ("hamgate", "ham/thanks-short:14"))

    assert families_of(rows).tolist() == ["", "ham/thanks-short"]


@pytest.mark.parametrize("found", [origins_of, families_of])
def test_without_the_column_no_row_says_where_it_comes_from(found):
    assert found(pd.DataFrame({"text": ["a", "b"]})).tolist() == ["", ""]


@given(any_rows)
def test_folds_hold_out_every_row_once_and_never_learn_from_it(rows):
    found = left_out(table(*rows))

    held_out = sorted(row for _, held in found for row in held.tolist())
    assert held_out == (list(range(len(rows))) if found else [])
    assert all(not set(train) & set(held) for train, held in found)
    assert all(len(train) + len(held) == len(rows) for train, held in found)


@given(any_rows)
def test_from_four_origins_on_none_and_no_family_is_parted(rows):
    rows = table(*rows, *[(name, "") for name in COLLECTED[:4]])
    units = np.char.add(origins_of(rows), families_of(rows))

    found = left_out(rows)

    for unit in set(units.tolist()):
        folds_of_unit = [n for n, (_, held) in enumerate(found) if unit in units[held]]
        assert len(folds_of_unit) == 1


@pytest.mark.parametrize(
    ("n_origins", "n_found"), [(1, 3), (3, 3), (4, 4), (5, 5), (6, 6), (7, 6)]
)
def test_there_are_as_many_folds_as_origins_up_to_six(n_origins, n_found):
    rows = [(name, "") for name in COLLECTED[:n_origins] for _ in range(4)]

    assert len(left_out(table(*rows))) == n_found


@given(any_rows)
def test_folds_by_group_part_no_group_whatever_the_origins(rows):
    rows = table(*rows, *rows)

    found = by_group(rows)

    groups = groups_of(rows)
    assert len(found) == min(3, len(set(groups.tolist()))) or len(set(groups)) == 1
    for train, held in found:
        assert set(groups[train].tolist()).isdisjoint(groups[held].tolist())


def test_families_alone_are_no_origins_and_part_by_group():
    rows = [("hamgate", f"ham/{family}:1") for family in "pqrstuvw"]

    assert len(left_out(table(*rows))) == 3


def test_the_largest_origins_are_in_folds_of_their_own():
    sizes = dict(zip(COLLECTED, [9, 8, 7, 6, 5, 2, 1], strict=True))
    rows = table(*[(name, "") for name, size in sizes.items() for _ in range(size)])

    held_out = sorted(len(held) for _, held in left_out(rows))

    assert held_out == [3, 5, 6, 7, 8, 9]
