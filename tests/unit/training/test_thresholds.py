import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from moderation.classify.bounds import upper_bound
from moderation.verdict import Thresholds
from training import thresholds
from training.thresholds import choose_thresholds, promised, share_above

# Above .9999, where the highest threshold stands, nothing can be promised.
ham_scores = st.integers(1, 1500).flatmap(
    lambda n: arrays(
        float, (n, 3), elements=st.floats(0, 0.9998), fill=st.floats(0, 0.9)
    )
)
ORIGINS = np.array(["blogs", "videos", "videos", "news", "news", "news", "news"])


def origins_of(scores):
    """Origins of very different sizes, as many as there are."""
    return ORIGINS[np.arange(len(scores)) % len(ORIGINS)]


def chosen(scores, corroborated=None, origins=None, for_footer_only=None):
    scores = np.asarray(scores, float)
    if for_footer_only is None:
        for_footer_only = np.zeros(len(scores), bool)
    return choose_thresholds(
        scores,
        scores[:, 0] if corroborated is None else np.array(corroborated, float),
        np.array(["one"] * len(scores)) if origins is None else origins,
        for_footer_only,
    )


def ham(*spam):
    return np.array([[score, 0, 0] for score in spam], float)


@given(ham_scores)
def test_no_more_ham_is_held_or_blocked_than_promised(scores):
    origins = origins_of(scores)

    found = chosen(scores, origins=origins)

    def above(head, threshold):
        return share_above(scores[:, head], origins, threshold)

    assert above(0, found.hold) <= thresholds._HELD
    assert above(0, found.spam) <= thresholds._BLOCKED
    assert above(0, found.discard) <= thresholds._BLOCKED / 10
    assert above(1, found.abuse) <= thresholds._ABUSE_HELD
    assert above(2, found.footer) <= thresholds._FOOTER_BLOCKED


@given(arrays(float, (200, 4), elements=st.floats(0, 1)))
def test_thresholds_rise_and_stay_within_bounds(scores):
    found = chosen(scores[:, :3], scores[:, 3], origins_of(scores))

    assert 0.2 <= found.hold <= found.spam <= found.discard <= 0.9999
    assert found.spam >= 0.7
    assert found.discard >= 0.99
    assert 0.6 <= found.abuse <= 0.9999
    assert 0.9 <= found.footer <= 0.9999


def test_without_ham_the_usual_thresholds_stand():
    assert chosen(np.empty((0, 3))) == Thresholds()


def test_well_separated_ham_gives_the_least_thresholds():
    assert chosen(ham(*[0.01] * 100)) == Thresholds(0.2, 0.7, 0.99, 0.6, 0.9)


@pytest.mark.parametrize(
    ("highest", "hold"),
    [(0.19, 0.2), (0.2, 0.2001), (0.5, 0.5001), (0.50004, 0.5001), (0.50019, 0.5002)],
)
def test_a_threshold_is_the_next_of_four_decimals_above_the_ham(highest, hold):
    assert chosen(ham(*[highest] * 100)).hold == pytest.approx(hold)


@pytest.mark.parametrize(("n_more", "hold"), [(0, 0.2), (1, 0.6001)])
def test_as_many_as_promised_may_be_held_and_not_one_more(n_more, hold):
    n_high = round(thresholds._HELD * 1000) + n_more
    scores = ham(*[0.01] * (1000 - n_high), *[0.6] * n_high)

    assert chosen(scores).hold == pytest.approx(hold)


@pytest.mark.parametrize(("n_more", "spam"), [(0, 0.7), (1, 0.8001)])
def test_as_many_as_promised_may_be_blocked_and_not_one_more(n_more, spam):
    n_high = round(thresholds._BLOCKED * 1000) + n_more
    scores = ham(*[0.01] * (1000 - n_high), *[0.8] * n_high)

    assert chosen(scores).spam == pytest.approx(spam)


def test_the_promises_are_small_shares():
    assert 0 < thresholds._FOOTER_BLOCKED <= thresholds._BLOCKED < thresholds._HELD
    assert thresholds._HELD <= 0.05
    assert thresholds._ABUSE_HELD <= 0.01


