from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from moderation.classify.lessons import rows_of
from moderation.classify.site_fit import fit_site
from moderation.classify.site_model import SiteModel, teach
from moderation.features.reading import read
from moderation.features.union import encode
from tests import hostile, taught
from tests.taught import ham, lesson, lessons, scores, spam, texts

WEIGHTS = taught.WEIGHTS
WORKINGS = taught.SCORER.workings()
UNRELATED = texts("other", 40, 9)
WITH_LINKS = [
    lesson("BUY now: http://pills.example and www.loans.example !!!", True),
    lesson("see https://bread.example/flour, or mail me@bread.example", False),
]
NEW_SPAM, NEW_HAM = texts("spam", 40, 9), texts("ham", 40, 9)


def fresh(some):
    return teach(some, taught.SCORER.workings())


def both(count, **values):
    """Return so many spam and so many ham, of which the base model says nothing."""
    return [*spam(count, **values), *ham(count, **values)]


def ranked(model, base=0.0):
    """How well a site model ranks texts like those it was taught: area under ROC."""
    found = scores(model, [*NEW_SPAM, *NEW_HAM], base)
    return roc_auc_score([1] * 40 + [0] * 40, found)


@cache
def taught_and_fitted(count):
    """Return the model of so many labels of each kind, its rows, and their fit."""
    some = [*both(count), *WITH_LINKS]
    some.sort(key=lambda each: (each.given_at, each.comment_id))
    columns = WORKINGS.matrix([each.row for each in some]).toarray()
    return fresh(some).model, columns, fit_site(some, columns @ columns.T)


@pytest.mark.parametrize("count", [1, 5, 40])
@given(comments=st.lists(hostile.comments, min_size=1, max_size=3))
@example(comments=list(hostile.SAMPLES))
def test_log_odds_are_those_of_the_fit_worked_out_densely(count, comments):
    model, columns, fit = taught_and_fitted(count)
    encoded = encode(read(comments), WEIGHTS.layout)
    common = WORKINGS.matrix(rows_of(encoded, WEIGHTS)).toarray() @ columns.T
    base = np.linspace(-9, 9, len(comments))

    found = model.log_odds(encoded, WEIGHTS, base)

    expected = fit.log_odds(common, base)
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-3)


@given(st.lists(hostile.comments, min_size=1, max_size=4))
def test_a_batch_has_the_log_odds_of_one_at_a_time(comments):
    model, *_ = taught_and_fitted(5)
    base = np.linspace(-3, 3, len(comments))

    found = model.log_odds(encode(read(comments), WEIGHTS.layout), WEIGHTS, base)

    for n, comment in enumerate(comments):
        encoded = encode(read([comment]), WEIGHTS.layout)
        [alone] = model.log_odds(encoded, WEIGHTS, base[n : n + 1])
        assert found[n] == pytest.approx(alone, abs=1e-5)
    assert np.isfinite(found).all()


def test_a_batch_of_none_has_no_log_odds():
    assert scores(fresh(both(1)).model, []).shape == (0,)


def test_what_the_base_model_says_is_pressed_and_shared():
    hashed = np.zeros(WEIGHTS.layout.n_hashed, np.float32)
    dense = np.zeros(len(WEIGHTS.dense), np.float32)
    model = SiteModel(hashed, dense, base_share=0.5, rest=0.25, shift=-1.0)

    found = scores(model, UNRELATED[:3], [0.0, 2.0, 1000.0])

    expected = [-1, -1 + 0.5 * 4 * np.tanh(0.5) + 0.5, -1 + 0.5 * 4 + 250]
    assert found == pytest.approx(expected)


# What few labels do, and many


@pytest.mark.parametrize(
    "some",
    [
        [],
        spam(5),
        ham(5),
        lessons(UNRELATED, None),
        [*spam(3), *lessons(NEW_HAM, None)],
    ],
    ids=["nothing", "spam", "ham", "silence", "spam-and-silence"],
)
def test_there_is_no_model_while_only_one_label_is_known(some):
    found = fresh(some)

    n_spoken = sum(each.is_spam is not None for each in some)
    assert found.model is None
    assert found.held_out.tolist() == [0.0] * n_spoken
    assert len(found.is_spam) == n_spoken
    assert found.suspects == ()


def test_suspects_alone_teach_nothing():
    lies = ham(5, log_odds=6.0, reporter="key")

    found = fresh([*spam(5), *lies])

    assert found.model is None
    assert {*found.suspects} == {each.comment_id for each in lies}


def test_the_effect_of_labels_is_bounded_and_grows_with_them():
    """How far apart new spam and new ham are, of which the base model says nothing."""
    apart = [
        float(np.mean(scores(model, NEW_SPAM)) - np.mean(scores(model, NEW_HAM)))
        for model in (fresh(both(count)).model for count in (1, 2, 4, 8, 16, 32, 64))
    ]

    assert apart == sorted(apart)
    assert 0.5 < apart[0] < 3
    assert apart[-1] > 15


def test_two_labels_hardly_move_a_text_that_has_nothing_to_do_with_them():
    base = np.linspace(-4, 4, 40)
    model = fresh([*spam(1, log_odds=2.0), *ham(1, log_odds=-2.0)]).model

    moved = scores(model, UNRELATED, base) - base

    assert np.abs(moved).max() < 2
    assert np.abs(moved).mean() < 1


