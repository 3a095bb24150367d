from random import Random

import numpy as np
import pytest

from moderation.campaigns.likeness import Signed, alike, earlier, sign
from moderation.campaigns.record import Form, Trace
from moderation.campaigns.signature import N_HASHES
from training.obfuscation import obfuscate

SPAM = "Earn five hundred dollars every day from home, write to us on the messenger"
BASE = np.arange(N_HASHES, dtype=np.uint32)


def far(n_changed: int):
    """A signature of which so many hashes are others than those of BASE."""
    signature = BASE.copy()
    signature[:n_changed] += 1_000
    return signature


def a_form(number: int, signature=BASE) -> Form:
    return Form(number, f"c{number}", Trace(1), None, signature)


@pytest.mark.parametrize(
    ("n_changed", "close"),
    [(0, 1.0), (25, 39 / 64), (26, None), (64, None)],
)
def test_a_form_is_alike_from_six_tenths_on(n_changed, close):
    form = a_form(1, far(n_changed))

    found = alike(Signed(BASE), [[form]])

    assert found == ([] if close is None else [(form, close)])


@pytest.mark.parametrize(("n_changed", "is_alike"), [(12, True), (13, False)])
def test_a_piece_has_to_be_closer_than_a_whole(n_changed, is_alike):
    form = a_form(1, far(n_changed))

    found = alike(Signed(far(64), (BASE,)), [[], [form]])

    assert found == ([(form, 0.0)] if is_alike else [])


def test_a_form_that_whole_and_piece_meet_is_named_once():
    form = a_form(1)

    assert alike(Signed(BASE, (BASE,)), [[form], [form]]) == [(form, 1.0)]


def test_a_padded_copy_holds_the_original_as_a_piece():
    padded = obfuscate(SPAM, "padding", Random(1))

    original, copy = sign([SPAM, padded])

    assert original.pieces == ()
    assert any(np.array_equal(piece, original.whole) for piece in copy.pieces)


def test_a_padded_copy_of_two_paragraphs_holds_both_together():
    text = f"{SPAM}\n\nOur manager answers within a minute, every day of the week"
    padding = "we went there last summer with the children and it rained"

    original, copy = sign([text, f"{padding}\n\n{text}\n \n{padding}"])

    assert any(np.array_equal(piece, original.whole) for piece in copy.pieces)


@pytest.mark.parametrize(
    "text",
    [SPAM, f"{SPAM}\nA line below it that belongs to it", f"> {SPAM}\n\nNo, thanks."],
    ids=["one", "lines", "quote"],
)
def test_what_is_one_paragraph_or_a_quote_has_no_pieces(text):
    (signed,) = sign([text])

    assert signed.pieces == ()


def test_pieces_go_to_the_text_they_are_of():
    padded = f"{SPAM}\n\nsomething else that somebody wrote around it"

    signed = sign(["", padded, "Hello", SPAM])

    assert [each is None for each in signed] == [True, False, True, False]
    assert [len(each.pieces) for each in signed if each] == [2, 0]


def test_a_text_of_many_paragraphs_has_few_pieces():
    text = "\n\n".join(f"paragraph {n} of a long story we tell" for n in "abcdef" * 50)

    (signed,) = sign([text])

    assert len(signed.pieces) <= 12


def test_the_earlier_ones_of_a_batch_are_found_newest_first():
    same, almost, other = Signed(BASE), Signed(far(20)), Signed(far(64))

    found = earlier([same, None, other, almost, same, None])

    assert found == [[], [], [], [0], [3, 0], []]


def test_no_more_than_fifty_of_a_batch_are_compared():
    assert [len(each) for each in earlier([Signed(BASE)] * 60)][-1] == 50
