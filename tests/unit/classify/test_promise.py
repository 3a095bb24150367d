import math
import time
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from moderation.classify.bounds import upper_bound
from moderation.classify.promise import Evidence, Source, place
from moderation.classify.start import Start, start_of
from moderation.errors import InvalidInput
from moderation.site import Promise as AnyPromise
from moderation.verdict import Thresholds

Promise = partial(AnyPromise, stated=True)
MODEL = Thresholds(hold=0.3, spam=0.8, discard=0.99, abuse=0.6, footer=0.95)
START = Start(
    MODEL,
    hold=((0.001, 0.9), (0.05, 0.4), (0.1, 0.25)),
    spam=((0.0001, None), (0.001, 0.97), (0.005, 0.85)),
)
PROMISE = Promise()

scores = arrays(float, st.integers(0, 200), elements=st.floats(0, 1))
promises = st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)).map(
    lambda pair: Promise(min(pair), max(pair))
)


def evidence(ham=(), spam=(), traffic=()):
    return Evidence(*(np.array(each, float) for each in (ham, spam, traffic)))


def test_a_new_site_begins_with_what_the_model_promises():
    placed = place(evidence(), START, PROMISE)

    assert placed.thresholds == Thresholds(0.4, 0.97, 1.0, 0.6, 0.95)
    assert (placed.blocked.source, placed.held.source) == (Source.MODEL, Source.MODEL)
    assert (placed.blocked.bound, placed.held.bound) == (0.001, 0.05)
    assert (placed.blocked.n_more, placed.held.n_more) == (2995, 59)


@pytest.mark.parametrize(
    ("promise", "hold", "spam"),
    [
        (Promise(0.001, 0.05), 0.4, 0.97),
        (Promise(0.001, 0.06), 0.4, 0.97),
        (Promise(0.004, 0.05), 0.4, 0.97),
        (Promise(0.005, 0.05), 0.4, 0.85),
        (Promise(0.005, 0.01), 0.9, 0.9),
        (Promise(0.005, 0.5), 0.25, 0.85),
        (Promise(0.0009, 0.05), 0.4, 1.0),
    ],
    ids=str,
)
def test_between_two_shares_of_the_table_the_stricter_counts(promise, hold, spam):
    found = place(evidence(), START, promise).thresholds

    assert (found.hold, found.spam) == (hold, spam)


def test_what_neither_model_nor_site_supports_is_held_in_place_of_blocked():
    placed = place(evidence(ham=[0.1] * 100), START, Promise(0.00001, 0.05))

    assert placed.thresholds.spam == placed.thresholds.discard == 1.0
    assert placed.thresholds.hold < 0.5
    assert (placed.blocked.source, placed.blocked.bound) == (Source.NONE, None)
    assert placed.blocked.n_more == math.ceil(math.log(0.05) / math.log1p(-1e-5)) - 100


def test_what_nobody_supports_is_held_from_the_highest_threshold_known():
    placed = place(evidence(), START, Promise(0.0001, 0.0002))

    assert placed.thresholds.hold == 0.9
    assert placed.held.source is Source.NONE


def test_a_model_without_a_table_for_so_little_ham_still_holds():
    start = Start(MODEL, hold=((0.05, None),), spam=((0.001, None),))

    found = place(evidence(), start, PROMISE).thresholds

    assert (found.hold, found.spam) == (0.3, 1.0)


def test_an_older_model_begins_with_the_stricter_of_its_thresholds():
    placed = place(evidence(), start_of(MODEL, {}), PROMISE)

    assert placed.thresholds == Thresholds(0.3, 0.99, 1.0, 0.6, 0.95)
    assert placed.blocked.bound == 0.0005


@pytest.mark.parametrize(
    ("n_ham", "source", "hold"), [(58, Source.MODEL, 0.4), (59, Source.SITE, 0.350001)]
)
def test_labels_take_over_as_soon_as_they_suffice(n_ham, source, hold):
    placed = place(evidence(ham=[0.35] + [0.1] * (n_ham - 1)), START, PROMISE)

    assert placed.thresholds.hold == pytest.approx(hold)
    assert placed.held.source is source
    assert placed.held.n_labels == n_ham
    assert placed.held.n_more == max(59 - n_ham, 0)


