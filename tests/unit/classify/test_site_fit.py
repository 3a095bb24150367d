from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from moderation.classify.lessons import Lesson, labels_of
from moderation.classify.site_fit import alike, fit_site, pressed
from tests import taught

SPAM, HAM, SILENT = True, False, None


@dataclass
class Made:
    """Lessons in a few columns, of which the first says what is spam."""

    lessons: list[Lesson]
    columns: np.ndarray

    @property
    def overlaps(self):
        return self.columns @ self.columns.T

    def fit(self):
        return fit_site(self.lessons, self.overlaps)


def made(labels, *, told=2.0, base=0.0, noise=1.0, seed=5, **values):
    """Lessons whose base log-odds are right by `base`, give or take `noise`."""
    rng = np.random.default_rng(seed)
    signs = np.array([{SPAM: 1, HAM: -1, SILENT: 0}[each] for each in labels])
    columns = rng.normal(size=(len(labels), 12))
    columns[:, 0] += told * signs
    columns /= np.linalg.norm(columns, axis=1, keepdims=True)
    log_odds = base * signs + noise * rng.normal(size=len(labels))
    lessons = [
        taught.lesson(f"{n}", label, log_odds=z, **{"was_spam": z > 0, **values})
        for n, (label, z) in enumerate(zip(labels, log_odds.tolist(), strict=True))
    ]
    return Made(lessons, columns)


