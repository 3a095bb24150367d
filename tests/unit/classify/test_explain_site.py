import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given

from moderation.classify.explain_site import explain_site
from moderation.classify.site_model import SiteModel, teach
from moderation.comment import Comment
from moderation.features.reading import read
from moderation.features.union import dense_columns, encode
from moderation.reasons import SENTENCES
from tests import hostile, taught

WEIGHTS = taught.WEIGHTS
TOKENS = WEIGHTS.layout.block_starts[2]
LEAST = 0.3
SPAM_WORDS, HAM_WORDS = {"casino", "jackpot", "poker"}, {"bread", "garden", "poem"}
CODES = {"site-spam-words", "site-ham-words", "site-habits"}


@cache
def site(count=20):
    """Return the model of a site where spam is about betting, ham about bread."""
    lessons = [*taught.spam(count), *taught.ham(count)]
    return teach(lessons, taught.SCORER.workings()).model


def untaught():
    """Return a site model that adds nothing, as arrays to be written into."""
    hashed = np.zeros(WEIGHTS.layout.n_hashed, np.float32)
    return SiteModel(hashed, np.zeros(len(WEIGHTS.dense), np.float32), 0.0, 1.0, 0.0)


def explained(comment, model, base=0.0):
    """Return the reasons by code, and what the model added to the log-odds."""
    reading = read([comment])
    encoded = encode(reading, WEIGHTS.layout)
    added = float(model.log_odds(encoded, WEIGHTS, np.array([base]))[0]) - base
    found = explain_site(reading, encoded, WEIGHTS, (model, added))
    assert len({each.code for each in found}) == len(found)
    return {each.code: each for each in found}, added


def words(comment, found):
    return {comment.text[span.start : span.end] for span in found.spans}


@pytest.mark.parametrize(
    ("code", "sign", "here", "not_here"),
    [
        ("site-spam-words", 1, SPAM_WORDS, HAM_WORDS),
        ("site-ham-words", -1, HAM_WORDS, SPAM_WORDS),
    ],
)
def test_the_words_taught_are_pointed_at(code, sign, here, not_here):
    comment = Comment("bread gearbox casino garden rudder jackpot poem cello poker")

    found, _ = explained(comment, site())

    assert here <= words(comment, found[code])
    assert found[code].weight * sign > 1
    assert not words(comment, found[code]) & not_here


@pytest.mark.parametrize(
    "text",
    ["ca\u200bsino jackpot", "CASINO J\u0430ckpot", "ⓒⓐⓢⓘⓝⓞ jackpot"],
    ids=["invisible", "look-alike", "fancy"],
)
def test_the_words_taught_are_pointed_at_in_disguise(text):
    found, _ = explained(Comment(text), site())

    spans = found["site-spam-words"].spans
    assert spans[0].start == 0
    assert spans[-1].end == len(text)


@given(hostile.comments)
def test_reasons_sum_to_what_the_site_adds(comment):
    found, added = explained(comment, site())

    total = sum(each.weight for each in found.values())
    n_dropped = len(CODES) - len(found)
    assert total == pytest.approx(added, abs=n_dropped * LEAST + 1e-3)


@pytest.mark.parametrize("base", [-8.0, 0.0, 2.0])
def test_reasons_sum_to_what_the_site_adds_to_any_base(base):
    comment = Comment("bread garden casino jackpot of http://poker.example")

    found, added = explained(comment, replace(site(), shift=-7.0), base)

    assert found.keys() == CODES
    total = sum(each.weight for each in found.values())
    assert total == pytest.approx(added, abs=2e-4)


def test_the_shift_and_the_share_of_the_base_model_are_habits():
    model = replace(untaught(), base_share=0.5, rest=0.0, shift=-1.0)

    found, added = explained(Comment("gearbox"), model, 3.0)

    assert found.keys() == {"site-habits"}
    assert found["site-habits"].weight == pytest.approx(added, abs=1e-4)
    assert added < -2
    assert found["site-habits"].spans == ()


@pytest.mark.parametrize(
    ("text", "column"), [("http://a.example", "n_links"), ("me@a.example", "email")]
)
def test_what_is_no_word_is_a_habit(text, column):
    model = untaught()
    model.dense[[name for name, _ in dense_columns()].index(column)] = 5.0

    found, added = explained(Comment(text), model)

    assert found.keys() == {"site-habits"}
    assert found["site-habits"].weight == pytest.approx(added, abs=1e-4)
    assert added > 0.5


@pytest.mark.parametrize("block", [0, 1], ids=["words", "n-grams"])
def test_words_are_pointed_at_for_what_words_and_n_grams_add(block):
    model = untaught()
    start = WEIGHTS.layout.block_starts[block]
    model.hashed[start : WEIGHTS.layout.block_starts[block + 1]] = 1.0
    comment = Comment("gearbox rudder")

    found, added = explained(comment, model)

    assert words(comment, found["site-spam-words"]) == {"gearbox", "rudder"}
    assert found["site-spam-words"].weight > 0.7 * added


def test_tokens_are_a_habit():
    model = untaught()
    model.hashed[TOKENS:] = 1.0

    found, _ = explained(Comment("", type="comment"), model)

    assert found.keys() == {"site-habits"}
    assert found["site-habits"].weight == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("shift", "codes"),
    [
        (0.2999, set()),
        (0.3, {"site-habits"}),
        (-0.2999, set()),
        (-0.3, {"site-habits"}),
        (0.0, set()),
    ],
)
def test_what_adds_less_than_three_tenths_is_noise(shift, codes):
    found, _ = explained(Comment("gearbox"), replace(untaught(), shift=shift))

    assert found.keys() == codes


@pytest.mark.parametrize("text", ["", "\u0301", "💊💊", "... !!"], ids=ascii)
def test_a_text_without_words_has_habits_alone(text):
    found, _ = explained(Comment(text), replace(site(), shift=4.0))

    assert found.keys() <= {"site-habits"}


@given(hostile.comments)
def test_reasons_are_known_finite_and_at_most_three(comment):
    found, _ = explained(comment, site())

    assert found.keys() <= CODES <= SENTENCES.keys()
    for each in found.values():
        assert math.isfinite(each.weight) and abs(each.weight) >= LEAST
        assert each.detail == SENTENCES[each.code]


@given(hostile.comments)
def test_spans_lie_inside_the_text_and_are_never_empty(comment):
    found, _ = explained(comment, site())

    spans = [span for each in found.values() for span in each.spans]
    assert all(0 <= span.start < span.end <= len(comment.text) for span in spans)
