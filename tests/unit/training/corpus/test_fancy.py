from random import Random

import pytest

from moderation.text.views import batch_of, skeleton_view
from training.corpus.fancy import draw_fancy

SEEDS = range(60)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def drawn(text):
    return {draw_fancy(text, Random(seed)) for seed in SEEDS}


def read(text):
    view = skeleton_view(batch_of([text]))
    return "".join(map(chr, view.codes[1:-1].tolist()))


@pytest.mark.parametrize("letters", [LETTERS, LETTERS.upper()])
def test_every_letter_of_every_alphabet_is_read_again(letters):
    assert {read(text) for text in drawn(letters)} == {LETTERS}


def test_there_are_fourteen_alphabets_and_some_have_capitals_only():
    assert len(drawn("ab")) == 14
    assert len(drawn("AB")) == 14
    assert len(drawn("ab") & drawn("AB")) == 3


def test_no_latin_letter_is_left():
    assert not any(letter.isascii() for text in drawn(LETTERS) for letter in text)


@pytest.mark.parametrize("text", ["", "да", "日本", "!? ,", "é"])
def test_what_no_alphabet_has_stays(text):
    assert {each.lower() for each in drawn(text)} == {text}


def test_digits_are_drawn_where_the_alphabet_has_them():
    found = drawn("7")

    assert "7" in found
    assert {"𝟕", "𝟳", "７"} <= found
