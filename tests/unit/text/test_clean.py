import pytest
from hypothesis import given

from moderation.text.clean import clean, same_length_lower
from tests import hostile


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("plain\n\ttext", "plain\n\ttext"),
        ("a\x00b", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("\udfff", "\ufffd"),
        ("\ud7ff\ue000", "\ud7ff\ue000"),
        ("\U0001f600\U0010ffff", "\U0001f600\U0010ffff"),
        ("\x01\x1f\u202e", "\x01\x1f\u202e"),
    ],
    ids=ascii,
)
def test_nul_and_lone_surrogates_become_the_replacement_character(text, cleaned):
    assert clean(text) == cleaned


@given(hostile.texts)
def test_cleaned_text_is_utf_8_without_nul_and_as_long_as_before(text):
    cleaned = clean(text)

    assert b"\0" not in cleaned.encode()
    assert len(cleaned) == len(text)


@given(hostile.texts)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "lower"),
    [
        ("ABC", "abc"),
        ("СПАМ", "спам"),
        ("\u0130 HTTP://EVIL.EXAMPLE", "i http://evil.example"),
        ("\u1e9e", "\xdf"),
    ],
)
def test_lower_case_keeps_every_offset(text, lower):
    assert same_length_lower(text) == lower


@given(hostile.texts)
def test_lower_case_is_as_long_as_the_text(text):
    assert len(same_length_lower(text)) == len(text)