def half(count):
    return [SPAM, HAM] * (count // 2)


def refitted(made, fit, left_out):
    """The log-odds of lessons left out, from a fit of the others by plain algebra.

    The ridge, the share of the base model and the calibration stay as they were.
    """
    weights = np.array([each.weight for each in made.lessons])
    y = labels_of(made.lessons)
    rarer = min((weights * y).sum(), (weights * (1 - y)).sum())
    ridge = 0.3 * (rarer + 5) / rarer / weights
    log_odds = np.array([each.log_odds for each in made.lessons])
    base = fit.base_share * pressed(log_odds)
    rest = [n for n in range(len(weights)) if n not in left_out]
    common = made.overlaps + 1
    inside = common[np.ix_(rest, rest)] + np.diag(ridge[rest])
    dual = np.linalg.solve(inside, (2 * y - 1 - base)[rest])
    x = common[np.ix_(left_out, rest)] @ dual
    own = fit.slope * (x + base[left_out]) + fit.shift
    return fit.trust * own + (1 - fit.trust) * log_odds[left_out]


@pytest.mark.parametrize(
    "labels",
    [
        [],
        [SPAM],
        [HAM],
        [SILENT],
        [SPAM] * 5,
        [HAM] * 5,
        [SPAM, SILENT, SILENT],
        [HAM, SILENT, SILENT],
    ],
    ids=str,
)
@pytest.mark.parametrize("was_spam", [True, False])
def test_there_is_no_fit_before_somebody_named_both(labels, was_spam):
    assert made(labels, was_spam=was_spam).fit() is None


@pytest.mark.parametrize("labels", [[SPAM, HAM], [HAM, SPAM, SILENT]], ids=str)
def test_there_is_a_fit_once_somebody_named_both(labels):
    found = made(labels).fit()

    assert found.dual.shape == found.held_out.shape == (len(labels),)
    assert np.isfinite(found.held_out).all()


@pytest.mark.parametrize("base", [0.0, 2.0, -2.0])
@pytest.mark.parametrize("seed", range(4))
def test_held_out_log_odds_are_those_of_a_fit_without_the_lesson(base, seed):
    some = made(half(12), base=base, seed=seed)

    fit = some.fit()

    expected = [refitted(some, fit, [n])[0] for n in range(12)]
    assert fit.group.tolist() == [*range(12)]
    assert fit.held_out == pytest.approx(expected, abs=1e-8)


def test_held_out_log_odds_allow_for_who_spoke():
    some = made(half(12), base=1.0)
    weighed = [1.0, 0.25, 2.0]
    some.lessons = [
        taught.lesson(
            each.comment_id,
            each.is_spam,
            log_odds=each.log_odds,
            weight=weighed[n % 3],
        )
        for n, each in enumerate(some.lessons)
    ]

    fit = some.fit()

    expected = [refitted(some, fit, [n])[0] for n in range(12)]
    assert fit.held_out == pytest.approx(expected, abs=1e-8)


def test_near_duplicates_are_held_out_together():
    some = made(half(12), base=1.0)
    some.columns[[2, 4]] = some.columns[0] + 0.01
    some.columns[7] = some.columns[5] * 1.05

    fit = some.fit()

    groups = [[0, 2, 4], [5, 7], [1], [3], [6], [8], [9], [10], [11]]
    for group in groups:
        expected = refitted(some, fit, group)
        assert fit.held_out[group] == pytest.approx(expected, abs=1e-8)
        assert len({*fit.group[group].tolist()}) == 1
    assert len({*fit.group.tolist()}) == len(groups)


def test_a_lesson_knows_its_own_label_better_than_without_it():
    some = made(half(12), told=0.0)

    fit = some.fit()

    y = labels_of(some.lessons)
    base = np.array([each.log_odds for each in some.lessons])
    own = fit.log_odds(some.overlaps, base)
    assert ((own - fit.held_out) * (2 * y - 1) > 0.2).all()


@pytest.mark.parametrize(("count", "trust"), [(2, 0.5), (4, 0.8), (6, 0.9)])
def test_the_fit_counts_for_more_as_the_rarer_label_is_given_more_often(count, trust):
    assert made([*half(count), HAM, HAM]).fit().trust == pytest.approx(trust)


@pytest.mark.parametrize(
    ("columns", "groups"),
    [
        ([[1, 0], [0, 1], [1, 1]], [[0], [1], [2]]),
        ([[1, 0], [2, 0], [0, 1]], [[0, 1], [2]]),
        ([[1, 0], [0.86, 0.51]], [[0, 1]]),
        ([[1, 0], [0.84, 0.543]], [[0], [1]]),
        ([[1, 0], [0.9, 0.436], [0.62, 0.785]], [[0, 1, 2]]),
        ([[1, 0], [-1, 0]], [[0], [1]]),
        ([[1, 0]], [[0]]),
    ],
    ids=["apart", "longer", "near", "not-near", "a-chain", "opposite", "one"],
)
def test_rows_that_are_nearly_the_same_have_one_number(columns, groups):
    columns = np.array(columns, float)

    found = alike(columns @ columns.T)

    assert [np.flatnonzero(found == n).tolist() for n in dict.fromkeys(found)] == groups


@given(st.floats(-1e6, 1e6))
def test_log_odds_are_pressed_into_4_with_their_sign(log_odds):
    found = float(pressed(np.array(log_odds)))

    assert abs(found) <= min(abs(log_odds), 4)
    assert found * log_odds >= 0
    assert found == pytest.approx(log_odds, abs=0.05) or abs(log_odds) > 1


def share_of(base, labels, noise, **values):
    fits = [
        made(labels, base=base, noise=noise, told=1.0, seed=seed, **values).fit()
        for seed in range(8)
    ]
    return float(np.mean([each.base_share for each in fits]))


def test_the_share_of_a_base_model_grows_with_how_right_it_is():
    right, noise, wrong = (
        share_of(base, half(60), spread)
        for base, spread in [(2.0, 0.5), (0.0, 3.0), (-2.0, 0.5)]
    )

    assert right > noise + 0.03
    assert noise > wrong + 0.01
    assert wrong < 0.003


@pytest.mark.parametrize("seed", range(1, 5))
def test_the_share_is_weighed_by_how_well_each_ranks_held_out_labels(seed):
    some = made(half(12), told=1.0, noise=4.0, seed=seed)
    fit = some.fit()
    shares = [0.0, 0.03, 0.06, 0.12]

    areas = []
    for share in shares:
        by_share = replace(fit, base_share=share, trust=1.0)
        held_out = [refitted(some, by_share, [n])[0] for n in range(12)]
        areas.append(roc_auc_score(labels_of(some.lessons), held_out))

    odds = np.exp(4 * 12 * np.array(areas))
    assert fit.base_share == pytest.approx(float(odds @ shares / odds.sum()))
    assert len({*areas}) > 1


def test_two_labels_hardly_say_how_much_the_base_model_counts():
    shares = [share_of(base, half(2), 0.5) for base in (2.0, 0.0, -2.0)]

    assert all(0.01 < share < 0.12 for share in shares)
    assert shares[0] > shares[2]


def test_where_only_mistakes_are_named_the_base_model_may_count_for_more():
    labels = [*half(12), *[SILENT] * 30]
    some = made(labels, base=-1.0, noise=1.5)

    wrong = [each.is_spam != each.was_spam for each in some.lessons[:12]]
    fit = some.fit()

    assert np.mean(wrong) > 0.6
    assert fit.base_share > 0.12


@pytest.mark.parametrize(
    ("n_wrong", "weight"), [(0, 0), (3, 0), (4, 0.03), (7, 0.21), (9, 0.3), (10, 0.3)]
)
def test_silence_weighs_by_how_much_of_what_was_said_are_corrections(n_wrong, weight):
    """Ten spam and ten ham, of each `n_wrong` mistaken, then one that is silent."""
    some = made([*half(20), SILENT], noise=0.0)
    some.lessons = [
        taught.lesson(
            each.comment_id,
            each.is_spam,
            was_spam=bool(each.is_spam) != (n < 2 * n_wrong),
            log_odds=1.5,
        )
        for n, each in enumerate(some.lessons)
    ]

    found = some.fit()

    # The dual of a row is its weight times what is left of its target, 0 here.
    x = some.overlaps @ found.dual + found.bias
    ridge = 0.3 * (10 + 5) / 10
    assert -found.dual[-1] * ridge == pytest.approx(weight * x[-1], abs=1e-5)
    assert abs(x[-1]) > 1e-3


def test_the_calibration_of_few_labels_stays_near_where_it_begins():
    found = made(half(2), noise=0.0).fit()

    assert found.slope == pytest.approx(1 / 0.08, abs=4)
    assert abs(found.shift) < 2


@pytest.mark.parametrize("seed", range(6))
def test_more_is_never_less_spam_even_if_all_labels_lie(seed):
    some = made(half(40), base=-4.0, told=0.0, noise=0.1, seed=seed)

    assert some.fit().slope >= 0.05


def test_held_out_log_odds_are_calibrated_for_a_quarter_of_spam():
    some = made(half(400), told=0.8, base=1.0)

    spam = 1 / (1 + np.exp(-some.fit().held_out))

    is_spam = labels_of(some.lessons) > 0
    # What is expected where a quarter is spam: as many as there are.
    assert 0.25 * spam[is_spam].mean() + 0.75 * spam[~is_spam].mean() == pytest.approx(
        0.25, abs=0.01
    )


def test_many_who_are_silent_count_like_four_for_each_label():
    few, many = (made([*half(4), *[SILENT] * n], noise=0.5) for n in (16, 300))

    found = [each.fit() for each in (few, many)]

    assert abs(found[1].slope - found[0].slope) < 4