def test_ham_that_is_not_corroborated_is_held_but_raises_no_threshold_to_block():
    scores = ham(*[0.01] * 97, *[0.6] * 3)
    uncorroborated = np.zeros(100)

    found = chosen(ham(*[0.95] * 100), uncorroborated)

    assert (found.hold, found.spam, found.discard) == (0.9501, 0.9501, 0.99)
    assert chosen(scores, uncorroborated).spam == 0.7


@pytest.mark.parametrize(
    ("n_small", "hold"),
    [(1, 0.6001), (0, 0.2)],
    ids=["all-of-a-small-origin", "few-of-a-large-one"],
)
def test_each_origin_counts_alike(n_small, hold):
    """One row that is all of an origin is half of all, one of a thousand is not."""
    scores = ham(*[0.01] * 999, 0.6)
    origins = np.array(["large"] * (1000 - n_small) + ["small"] * n_small)

    assert chosen(scores, origins=origins).hold == pytest.approx(hold)


def test_ham_that_scores_one_is_blocked_all_the_same():
    assert chosen(ham(*[1.0] * 10)).discard == 0.9999


@pytest.mark.parametrize(
    ("threshold", "share"), [(0.0, 1), (0.5, 0.75), (0.6, 0.5), (0.9, 0.5), (0.91, 0)]
)
def test_the_share_above_a_threshold_is_the_mean_over_origins(threshold, share):
    scores = np.array([0.1, 0.5, 0.9, 0.9])
    origins = np.array(["a", "a", "b", "b"])

    assert share_above(scores, origins, threshold) == share


@given(ham_scores, st.randoms())
def test_the_order_of_rows_changes_no_threshold(scores, random):
    order = np.array(random.sample(range(len(scores)), len(scores)))
    origins = origins_of(scores)

    there = chosen(scores, origins=origins)

    assert chosen(scores[order], origins=origins[order]) == there


def test_rows_for_the_footer_head_move_its_threshold_alone():
    scores = np.array([[0.99, 0.99, 0.97]] * 50 + [[0.1, 0.1, 0.1]] * 50)
    only = np.arange(100) < 50

    found = chosen(scores, for_footer_only=only)

    assert found.footer > 0.97
    assert (found.hold, found.abuse) == (
        thresholds._LEAST_HOLD,
        thresholds._LEAST_ABUSE,
    )


@given(ham_scores)
def test_the_bound_of_the_ham_above_a_promised_threshold_is_within_its_share(scores):
    origins = origins_of(scores)
    _, counts = np.unique(origins, return_counts=True)
    n = len(counts) ** 2 / (1 / counts).sum()

    found = promised(scores[:, 0], scores[:, 1], origins)

    assert found["n"] == pytest.approx(n, abs=0.1)
    for column, name in enumerate(("hold", "spam")):
        for share, threshold in zip(found["shares"], found[name], strict=True):
            if threshold is not None:
                reached = share_above(scores[:, column], origins, threshold)
                assert upper_bound(n * reached, n) <= share * (1 + 1e-6)


@given(ham_scores)
def test_thresholds_of_larger_shares_are_lower(scores):
    found = promised(scores[:, 0], scores[:, 1], origins_of(scores))

    for name in ("hold", "spam"):
        known = [each for each in found[name] if each is not None]
        assert known == sorted(known, reverse=True)
        assert found[name][len(found[name]) - len(known) :] == known


@pytest.mark.parametrize(
    ("n_ham", "first"), [(58, 0.1), (59, 0.05), (2994, 0.002), (2995, 0.001)]
)
def test_little_ham_promises_no_small_share(n_ham, first):
    found = promised(np.zeros(n_ham), np.zeros(n_ham), np.array(["one"] * n_ham))

    rows = zip(found["shares"], found["spam"], strict=True)
    assert next(share for share, each in rows if each is not None) == first


def test_ham_that_scores_one_promises_nothing():
    found = promised(np.ones(5000), np.zeros(5000), np.array(["one"] * 5000))

    assert {*found["hold"]} == {None}
    assert found["spam"][-1] == 0.0001


def test_a_small_origin_makes_the_evidence_small():
    scores = np.zeros(1010)
    origins = np.array(["large"] * 1000 + ["small"] * 10)

    assert promised(scores, scores, origins)["n"] == pytest.approx(39.6)


def test_without_ham_nothing_is_promised():
    found = promised(np.empty(0), np.empty(0), np.empty(0, str))

    assert found["n"] == 0
    assert {*found["hold"], *found["spam"]} == {None}
