from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from moderation.classify.lessons import DENSE_SHARE, labels_of, rows_of
from moderation.classify.workings import Workings
from moderation.comment import Author, Comment
from moderation.features.reading import read
from moderation.features.union import CommentFeatures, encode
from tests import hostile, taught, tiny
from training.scaling import BlockScaler

LAYOUT = tiny.LAYOUT
WORDS, CHARS, TOKENS = LAYOUT.block_starts
TRAINED = tiny.trained().weights


def rows(comments, weights=TRAINED):
    return rows_of(encode(read(comments), weights.layout), weights)


def scaled(comments, weights):
    """What training makes of the comments: its rarity, its shares."""
    scaler = BlockScaler(LAYOUT).fit(csr_matrix((0, LAYOUT.n_columns)))
    scaler.factor_[: LAYOUT.n_hashed] = np.sqrt(weights.hashed[:, -1])
    return scaler.transform(CommentFeatures(LAYOUT).transform(comments))


@pytest.mark.parametrize("weights", [TRAINED, taught.WEIGHTS], ids=["trained", "any"])
@given(comments=st.lists(hostile.comments, min_size=1, max_size=4))
def test_rows_are_those_of_the_matrix_that_training_scales(weights, comments):
    found = Workings(weights).matrix(rows(comments, weights)).toarray()

    assert found == pytest.approx(scaled(comments, weights).toarray(), abs=1e-5)


def test_rows_of_samples_are_those_of_the_matrix_that_training_scales():
    found = Workings(TRAINED).matrix(rows(hostile.SAMPLES)).toarray()

    expected = scaled(hostile.SAMPLES, TRAINED).toarray()
    assert found == pytest.approx(expected, abs=1e-5)


@given(st.lists(hostile.comments, min_size=1, max_size=3))
def test_columns_rise_and_each_stands_once(comments):
    for row in rows(comments):
        assert row.columns.shape == row.values.shape
        assert all(a < b for a, b in pairwise(row.columns.tolist()))
        assert row.columns.min() >= 0 and row.columns.max() < LAYOUT.n_columns
        assert np.isfinite(row.values).all() and (row.values != 0).all()


@given(st.lists(hostile.comments, min_size=1, max_size=4))
def test_a_batch_gives_the_bits_of_one_at_a_time(comments):
    together = rows(comments)

    for comment, row in zip(comments, together, strict=True):
        [alone] = rows([comment])
        assert row.columns.tobytes() == alone.columns.tobytes()
        assert row.values.tobytes() == alone.values.tobytes()


@pytest.mark.parametrize(
    ("text", "lengths"),
    [("", [0, 0]), ("\u0301", [0, 0]), ("cheap pills", [1, 1])],
    ids=["empty", "a-mark-alone", "words"],
)
def test_words_and_n_grams_have_length_1_each_or_are_none(text, lengths):
    [row] = rows([Comment(text)])

    found = [
        np.linalg.norm(row.values[(row.columns >= first) & (row.columns < end)])
        for first, end in [(WORDS, CHARS), (CHARS, TOKENS)]
    ]

    assert found == pytest.approx(lengths, abs=1e-5)


def test_tokens_and_dense_columns_weigh_less_than_the_text():
    [row] = rows([Comment("http://a.example", Author("Ann"))])

    tokens = row.values[(row.columns >= TOKENS) & (row.columns < LAYOUT.n_hashed)]
    assert len(tokens) >= 2
    assert tokens == pytest.approx(0.15, abs=1e-3)
    assert float(DENSE_SHARE) == pytest.approx(0.6)


def test_a_batch_of_none_has_no_rows():
    assert rows([]) == []


@pytest.mark.parametrize(
    ("is_spam", "was_spam", "label"),
    [
        (True, False, 1),
        (True, True, 1),
        (False, True, 0),
        (False, False, 0),
        (None, True, 1),
        (None, False, 0),
    ],
)
def test_what_was_said_counts_before_what_was_thought(is_spam, was_spam, label):
    [found] = labels_of([taught.lesson("a", is_spam, was_spam=was_spam)])

    assert found == label


def test_labels_of_nothing_are_none():
    assert labels_of([]).shape == (0,)
