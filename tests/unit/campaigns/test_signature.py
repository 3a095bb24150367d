import hashlib
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.campaigns.signature import (
    N_BANDS,
    N_HASHES,
    band_keys,
    signatures,
    similarity,
)
from training.obfuscation import OBFUSCATIONS, obfuscate

SPAM = (
    "Earn five hundred dollars every single day from your own home, no experience "
    "needed, write to our manager on the messenger before Sunday: "
    "https://shop.example/offer"
)
OTHER = (
    "The second chapter was better than the first one, although the teacher of the "
    "younger brother is not explained anywhere and nobody asks about the letter."
)


def sign(text: str):
    (signature,) = signatures([text])
    return signature


def test_a_signature_is_what_it_was_in_every_version():
    """Stored signatures are compared with new ones: this must never change."""
    signature = sign(SPAM)

    kept = hashlib.sha256(signature.astype("<u4").tobytes()).hexdigest()

    assert signature.shape == (N_HASHES,)
    assert kept == GOLDEN
    assert band_keys(signature)[0] == GOLDEN_KEY


GOLDEN = "e2375a6ff185f9d9d6772e73f8a61ab1bce4d3af29841993b1499d1e808a6228"
GOLDEN_KEY = -6_108_072_170_737_994_612


def test_a_text_is_signed_alone_as_among_others():
    texts = [SPAM, "", OTHER, "Привет, как дела сегодня", SPAM]

    for text, signature in zip(texts, signatures(texts), strict=True):
        assert (signature is None) == (text == "")
        assert signature is None or np.array_equal(signature, sign(text))


def test_other_words_share_nothing():
    assert similarity(sign(SPAM), sign(OTHER)) < 0.1
    assert not set(band_keys(sign(SPAM))) & set(band_keys(sign(OTHER)))


@pytest.mark.parametrize("kind", sorted({*OBFUSCATIONS} - {"padding"}))
def test_a_disguised_copy_meets_the_original(kind):
    disguised = obfuscate(SPAM, kind, Random(7))

    copy, original = sign(disguised), sign(SPAM)

    assert disguised != SPAM
    assert similarity(copy, original) >= 0.6
    assert set(band_keys(copy)) & set(band_keys(original))


def test_the_estimate_is_near_the_share_of_what_is_common():
    half = SPAM[: SPAM.index("https")]
    longer = half + OTHER

    estimate = similarity(sign(half), sign(longer))

    assert estimate == pytest.approx(len(half) / len(longer), abs=0.15)


def test_the_bands_of_a_signature_have_keys_of_their_own():
    same = np.full(N_HASHES, 7, np.uint32)

    keys = band_keys(same)

    assert len(set(keys)) == len(keys) == N_BANDS


def test_a_key_depends_on_the_four_hashes_of_its_band_alone():
    before = np.arange(N_HASHES, dtype=np.uint32)
    after = before.copy()
    after[5] += 1

    changed = [a != b for a, b in zip(band_keys(before), band_keys(after), strict=True)]

    assert changed == [n == 1 for n in range(N_BANDS)]


@given(st.binary(min_size=4 * N_HASHES, max_size=4 * N_HASHES))
def test_keys_fit_a_signed_column_of_64_bits(raw):
    keys = band_keys(np.frombuffer(raw, np.uint32))

    assert all(-(2**63) <= key < 2**63 and type(key) is int for key in keys)


@given(st.text(max_size=300))
def test_every_text_resembles_itself_or_has_no_signature(text):
    signature = sign(text.replace("\0", ""))

    assert signature is None or similarity(signature, signature) == 1.0


@given(st.lists(st.sampled_from(SPAM.split()), min_size=6, max_size=30))
def test_case_and_what_stands_between_words_change_nothing(words):
    plain, loud = " ".join(words), "  ...  ".join(words).upper()

    a, b = sign(plain), sign(loud)

    assert (a is None and b is None) or np.array_equal(a, b)
