import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone

from moderation.comment import Comment
from moderation.features.reading import read
from moderation.features.union import CommentFeatures, Layout, encode
from tests import hostile, tiny
from training.scaling import BlockScaler

LAYOUT = Layout(8, 8, 6)
WORDS, CHARS, TOKENS = LAYOUT.block_starts
X = CommentFeatures(LAYOUT).transform(hostile.SAMPLES)


def lengths(matrix, first, last):
    return np.sqrt(matrix[:, first:last].multiply(matrix[:, first:last]).sum(axis=1))


@pytest.mark.parametrize(
    "block", [(WORDS, CHARS), (CHARS, TOKENS)], ids=["words", "chars"]
)
def test_a_block_of_every_comment_has_length_one_or_is_empty(block):
    scaled = BlockScaler(LAYOUT).fit_transform(X)

    found = np.asarray(lengths(scaled, *block)).ravel()

    filled = np.asarray(X[:, block[0] : block[1]].getnnz(axis=1)) > 0
    assert found == pytest.approx(filled.astype(float), abs=1e-5)


def test_tokens_and_dense_columns_are_scaled_by_their_share_alone():
    scaled = BlockScaler(LAYOUT).fit_transform(X)

    ratio = scaled[:, TOKENS:].data / X[:, TOKENS:].data
    is_token = X[:, TOKENS:].indices < LAYOUT.n_hashed - TOKENS
    assert ratio[is_token] == pytest.approx(0.15)
    assert ratio[~is_token] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("n_rows_with", "factor"), [(0, 1 + np.log(9)), (1, 1 + np.log(9 / 2)), (8, 1.0)]
)
def test_a_word_weighs_by_its_rarity(n_rows_with, factor):
    table = np.zeros((8, LAYOUT.n_columns), np.float32)
    table[:n_rows_with, 5] = 1

    scaler = BlockScaler(LAYOUT).fit(csr_matrix(table))

    assert scaler.factor_[5] == pytest.approx(factor)


def test_scaling_leaves_its_input_alone_unless_told_otherwise():
    scaler = BlockScaler(LAYOUT).fit(X)
    before, in_place = X.copy(), X.copy()

    scaled = scaler.transform(X)

    assert (before != X).nnz == 0
    assert scaler.transform(in_place, copy=False) is in_place
    assert (in_place != scaled).nnz == 0


def test_a_batch_is_scaled_as_one_row_at_a_time():
    scaler = BlockScaler(LAYOUT).fit(X)

    one_by_one = [scaler.transform(X[n]).toarray() for n in range(X.shape[0])]

    assert scaler.transform(X).toarray() == pytest.approx(np.vstack(one_by_one))


def test_more_rows_than_are_scaled_at_a_time_come_out_alike():
    scaler = BlockScaler(LAYOUT).fit(X)
    many = csr_matrix(np.tile(X[4].toarray(), (8200, 1)))

    scaled = scaler.transform(many)

    assert (scaled[0] != scaled[8191]).nnz == (scaled[0] != scaled[8199]).nnz == 0


def test_a_clone_forgets_what_was_learned():
    copy = clone(BlockScaler(LAYOUT).fit(X))

    assert copy.layout == LAYOUT
    assert not hasattr(copy, "factor_")


def test_the_scorer_scales_as_the_fit_did():
    model = tiny.random_model()
    weights, layout = model.weights, model.weights.layout
    comments = [Comment("buy cheap pills at http://a.io"), Comment("thanks, Ann")]
    scaler = BlockScaler(layout)
    scaler.factor_ = np.r_[
        np.sqrt(weights.hashed[:, -1]), np.ones(len(weights.dense))
    ].astype(np.float32)
    coef = np.vstack([weights.hashed[:, :3], weights.dense]) / scaler.factor_[:, None]

    scaled = scaler.transform(CommentFeatures(layout).transform(comments))

    expected = scaled @ coef + weights.bias
    assert weights.log_odds(encode(read(comments), layout)) == pytest.approx(
        expected, rel=1e-3, abs=1e-4
    )
