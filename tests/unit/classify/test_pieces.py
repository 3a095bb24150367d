from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify.pieces import pieces_of, starts_of
from moderation.comment import Author, Comment, Page

LENGTHS = st.integers(0, 30_000)


def of_length(n_chars):
    return Comment("".join(chr(0x4E00 + n) for n in range(n_chars)))


@pytest.mark.parametrize(
    ("n_chars", "starts"),
    [
        (0, []),
        (419, []),
        (420, [0, 87, 173, 260]),
        (640, [0, 96, 192, 288, 384, 480]),
        (20_000, [round(19_840 / 15 * n) for n in range(16)]),
    ],
)
def test_pieces_begin_evenly_from_the_first_to_the_last(n_chars, starts):
    assert starts_of(of_length(n_chars)) == starts


@given(LENGTHS)
def test_no_text_has_more_than_sixteen_pieces_and_the_last_ends_with_it(n_chars):
    starts = starts_of(of_length(n_chars))

    assert len(starts) <= 16
    assert starts == sorted(set(starts))
    assert not starts or starts[-1] + 160 == n_chars


@given(st.integers(420, 1700))
def test_up_to_1700_characters_any_fifty_in_a_row_are_whole_in_a_piece(n_chars):
    starts = starts_of(of_length(n_chars))

    assert all(b - a <= 110 for a, b in pairwise(starts))


@given(st.integers(420, 2560))
def test_up_to_2560_characters_every_one_is_in_a_piece(n_chars):
    comment = of_length(n_chars)

    pieces = pieces_of(comment)

    assert set(comment.text) == set("".join(piece.text for piece in pieces))


@given(LENGTHS)
def test_a_piece_is_the_text_from_its_start(n_chars):
    comment = of_length(n_chars)

    pieces = [piece.text for piece in pieces_of(comment)]

    starts = starts_of(comment)
    assert pieces == [comment.text[start : start + 160] for start in starts]
    assert all(len(piece) == 160 for piece in pieces)


def test_a_piece_is_of_the_same_author_and_page():
    author, page = Author("Ann", url="http://a.example"), Page(title="On Bread")
    comment = Comment("x" * 800, author, page, type="comment")

    first, *_ = pieces_of(comment)

    assert (first.author, first.page, first.type) == (author, page, "comment")
