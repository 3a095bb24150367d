from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.corpus.typos import with_typos

SEEDS = range(500)
TEXT = "Well, they don't open before ten, and that's a shame, really."


def written(text):
    return [with_typos(text, Random(seed)) for seed in SEEDS]


def test_one_text_in_five_is_written_in_a_hurry():
    changed = sum(text != TEXT for text in written(TEXT))

    assert 0.15 < changed / len(SEEDS) < 0.25


def test_each_slip_is_made():
    found = written(TEXT)

    assert TEXT.lower() in found
    assert TEXT.replace("'", "") in found
    assert TEXT[:-1] in found
    assert any(text.endswith(("!", " :)", " lol")) for text in found)
    assert any("ten,and" in text or "ten , and" in text for text in found)
    assert {"befroe", "befoe", "befoore"} <= {text.split()[4] for text in found}


@pytest.mark.parametrize(
    "address",
    [
        "https://my-site.example/some-path",
        "casino-bonus.example",
        "ann.smith@mail.example",
    ],
)
def test_no_slip_breaks_an_address(address):
    texts = written(f"Look there, {address} has it, Really")

    assert all(address in text for text in texts)


def test_an_address_keeps_its_capitals():
    assert all("http://A.example/Qx" in t for t in written("See http://A.example/Qx"))


@pytest.mark.parametrize("text", ["", "a", ".", "!!!", "да", "日本語"])
def test_a_text_without_words_can_be_written(text):
    assert all(found.startswith(text.rstrip(".!")) for found in written(text))


@given(st.text(), st.integers())
def test_any_text_can_be_written_and_the_same_way_again(text, seed):
    assert with_typos(text, Random(seed)) == with_typos(text, Random(seed))
