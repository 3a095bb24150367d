import random
import string
from dataclasses import replace

import numpy as np
import pytest

from moderation.classify.scorer import Scorer
from moderation.classify.unseen import unseen_share
from moderation.classify.weights import Weights
from moderation.comment import Comment
from moderation.features.reading import read
from moderation.features.union import encode
from tests import tiny

KNOWN = "thank you for this good article"
OTHER = "cheap pills"


def weights_that_met(**rows: int) -> Weights:
    """Weights of a model whose rows were so many of `KNOWN` and of the `OTHER` text."""
    weights = tiny.random_model().weights
    met = np.zeros(weights.layout.n_hashed)
    for text, n in ((KNOWN, rows["known"]), (OTHER, rows["other"])):
        for buckets in encode(read([Comment(text)]), weights.layout).blocks[0]:
            met[buckets] += n
    hashed = weights.hashed.copy()
    hashed[:, -1] = (np.log((1 + sum(rows.values())) / (1 + met)) + 1) ** 2
    return replace(weights, hashed=hashed.astype(np.float16).astype(np.float32))


def gibberish(n: int) -> str:
    draw = random.Random(5)
    return " ".join(
        "".join(draw.choices(string.ascii_lowercase, k=8)) for _ in range(n)
    )


@pytest.fixture
def weights() -> Weights:
    return weights_that_met(known=40, other=40)


def test_what_was_met_is_not_new(weights):
    assert unseen_share([KNOWN, KNOWN], weights) == 0


def test_what_was_never_met_is_new(weights):
    assert unseen_share([gibberish(300)], weights) == pytest.approx(1, abs=0.1)


def test_half_and_half_is_about_half(weights):
    found = (
        unseen_share([KNOWN] * 30, weights),
        unseen_share([*[KNOWN] * 30, gibberish(165)], weights),
    )

    assert found == (0, pytest.approx(0.5, abs=0.1))


@pytest.mark.parametrize("every", [2, 5])
def test_what_falls_into_known_buckets_by_chance_is_reckoned_with(weights, every):
    hashed = weights.hashed.copy()
    hashed[:, -1] = 4.0
    hashed[::every, -1] = 100.0

    found = unseen_share([gibberish(3000)], replace(weights, hashed=hashed))

    assert found == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(("n_rows", "share"), [(0, 1), (4, 1), (5, 0)])
def test_what_five_rows_had_is_known(n_rows, share):
    weights = weights_that_met(known=n_rows, other=100)

    assert unseen_share([KNOWN], weights) == share


@pytest.mark.parametrize("texts", [[], [""], ["", " \n"], ["!!! ..."]])
def test_without_words_nothing_is_new(weights, texts):
    assert unseen_share(texts, weights) == 0


def test_where_no_bucket_is_rarer_than_another_nothing_can_be_told(weights):
    hashed = weights.hashed.copy()
    hashed[:, -1] = 0

    assert unseen_share([gibberish(9)], replace(weights, hashed=hashed)) == 0


def test_texts_do_not_run_into_each_other(weights):
    turned = KNOWN.split()

    assert unseen_share([turned[0], turned[1]], weights) == 0


def test_a_scorer_tells_it_of_its_own_weights(weights):
    manifest = {"name": "m", **tiny.random_model().manifest}

    assert Scorer(weights, manifest).unseen([gibberish(300)]) > 0.8