def test_enough_ham_lowers_the_threshold_to_block():
    ham = np.linspace(0, 0.75, 3000)

    placed = place(evidence(ham=ham), START, PROMISE)

    assert placed.thresholds.spam == pytest.approx(0.75, abs=1e-3)
    assert placed.blocked.bound == pytest.approx(upper_bound(0, 3000))


@pytest.mark.parametrize(("n_high", "hold"), [(0, 0.4), (4, 0.4), (5, 0.600001)])
def test_ham_that_contradicts_the_model_raises_its_threshold(n_high, hold):
    """Where 5 % are true, five of 30 come in 1.6 % of all cases, four in 6.1 %."""
    ham = [0.1] * (30 - n_high) + [0.6] * n_high

    found = place(evidence(ham=ham), START, PROMISE).thresholds

    assert found.hold == pytest.approx(hold)


def test_no_threshold_is_lower_than_is_sensible():
    found = place(evidence(ham=[0.0] * 40_000), START, PROMISE).thresholds

    assert (found.hold, found.spam, found.discard) == (0.2, 0.7, 0.99)


def test_discarding_takes_ten_times_the_evidence():
    enough, too_few = [0.5] * 29_956, [0.5] * 29_955

    assert place(evidence(ham=enough), START, PROMISE).thresholds.discard == 0.99
    assert place(evidence(ham=too_few), START, PROMISE).thresholds.discard == 1.0


def test_a_hold_above_the_threshold_to_block_takes_that_along():
    ham = [0.99] * 40 + [0.1] * 60

    found = place(evidence(ham=ham), START, PROMISE).thresholds

    assert found.hold == found.spam == pytest.approx(0.990001)


def test_ham_that_scores_as_high_as_can_be_is_not_blocked_by_a_score():
    placed = place(evidence(ham=[1.0] * 100), START, PROMISE)

    assert placed.thresholds.hold == placed.thresholds.spam == 1.0
    assert placed.held.source is Source.NONE


def test_a_score_just_below_one_is_as_high_as_can_be():
    placed = place(evidence(ham=[0.9999995] * 100), START, PROMISE)

    assert placed.thresholds.hold == 1
    assert placed.held.source is Source.NONE


def test_a_false_positive_makes_a_promise_take_more_labels():
    placed = place(evidence(ham=[0.1] * 19 + [0.6]), START, PROMISE)

    assert placed.held.n_more == 93 - 20


def test_ham_of_a_fraction_more_than_needed_takes_no_more():
    """The 62 stand for 58.8, and 58.4 are needed."""
    worked = evidence([0.1] * 60 + [0.5] * 2, [0.5] * 3, [0.5] * 2)

    held = place(worked, START, PROMISE).held

    assert (held.source, held.n_more) == (Source.SITE, 0)


def test_a_worked_queue_shows_nothing_of_a_spam_folder_nobody_opened():
    worked = evidence([0.1] * 4000, [0.5] * 400, [0.95] * 40)

    placed = place(worked, START, PROMISE)

    assert placed.held.source is Source.SITE
    assert placed.blocked.source is Source.MODEL
    assert placed.thresholds.spam == 0.97


@given(scores, scores, scores, promises)
def test_thresholds_rise_and_bounds_keep_the_promise(ham, spam, traffic, promise):
    placed = place(Evidence(ham, spam, traffic), START, promise)

    found = placed.thresholds
    assert 0.2 <= found.hold <= found.spam <= found.discard <= 1
    assert (found.abuse, found.footer) == (MODEL.abuse, MODEL.footer)
    for share, side in ((promise.blocked, placed.blocked), (promise.held, placed.held)):
        assert side.bound is None or side.bound <= share * (1 + 1e-9)
        assert side.n_labels == len(ham)
        assert side.source is not Source.SITE or side.n_more == 0


@given(scores, scores, scores, st.randoms())
def test_the_order_of_labels_changes_nothing(ham, spam, traffic, random):
    there = place(Evidence(ham, spam, traffic), START, PROMISE)
    mixed = np.array(random.sample([*ham], len(ham)), float)

    assert place(Evidence(mixed, spam[::-1], traffic), START, PROMISE) == there


