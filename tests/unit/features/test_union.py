import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone

from moderation.comment import Author, Comment, Page
from moderation.features.reading import read
from moderation.features.union import (
    BLOCKS,
    CommentFeatures,
    Layout,
    dense_columns,
    encode,
)
from tests import hostile

GOLDEN = json.loads(
    (Path(__file__).parents[2] / "golden" / "columns.json").read_text("utf-8")
)
SAMPLES = list(hostile.SAMPLES)


def columns_of(comment, layout=None):
    return CommentFeatures(layout).transform([comment]).indices.tolist()


def words_of(text):
    """The columns of words alone."""
    return [each for each in columns_of(Comment(text)) if each < 1 << 18]


@pytest.mark.parametrize("case", GOLDEN, ids=[case["name"] for case in GOLDEN])
def test_a_comment_falls_into_the_columns_that_artifacts_were_trained_on(case):
    comment = Comment(case["text"], Author(**case["author"]), type=case["type"])

    assert columns_of(comment) == case["columns"]


@pytest.mark.parametrize(
    ("bits", "starts", "n_hashed"),
    [((18, 18, 14), (0, 1 << 18, 1 << 19), (1 << 19) + (1 << 14)),
     ((8, 7, 6), (0, 256, 384), 448)],
)  # fmt: skip
def test_a_layout_puts_block_after_block(bits, starts, n_hashed):
    layout = Layout(*bits)

    assert layout.block_starts == starts
    assert layout.n_hashed == n_hashed
    assert layout.n_columns == n_hashed + len(dense_columns())


def test_dense_columns_have_names_of_their_own():
    names = [name for name, _ in dense_columns()]

    assert len(set(names)) == len(names)


def test_fitting_returns_the_transformer_itself():
    features = CommentFeatures()

    assert features.fit(SAMPLES) is features


def test_a_clone_has_the_same_parameters():
    features = CommentFeatures(Layout(8, 8, 8), batch_size=3)

    assert clone(features).get_params() == features.get_params()
    assert features.get_params() == {"layout": Layout(8, 8, 8), "batch_size": 3}


@pytest.mark.parametrize("n", [0, 1, len(SAMPLES)])
def test_there_is_a_row_for_each_comment(n):
    X = CommentFeatures().fit_transform(SAMPLES[:n])

    assert X.shape == (n, Layout().n_columns)
    assert X.dtype == np.float32


def test_hashed_columns_are_0_or_1_and_sorted():
    X = CommentFeatures().transform(SAMPLES)
    hashed = X.indices < Layout().n_hashed

    assert set(X.data[hashed].tolist()) == {1.0}
    assert X.has_canonical_format


def test_columns_beyond_the_hashed_ones_are_the_dense_ones():
    comment = SAMPLES[4]

    X = CommentFeatures().transform([comment])

    dense = encode(read([comment]), Layout()).dense
    assert (X[:, Layout().n_hashed :].toarray() == dense).all()


@pytest.mark.parametrize("batch_size", [1, 3, 100])
def test_the_batch_size_never_changes_the_result(batch_size):
    X = CommentFeatures(batch_size=batch_size).transform(SAMPLES)

    assert (CommentFeatures().transform(SAMPLES) != X).nnz == 0


@given(st.lists(hostile.comments, min_size=1, max_size=4))
def test_a_batch_gives_the_same_rows_as_one_at_a_time(comments):
    layout = Layout(10, 10, 8)

    together = CommentFeatures(layout).transform(comments)

    alone = [CommentFeatures(layout).transform([each]) for each in comments]
    assert np.array_equal(together.toarray(), np.vstack([X.toarray() for X in alone]))


@given(st.lists(hostile.comments, max_size=3))
def test_any_comment_can_be_encoded(comments):
    encoded = encode(read(comments), Layout(10, 10, 8))

    assert [len(block) for block in encoded.blocks] == [len(comments)] * len(BLOCKS)
    assert np.isfinite(encoded.dense).all()
    assert all(
        (np.diff(row.astype(int)) > 0).all() and row.max(initial=0) < 1 << 10
        for block in encoded.blocks
        for row in block
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda c: replace(c, page=Page("https://other.example/x", c.page.title)),
        lambda c: replace(c, posted_at=datetime(1999, 1, 1, tzinfo=UTC)),
        lambda c: replace(c, external_id="42", parent_id="41"),
        lambda c: replace(c, author=replace(c.author, ip="203.0.113.9")),
        lambda c: replace(c, author=replace(c.author, user_agent="curl")),
        lambda c: replace(c, author=replace(c.author, role="administrator")),
        lambda c: replace(c, honeypot="filled", language="xx"),
    ],
    ids=["site", "date", "ids", "ip", "agent", "role", "honeypot-and-language"],
)
@pytest.mark.parametrize("comment", SAMPLES, ids=range(len(SAMPLES)))
def test_where_when_and_from_which_address_never_change_the_features(comment, change):
    found, changed = CommentFeatures().transform([comment, change(comment)])

    assert (found != changed).nnz == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda c: replace(c, text=c.text + " casino"),
        lambda c: replace(c, author=replace(c.author, name="Casino")),
        lambda c: replace(c, author=replace(c.author, url="http://casino.example")),
        lambda c: replace(c, author=replace(c.author, email="a@mailinator.com")),
        lambda c: replace(c, page=Page(title="thanks helped")),
        lambda c: replace(c, type="trackback"),
    ],
    ids=["text", "name", "url", "email", "title", "type"],
)
def test_what_is_said_and_by_whom_changes_the_features(change):
    comment = SAMPLES[3]

    found, changed = CommentFeatures().transform([comment, change(comment)])

    assert (found != changed).nnz > 0


@pytest.mark.parametrize(
    "disguised", ["VIAGRA", "ＶＩＡＧＲＡ", "vi\u200bagra", "𝓿𝓲𝓪𝓰𝓻𝓪"]
)
def test_a_word_in_another_dress_is_the_same_word(disguised):
    assert words_of(disguised) == words_of("viagra")


def test_the_order_of_words_makes_pairs_that_differ():
    forth, back = set(words_of("good day")), set(words_of("day good"))

    assert len(forth & back) == 2
    assert len(forth) == len(back) == 3


def test_no_pair_of_words_goes_from_one_text_to_the_next():
    X = CommentFeatures().transform([Comment("good"), Comment("day")])

    words = X[:, : 1 << 18]
    assert words.getnnz(axis=1).tolist() == [1, 1]
