import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.errors import BadTable
from training.corpus.braces import braces_of, choices_of, closing

templates = st.text("ab{}|\\n", max_size=20)


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("", []),
        ("plain | text", []),
        ("{a}", ["a"]),
        ("{}", [""]),
        ("{a} b {c|d}", ["a", "c|d"]),
        ("{a{b}c}{d}", ["a{b}c", "d"]),
        (r"\{a\} {b}", ["b"]),
        (r"{a\}b}", [r"a\}b"]),
        (r"\\{a}", ["a"]),
        ("a } b", []),
    ],
)
def test_the_outer_braces_of_a_template(template, found):
    assert [*braces_of(template)] == found


@pytest.mark.parametrize("template", ["{", "{a", "{a{b}", r"{a\}", "a {b} {c"])
def test_a_brace_that_is_not_closed_is_an_error(template):
    with pytest.raises(BadTable, match="a brace is not closed"):
        [*braces_of(template)]


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a|b", ["a", "b"]),
        ("a|", ["a", ""]),
        ("|", ["", ""]),
        ("{a|b}|c", ["{a|b}", "c"]),
        (r"a\|b|c", [r"a\|b", "c"]),
        (r"a\\|b", [r"a\\", "b"]),
    ],
)
def test_choices_stand_between_bars_that_are_in_no_brace(text, choices):
    assert choices_of(text) == choices


@given(templates)
def test_choices_make_the_text_again(text):
    assert "|".join(choices_of(text)) == text


@given(templates)
def test_a_brace_is_closed_behind_where_it_opens(text):
    text = "{" + text + "}" * 20

    end = closing(text, 0)

    assert 0 < end < len(text)
    assert text[end] == "}"