@given(scores, scores, promises)
def test_a_stricter_promise_never_holds_more(ham, traffic, promise):
    lax = place(evidence(ham, (), traffic), START, Promise(0, promise.held))
    strict = place(evidence(ham, (), traffic), START, Promise(0, promise.blocked))

    if (strict.held.source is Source.SITE) == (lax.held.source is Source.SITE):
        assert strict.thresholds.hold >= lax.thresholds.hold


@pytest.mark.parametrize("worked", ["all", "queue"])
def test_promises_that_rest_on_a_sites_labels_are_kept(worked):
    """Ham of a new site, half of it above 0.4: the model's threshold is useless."""
    rng = np.random.default_rng(1)
    broken = 0
    for _ in range(200):
        ham, spam = rng.beta(3, 4, 1200), rng.beta(8, 2, 300)
        is_seen = (ham >= 0.3) | (rng.random(1200) < 0.2)
        if worked == "all":
            is_seen = rng.random(1200) < 0.3
        placed = place(Evidence(ham[is_seen], spam, ham[~is_seen]), START, PROMISE)
        assert placed.held.source is Source.SITE
        broken += (rng.beta(3, 4, 20_000) >= placed.thresholds.hold).mean() > 0.05

    assert broken <= 20


def test_placing_takes_less_than_a_millisecond():
    rng = np.random.default_rng(0)
    each = Evidence(rng.random(2000), rng.random(500), rng.random(1000))
    place(each, START, PROMISE)

    spent = []
    for _ in range(20):
        began = time.perf_counter()
        place(each, START, PROMISE)
        spent.append(time.perf_counter() - began)

    assert min(spent) < 0.001


@pytest.mark.parametrize(
    "shares", [(0.1, 0.05), (-0.1, 0.1), (0.1, 0.6), (math.nan, 0.1), (0.1, math.nan)]
)
def test_what_is_no_promise_is_refused(shares):
    with pytest.raises(InvalidInput, match="must rise"):
        Promise(*shares)


def test_a_promise_not_stated_begins_with_the_thresholds_of_the_model():
    placed = place(evidence(), START, AnyPromise())

    assert placed.thresholds == MODEL
    assert (placed.held.source, placed.held.bound) == (Source.MODEL, 0.1)
    assert placed.blocked.n_more == 2995


def test_a_promise_not_stated_says_what_the_model_shows_at_its_threshold():
    start = Start(MODEL, START.hold, (*START.spam, (0.02, 0.8)))

    assert place(evidence(), start, AnyPromise()).blocked.bound == 0.02
    assert place(evidence(), START, AnyPromise()).blocked.source is Source.NONE


def test_ham_that_contradicts_raises_a_threshold_that_nobody_stated():
    one = place(evidence(ham=[0.1] * 150 + [0.93]), START, AnyPromise())
    three = place(evidence(ham=[0.1] * 150 + [0.93] * 3), START, AnyPromise())

    assert one.thresholds.spam == MODEL.spam
    assert three.thresholds.spam == pytest.approx(0.93, abs=1e-5)
    assert three.thresholds.spam > 0.93


def test_ham_that_suffices_lowers_a_threshold_that_nobody_stated():
    placed = place(evidence(ham=[0.1] * 4000), START, AnyPromise())

    assert (placed.thresholds.hold, placed.thresholds.spam) == (0.2, 0.7)
    assert placed.blocked.source is Source.SITE


def test_ham_that_suffices_never_raises_what_nobody_stated():
    placed = place(evidence(ham=[0.1] * 57 + [0.35] * 3), START, AnyPromise())

    assert placed.thresholds.hold == MODEL.hold


@given(scores, scores, scores, promises)
def test_thresholds_that_nobody_stated_rise_too(ham, spam, traffic, promise):
    soft = AnyPromise(promise.blocked, promise.held)

    found = place(evidence(ham, spam, traffic), START, soft).thresholds

    assert 0.2 <= found.hold <= found.spam <= found.discard <= 1
