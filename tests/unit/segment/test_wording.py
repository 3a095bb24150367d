import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.segment.wording import NAMES, wording
from moderation.text.views import batch_of
from tests import hostile

_COPIES = NAMES.index("copies")


def rows_of(*texts):
    return wording(texts, batch_of(texts))


def value(text, name):
    return rows_of(text)[0, NAMES.index(name)]


def log(count):
    """What a count of signs becomes."""
    return pytest.approx(np.log1p(count))


def test_every_column_has_a_name_of_its_own():
    assert len(set(NAMES)) == len(NAMES) == rows_of("x").shape[1]


def test_no_texts_give_no_rows():
    assert rows_of().shape == (0, len(NAMES))


def test_rows_are_single_floats():
    assert rows_of("one", "two").dtype == np.float32


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("chars", "Hello World", log(11)),
        ("chars", "", log(1)),
        ("chars", "x" * 30_000, log(20_000)),
        ("words", "one two, three", log(3)),
        ("words", "", log(0)),
        ("word-chars", "a bbb", 2),
        ("word-chars", "...", 0),
        ("title-case", "One two Three four", 0.5),
        ("title-case", "oNe", 0),
        ("title-case", "", 0),
        ("lines", "one", 0),
        ("lines", "one\ntwo\nthree", 2),
        ("starts-small", "one", 1),
        ("starts-small", "One", 0),
        ("starts-small", "1 one", 0),
        ("starts-small", "ж", 1),
        ("starts-small", "", 0),
    ],
)
def test_size_and_case_are_measured(name, text, expected):
    assert value(text, name) == expected


@pytest.mark.parametrize(
    ("name", "text", "share"),
    [
        ("uppercase", "ABcd", 0.5),
        ("digits", "a1b2", 0.5),
        ("letters", "日本1!", 0.5),
        ("blanks", "a b ", 0.5),
        ("symbols", "a!b?", 0.5),
        ("emoji", "a😀b😀", 0.5),
        ("uppercase", "", 0),
        ("emoji", "ab", 0),
    ],
    ids=ascii,
)
def test_kinds_of_characters_are_shares_of_the_text(name, text, share):
    assert value(text, name) == share


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("commas", "a, b، c、", 3),
        ("stops", "a. b! c。", 3),
        ("questions", "a? b？ c؟", 3),
        ("exclamations", "a! b！", 2),
        ("colons", "a: b：", 2),
        ("quotes", "«a» “b”", 4),
        ("bars", "a | b › c/d", 3),
        ("signs", "© #a @b", 3),
        ("brackets", "(a) [b]", 4),
        ("commas", "", 0),
        ("commas", "a\U0010ffffb", 0),
    ],
    ids=ascii,
)
def test_signs_are_counted_on_a_logarithmic_scale(name, text, count):
    assert value(text, name) == log(count)


@pytest.mark.parametrize(
    ("name", "text", "ends"),
    [
        ("ends-stop", "Yes.", 1),
        ("ends-stop", "Yes。", 1),
        ("ends-stop", "Yes. No", 0),
        ("ends-stop", "", 0),
        ("ends-colon", "Tags:", 1),
        ("ends-colon", "a: b", 0),
        ("ends-quote", "“yes”", 1),
        ("ends-quote", "(yes)", 1),
        ("ends-quote", "“yes", 0),
        ("ends-stop", "x\U0010ffff", 0),
    ],
    ids=ascii,
)
def test_the_last_character_tells_how_a_text_ends(name, text, ends):
    assert value(text, name) == ends


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("dated", "in 2026", 1),
        ("dated", "1.5.26", 1),
        ("dated", "2126", 0),
        ("timed", "at 10:30", 1),
        ("timed", "10:3", 0),
        ("counted", "3 Comments", 1),
        ("counted", "Comments (12)", 1),
        ("counted", "Comments", 0),
        ("addressed", "see https://x.example", 1),
        ("addressed", "me@x.example", 1),
        ("addressed", "@me hello", 1),
        ("addressed", "see x", 0),
        ("code", "int x;", 1),
        ("code", "main()", 1),
        ("code", "prose", 0),
        ("dated", "", 0),
        ("dated", "x " * 248 + "2026", 1),
        ("dated", "x " * 248 + " 2026", 0),
    ],
    ids=lambda each: str(each)[:20],
)
def test_patterns_are_looked_for_in_the_first_500_characters(name, text, found):
    assert value(text, name) == found


def test_copies_count_equal_texts_of_the_batch():
    assert rows_of("a", "b", "a", "", "a")[:, _COPIES].tolist() == [3, 1, 3, 1, 3]


@given(st.lists(hostile.texts, min_size=1, max_size=4))
def test_a_batch_gives_the_rows_of_one_at_a_time_but_for_copies(texts):
    together = np.delete(rows_of(*texts), _COPIES, axis=1)

    one_by_one = np.vstack([rows_of(text) for text in texts])

    assert np.array_equal(together, np.delete(one_by_one, _COPIES, axis=1))


@given(hostile.texts)
def test_every_column_of_any_text_is_a_number_from_0_up(text):
    row = rows_of(text)[0]

    assert np.isfinite(row).all()
    assert (row >= 0).all()
