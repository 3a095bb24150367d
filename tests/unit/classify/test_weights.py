import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify.weights import HEADS, Weights
from moderation.comment import Author, Comment
from moderation.features.kinds import Kind
from moderation.features.reading import read
from moderation.features.union import Layout, dense_columns, encode
from tests import hostile, tiny

LAYOUT = Layout(4, 4, 4)


def weights(**arrays):
    """Weights of 0, with the squared rarity 1 everywhere."""
    hashed = np.zeros((LAYOUT.n_hashed, 4), np.float32)
    hashed[:, -1] = 1
    dense = np.zeros((len(dense_columns()), 3), np.float32)
    filled = {"hashed": hashed, "dense": dense, "bias": np.zeros(3, np.float32)}
    return Weights(LAYOUT, **filled | arrays)


def log_odds(comment, found):
    return found.log_odds(encode(read([comment]), LAYOUT))[0]


def test_the_heads_have_an_order():
    assert HEADS == ("spam", "abuse", "footer")


def test_an_empty_comment_has_the_log_odds_of_the_bias():
    bias = np.array([1, -2, 3], np.float32)

    assert log_odds(Comment(""), weights(bias=bias)) == pytest.approx(bias)


@pytest.mark.parametrize("n_words", [1, 2, 12])
def test_words_and_n_grams_are_blocks_of_length_one(n_words):
    found = weights()
    found.hashed[:, 0] = 1
    found.blocks[2][:] = 0
    comment = Comment(" ".join(f"word{n}" for n in range(n_words)))
    encoded = encode(read([comment]), LAYOUT)

    n_columns = [len(encoded.blocks[block][0]) for block in (0, 1)]

    expected = sum(n / np.sqrt(n) for n in n_columns)
    assert log_odds(comment, found)[0] == pytest.approx(expected, rel=1e-5)


def test_tokens_add_their_weight_as_it_is():
    found = weights()
    found.blocks[2][:, 1] = 0.25

    comment = Comment("", Author("Ann", email="a@b.example"), type="comment")

    assert log_odds(comment, found) == pytest.approx([0, 0.75, 0])


def test_dense_columns_add_their_value_times_their_weight():
    dense = np.zeros((len(dense_columns()), 3), np.float32)
    dense[[name for name, _ in dense_columns()].index("capitals"), 2] = 2

    found = weights(dense=dense)

    assert log_odds(Comment("ABC"), found) == pytest.approx([0, 0, 2 * 3 / 12])


@given(st.lists(hostile.comments, min_size=1, max_size=3))
def test_kinds_of_evidence_add_up_to_spam_without_the_bias(comments):
    found = tiny.random_model().weights

    log_odds, kinds = found.with_kinds(encode(read(comments), tiny.LAYOUT))

    assert kinds.shape == (len(comments), len(Kind))
    assert kinds.sum(axis=1) + found.bias[0] == pytest.approx(log_odds[:, 0], abs=1e-3)


@pytest.mark.parametrize(
    ("comment", "kinds"),
    [
        (Comment(""), set()),
        (Comment("plain words of a long enough text"), {Kind.TEXT}),
        (Comment("", Author("Ann", email="a@b.example")), {Kind.AUTHOR}),
        (Comment("", type="comment"), {Kind.AUTHOR}),
        (Comment("http://a.example"), {Kind.TEXT, Kind.LINKS}),
    ],
    ids=["nothing", "text", "author", "type", "link"],
)
def test_hashed_columns_speak_for_the_kind_of_what_they_were_made_from(comment, kinds):
    found = weights()
    found.hashed[:, 0] = 1

    _, by_kind = found.with_kinds(encode(read([comment]), LAYOUT))

    assert {Kind(n) for n in np.flatnonzero(by_kind[0])} == kinds


def test_blocks_are_the_rows_of_one_family():
    found = tiny.random_model().weights

    rows = [found.blocks[number] for number in range(3)]

    assert [len(block) for block in rows] == [512, 512, 64]
    assert np.array_equal(np.concatenate(rows), found.hashed)
