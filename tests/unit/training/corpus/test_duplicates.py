import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.corpus.duplicates import NearDuplicates


def are_near(one, other):
    known = NearDuplicates()
    assert known.add(one)
    return not known.add(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ("good day", "good day"),
        ("Good day!", "good, day"),
        ("pay 500 today", "pay 900 today"),
        ("see http://a.example/x", "see http://other.example/yy/z"),
        ("mail ann@a.example now", "mail bo@b.example now"),
        ("look at a.example now", "look at b.example now"),
        ("http://a.example", "http://b.example"),
        ("http://a.example", "12345"),
        ("", "!!!"),
        ("thanks for the recipe, Ann", "thanks for the recipe, Bo"),
    ],
)
def test_texts_that_say_the_same_are_near(one, other):
    assert are_near(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("good day", "good night"),
        ("thanks for the recipe", "nobody asked you that"),
        ("abc", "abd"),
        ("да", "нет"),
        ("see http://a.example", "http://a.example"),
    ],
)
def test_texts_that_say_something_else_are_not(one, other):
    assert not are_near(one, other)


@pytest.mark.parametrize(("tail", "is_near"), [("xy", True), ("xyz", False)])
def test_seven_shingles_in_ten_may_be_shared(tail, is_near):
    assert are_near("abcdefghij", "abcdefghij" + tail) is is_near


def test_a_text_that_was_refused_is_not_remembered():
    known = NearDuplicates()

    added = [known.add(text) for text in ("abcdefghij", "abcdefghijxy", "cdefghijxyz")]

    assert added == [True, False, True]


@given(st.text(), st.text())
def test_nearness_has_no_direction(one, other):
    assert are_near(one, other) is are_near(other, one)


@given(st.text())
def test_a_text_is_near_itself(text):
    assert are_near(text, text)
