import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.segment.words import CHAR_SIZES, WordWeights, grams_of
from moderation.text.views import batch_of, skeleton_view
from tests import hostile

_BITS = 12
_BIAS = np.array([0.5, -1, 2], np.float32)


def view_of(*texts):
    return skeleton_view(batch_of(texts))


def weights(words=0.0, chars=0.0, bias=(0, 0, 0), bits=_BITS):
    """The same weight in every bucket."""
    shape = (2**bits, 3)
    return WordWeights(
        np.full(shape, words, np.float32),
        np.full(shape, chars, np.float32),
        np.array(bias, np.float32),
    )


def random_weights():
    rng = np.random.default_rng(7)
    shape = (2**_BITS, 3)
    words, chars = rng.normal(size=(2, *shape)).astype(np.float32)
    return WordWeights(words, chars, _BIAS)


_RANDOM = random_weights()


@pytest.mark.parametrize("bits", [1, 12, 18])
def test_bits_are_the_power_of_two_of_the_buckets(bits):
    assert weights(bits=bits).bits == bits


def test_no_texts_have_no_log_odds():
    found = _RANDOM.log_odds(view_of())

    assert found.shape == (0, 3)


@pytest.mark.parametrize("text", ["", " ", "\u200b"], ids=ascii)
def test_a_text_without_words_has_the_bias_and_its_grams(text):
    found = weights(words=1, bias=_BIAS).log_odds(view_of(text))

    assert found.tolist() == [_BIAS.tolist()]


@pytest.mark.parametrize(
    ("text", "n_grams"),
    [("one", 1), ("one two", 3), ("one two three", 5), ("", 0), ("...", 0)],
)
def test_words_and_pairs_are_divided_by_the_root_of_their_number(text, n_grams):
    found = weights(words=1).log_odds(view_of(text))

    assert found.tolist() == [pytest.approx([np.sqrt(n_grams)] * 3)]


@pytest.mark.parametrize(
    ("text", "n_grams"), [("", 0), ("a", 1), ("ab", 3), ("abc", 6), ("abcd", 9)]
)
def test_n_grams_are_divided_by_the_root_of_their_number(text, n_grams):
    found = weights(chars=1).log_odds(view_of(text))

    assert found.tolist() == [pytest.approx([np.sqrt(n_grams)] * 3)]


def test_a_word_adds_the_weights_of_its_bucket_and_no_other():
    view = view_of("hello")
    (bucket,) = grams_of(view, _BITS)[0][0].bucket
    model = weights()
    model.words[bucket] = (1, 2, 3)

    assert model.log_odds(view).tolist() == [[1, 2, 3]]
    assert model.log_odds(view_of("other")).tolist() == [[0, 0, 0]]


def test_a_weight_goes_to_the_text_that_has_the_word():
    model = weights()
    (bucket,) = grams_of(view_of("spam"), _BITS)[0][0].bucket
    model.words[bucket] = 1

    found = model.log_odds(view_of("ham", "spam", "", "spam"))

    assert found[:, 0].tolist() == [0, 1, 0, 1]


def test_a_disguised_word_weighs_as_much_as_a_plain_one():
    plain, disguised = _RANDOM.log_odds(view_of("casino bonus", "CАS1NO bοnus"))

    assert plain.tolist() == disguised.tolist()


def test_grams_are_words_pairs_and_letters_of_all_sizes():
    words, chars = grams_of(view_of("one two"), _BITS)

    assert [len(family.bucket) for family in words] == [2, 1]
    assert [family.width for family in chars] == list(CHAR_SIZES)


@given(st.lists(hostile.texts, min_size=1, max_size=4))
def test_a_batch_gives_the_log_odds_of_one_at_a_time(texts):
    together = _RANDOM.log_odds(view_of(*texts))

    one_by_one = np.vstack([_RANDOM.log_odds(view_of(text)) for text in texts])

    assert together.dtype == np.float32
    assert np.isfinite(together).all()
    assert np.allclose(together, one_by_one, rtol=1e-5, atol=1e-5)
