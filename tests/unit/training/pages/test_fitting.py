from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.segment.words import WordWeights
from moderation.text.views import batch_of, skeleton_view
from training.pages import fitting
from training.pages.fitting import (
    TreeSettings,
    class_weights,
    fit_trees,
    fit_words,
    word_matrix,
)

_BITS = 6
_TEXTS = ["a chapter of a book", "many thanks to you", "log in, sign up"] * 4
_Y = np.array([0, 1, 2] * 4)
_SMALL = TreeSettings(max_iter=5, min_samples_leaf=2, max_leaf_nodes=3)


def weights_of(texts, y):
    X = word_matrix(texts, _BITS)
    return fit_words(X, np.array(y), np.ones(len(y)), _BITS)


def judged(words, texts):
    return words.log_odds(skeleton_view(batch_of(texts)))


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_the_matrix_times_weights_is_what_the_model_says(texts):
    rng = np.random.default_rng(0)
    words, chars = rng.normal(size=(2, 1 << _BITS, 3)).astype(np.float32)
    bias = np.array([1, 2, 3], np.float32)

    found = word_matrix(texts, _BITS) @ np.vstack([words, chars]) + bias

    said = judged(WordWeights(words, chars, bias), texts)
    assert np.allclose(found, said, atol=1e-4)


@pytest.mark.parametrize("n_texts", [0, 1, 2, 3, 4, 5])
def test_batches_are_put_together_again(monkeypatch, n_texts):
    texts = _TEXTS[:n_texts]
    whole = word_matrix(texts, _BITS)

    monkeypatch.setattr(fitting, "_BATCH", 2)
    parts = word_matrix(texts, _BITS)

    assert parts.shape == whole.shape == (n_texts, 2 << _BITS)
    assert (parts != whole).nnz == 0


def test_a_text_without_words_has_an_empty_row():
    assert word_matrix(["", "word"], _BITS).getnnz(axis=1).tolist()[0] == 0


def test_words_say_the_label_they_came_with():
    words = weights_of(_TEXTS, _Y)

    found = judged(words, ["the last chapter", "thanks", "sign up"])

    assert found.argmax(axis=1).tolist() == [0, 1, 2]
    assert (words.bits, words.words.shape) == (_BITS, (1 << _BITS, 3))


def test_a_label_without_texts_is_never_the_likeliest():
    words = weights_of([text for text in _TEXTS if "thanks" not in text], [0, 2] * 4)

    found = judged(words, ["the last chapter", "sign up", "thanks", ""])

    assert found[:2].argmax(axis=1).tolist() == [0, 2]
    assert (found[:, 1] == -10).all()


def test_words_of_two_labels_are_as_likely_as_scikit_learn_says():
    X, y = word_matrix(_TEXTS, _BITS), np.minimum(_Y, 1)
    model = fitting.LogisticRegression(C=fitting._C, max_iter=100, tol=1e-3).fit(X, y)

    found = judged(weights_of(_TEXTS, y), _TEXTS).astype(float)

    odds = np.exp(found[:, :2])
    share = odds / odds.sum(axis=1, keepdims=True)
    assert np.allclose(share, model.predict_proba(X), atol=1e-4)


def test_heavier_texts_count_more():
    texts, y = ["word", "word", "other"], np.array([0, 1, 2])
    X = word_matrix(texts, _BITS)

    found = judged(fit_words(X, y, np.array([1.0, 9.0, 1.0]), _BITS), ["word"])

    assert found.argmax() == 1


def test_trees_learn_from_rows_with_a_label_alone():
    X = np.repeat(np.arange(3.0), 8)[:, None].astype(np.float32)
    y = np.repeat([0, 1, 2], 8)
    noise = np.full((8, 1), 1, np.float32), np.full(8, -1)

    one = fit_trees(X, y, np.ones(24), _SMALL)
    other = fit_trees(
        np.vstack([X, noise[0]]), np.append(y, noise[1]), np.ones(32), _SMALL
    )

    assert other.classes_.tolist() == [0, 1, 2]
    assert np.array_equal(one.predict_proba(X), other.predict_proba(X))
    assert one.predict(X).tolist() == y.tolist()


def test_trees_are_fitted_as_their_settings_say():
    settings = replace(_SMALL, max_iter=2, learning_rate=0.3, max_features=0.5)
    X = np.eye(3, dtype=np.float32).repeat(4, axis=0)

    trees = fit_trees(X, np.repeat([0, 1, 2], 4), np.ones(12), settings)

    given_to_it = trees.get_params()
    assert {key: given_to_it[key] for key in asdict(settings)} == asdict(settings)
    assert trees.n_iter_ == 2


@pytest.mark.parametrize(
    ("y", "power", "weights"),
    [
        ([0, 0, 0, 1], 1.0, [2 / 3, 2 / 3, 2 / 3, 2]),
        ([0, 0, 0, 1], 0.0, [1, 1, 1, 1]),
        ([0, 0, 0, 0, 1], 0.5, [5 / 6] * 4 + [5 / 3]),
        ([0, 1, 2], 1.0, [1, 1, 1]),
        ([2, 2], 1.0, [1, 1]),
        ([0, -1, 1, -1], 1.0, [1, 0, 1, 0]),
        ([1], 0.5, [1]),
    ],
    ids=["alike", "as-they-come", "root", "even", "one-label", "unknown", "one-row"],
)
def test_known_weights_of_labels(y, power, weights):
    assert class_weights(np.array(y), power) == pytest.approx(weights)


@given(st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=1), st.floats(0, 1))
def test_weights_are_1_in_the_mean_and_labels_weigh_alike_at_power_1(y, power):
    labels = np.array([*y, 0])
    known = labels >= 0

    assert class_weights(labels, power)[known].mean() == pytest.approx(1)
    sums = np.bincount(labels[known], class_weights(labels, 1.0)[known])
    assert np.ptp(sums[sums > 0]) == pytest.approx(0, abs=1e-9)
