from dataclasses import replace

import numpy as np
import pytest

from moderation.classify.site_model import teach
from tests import taught
from tests.taught import ham, lesson, lessons, scores, spam, texts

UNRELATED = texts("other", 40, 9)


def fresh(some):
    return teach(some, taught.SCORER.workings())


def mistaken(count):
    """Return spam that the base model let pass, and ham that it took for spam."""
    return [
        *spam(count, log_odds=-2.0, was_spam=False),
        *ham(count, log_odds=2.0, was_spam=True),
    ]


def silent(count, seed=3):
    """Return comments that nobody spoke of, and that the base model half knows."""
    draw = np.random.default_rng(seed)
    return [
        replace(each, log_odds=z, was_spam=z > 0)
        for each in lessons(texts("other", count, seed), None)
        for z in [float(draw.choice([-2.0, 2.0]) + draw.normal(0, 0.7))]
    ]


@pytest.mark.parametrize("count", [5, 10, 20])
def test_silence_about_others_keeps_what_corrections_say_from_turning_them(count):
    """The share of unrelated texts that change sides."""
    base = np.repeat([1.0, -1.0], 20)

    def turned(some):
        found = scores(fresh(some).model, UNRELATED, base)
        return float(np.mean((found > 0) != (base > 0)))

    assert turned([*mistaken(count), *silent(40)]) <= turned(mistaken(count)) / 2
    assert turned(mistaken(count)) > 0.2


def test_what_was_said_weighs_more_than_silence_about_the_same_text():
    some = [*mistaken(10), *silent(40)]
    one = lesson(UNRELATED[0], True, log_odds=-2.0)

    without = scores(fresh(some).model, UNRELATED[:1], -2.0)
    found = scores(fresh([*some, one]).model, UNRELATED[:1], -2.0)

    assert found > without + 1


def test_silence_changes_nothing_where_labels_agree_with_the_service():
    some = [
        *spam(10, log_odds=2.0, was_spam=True),
        *ham(10, log_odds=-2.0, was_spam=False),
    ]

    without = scores(fresh(some).model, UNRELATED)
    found = scores(fresh([*some, *silent(40)]).model, UNRELATED)

    assert found == pytest.approx(without, abs=0.1)


def test_silence_hardly_makes_the_base_model_surer_of_itself():
    model = fresh([*mistaken(1), *silent(300)]).model

    assert model.base_share + model.rest < 2


def test_one_spam_missed_among_ham_never_throws_a_good_base_model_away():
    some = [*spam(1, log_odds=-2.0), *ham(1, log_odds=-2.0)]
    quiet = lessons(texts("other", 50, 3), None, log_odds=-2.0)

    model = fresh([*some, *quiet]).model
    assert fresh(some).model.base_share > 0.1
    assert model.base_share + model.rest > 0.5