@pytest.mark.parametrize(
    ("count", "area"), [(1, 0.85), (2, 0.9), (4, 0.95), (8, 0.98), (32, 0.99)]
)
def test_labels_alone_rank_new_texts_where_the_base_model_says_nothing(count, area):
    assert ranked(fresh(both(count)).model) >= area


@pytest.mark.parametrize("of_spam", [2.0, 0.0, -2.0])
@pytest.mark.parametrize("of_ham", [2.0, 0.0, -2.0])
def test_two_labels_never_throw_a_good_base_model_away(of_spam, of_ham):
    model = fresh([*spam(1, log_odds=of_spam), *ham(1, log_odds=of_ham)]).model

    spread = np.random.default_rng(2).normal(0, 0.5, 40)
    found = scores(model, UNRELATED, np.repeat([2.0, -2.0], 20) + spread)

    assert model.rest == 0.5
    assert model.base_share > 0.1
    assert roc_auc_score([1] * 20 + [0] * 20, found) > 0.98


def test_a_good_base_model_is_worth_more_than_one_that_guesses():
    draw = np.random.default_rng(4)

    def share(right):
        some = [*lessons(UNRELATED[:20], True), *lessons(UNRELATED[20:], False)]
        signs = np.repeat([right, -right], 20)
        base = (signs + draw.normal(0, 2.5 - right, 40)).tolist()
        return fresh(
            [replace(each, log_odds=z) for each, z in zip(some, base, strict=True)]
        ).model.base_share

    assert share(2.0) > 3 * share(0.0)


def test_one_label_is_visible_at_once():
    """One more label for spam, on the same text as what is asked."""
    before = fresh(both(8)).model
    after = fresh([*both(8), lesson(UNRELATED[0], True)]).model

    assert scores(after, UNRELATED[:1]) > scores(before, UNRELATED[:1]) + 2


@pytest.mark.parametrize("is_spam", [True, False])
def test_a_heavier_label_moves_more(is_spam):
    moved = []
    for weight in (0.1, 0.3, 1.0):
        one = lesson(UNRELATED[0], is_spam, weight=weight)
        moved.append(scores(fresh([*both(8), one]).model, UNRELATED[:1])[0])

    assert moved == sorted(moved, reverse=not is_spam)
    assert abs(moved[2] - moved[0]) > 1


# What comes of each lesson


def test_evidence_has_one_row_for_each_group_of_near_duplicates():
    copies = [replace(spam(1)[0], comment_id=f"copy {n}") for n in range(5)]
    some = [*both(6, seed=2), *copies]

    found = fresh(some)

    assert found.held_out.shape == found.is_spam.shape == (13,)
    assert found.is_spam.sum() == 7


def test_evidence_leaves_out_suspects_and_silence():
    lie = lesson(UNRELATED[0], False, log_odds=6.0, reporter="key")

    found = fresh([*both(6), lie, *lessons(UNRELATED[1:], None)])

    assert found.suspects == (UNRELATED[0],)
    assert found.held_out.shape == (12,)


def test_evidence_ranks_labels_that_it_has_not_seen():
    found = fresh(both(20))

    assert roc_auc_score(found.is_spam, found.held_out) > 0.95
    assert roc_auc_score(found.is_spam, found.held_out) <= ranked(found.model) + 0.05


@pytest.mark.parametrize("seed", range(5))
def test_evidence_of_labels_by_chance_is_no_better_than_chance(seed):
    """What a model makes of the labels that it was fitted on would look perfect."""
    draw = Random(seed)
    some = [
        lesson(text, draw.random() < 0.5, is_confirmed=True)
        for text in texts("other", 120, seed)
    ]

    found = fresh(some)

    own = scores(found.model, [each.comment_id for each in some])
    is_spam = [each.is_spam for each in some]
    assert roc_auc_score(is_spam, own) > 0.8
    assert roc_auc_score(found.is_spam, found.held_out) < 0.6


def test_each_lesson_has_log_odds_without_it_but_suspects_have_none():
    lie = lesson(UNRELATED[0], False, log_odds=6.0, reporter="key")
    some = both(6)

    found = fresh([*some, lie])

    said = sorted(some, key=lambda each: (each.given_at, each.comment_id))
    in_order = [found.without[each.comment_id] for each in said]
    assert found.without.keys() == {each.comment_id for each in some}
    assert in_order == found.held_out.tolist()


def test_copies_have_log_odds_without_any_of_them():
    copies = [replace(spam(1)[0], comment_id=f"copy {n}") for n in range(3)]

    found = fresh([*both(6, seed=2), *copies]).without

    own = scores(fresh([*both(6, seed=2), *copies]).model, [spam(1)[0].comment_id])[0]
    assert len({round(found[each.comment_id], 9) for each in copies}) == 1
    assert found["copy 0"] < own - 0.3


@pytest.mark.parametrize("some", [[], spam(3)], ids=["nothing", "one-label"])
def test_without_a_fit_no_lesson_has_log_odds_without_it(some):
    assert fresh(some).without == {}


def test_no_threshold_rests_on_what_is_no_evidence():
    some = [*spam(6), *ham(6)]
    readers = [replace(each, is_evidence=False) for each in some]

    found, without = fresh(some), fresh(readers)

    assert len(found.held_out) == 12
    assert len(without.held_out) == len(without.is_spam) == 0
    assert without.model.hashed.tobytes() == found.model.hashed.tobytes()
