import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify.corroborate import _SPEAKS, corroborated, tempered
from moderation.features.kinds import Kind

CEILING = 2.0
LOUD = {Kind.TEXT: 9.0}
AGREED = {Kind.TEXT: 4.0, Kind.LINKS: 1.0}

numbers = st.floats(-30, 30)
kinds_of_one = st.dictionaries(st.sampled_from(Kind), numbers)


def row(kinds):
    return np.array([[kinds.get(kind, 0.0) for kind in Kind]])


def supported(log_odds, kinds):
    return float(corroborated(np.array([log_odds]), row(kinds))[0])


def pressed(log_odds, kinds):
    return float(tempered(np.array([log_odds]), row(kinds), CEILING)[0])


@pytest.mark.parametrize(
    ("kinds", "left"),
    [
        ({}, -np.inf),
        (LOUD, -np.inf),
        (AGREED, 5.0),
        ({Kind.TEXT: _SPEAKS, Kind.AUTHOR: _SPEAKS}, 5.0),
        ({Kind.TEXT: 9.0, Kind.AUTHOR: _SPEAKS - 0.01}, -np.inf),
        ({Kind.TEXT: 9.0, Kind.AUTHOR: -9.0}, -np.inf),
        ({Kind.TEXT: 9.0, Kind.DISGUISE: 9.0}, -np.inf),
        (AGREED | {Kind.DISGUISE: 2.0}, 3.0),
        (AGREED | {Kind.DISGUISE: -2.0}, 5.0),
        ({Kind.FORM: 1.0, Kind.TITLE: 1.0, Kind.LINKS: -3.0}, 5.0),
    ],
    ids=[
        "nothing", "one-kind", "two-kinds", "just-enough", "too-little", "against",
        "disguise-is-no-kind", "disguise-is-taken-away", "no-disguise-adds-nothing",
        "two-of-three",
    ],
)  # fmt: skip
def test_two_kinds_of_evidence_support_a_score(kinds, left):
    assert supported(5.0, kinds) == left


def test_each_comment_of_a_batch_stands_for_itself():
    kinds = np.vstack([row(AGREED), row(LOUD)])

    found = corroborated(np.array([5.0, 5.0]), kinds)

    assert found.tolist() == [5.0, -np.inf]


def test_no_comments_have_no_scores():
    nothing = np.empty((0, len(Kind)))

    assert corroborated(np.empty(0), nothing).shape == (0,)
    assert tempered(np.empty(0), nothing, CEILING).shape == (0,)


@pytest.mark.parametrize("log_odds", [-5.0, 0.0, CEILING - 0.2])
def test_what_lies_below_the_ceiling_stays_without_support(log_odds):
    assert pressed(log_odds, LOUD) == log_odds


@pytest.mark.parametrize("log_odds", [CEILING + 1e-9, CEILING + 1, 1e6])
def test_what_nobody_supports_stays_below_the_ceiling_and_near_it(log_odds):
    assert CEILING - 0.12 < pressed(log_odds, LOUD) < CEILING


@pytest.mark.parametrize("log_odds", [-5.0, CEILING, CEILING + 1, 1e6])
def test_what_two_kinds_support_is_not_pressed(log_odds):
    assert pressed(log_odds, AGREED) == log_odds


def test_a_disguise_alone_lifts_nothing_over_the_ceiling():
    kinds = AGREED | {Kind.DISGUISE: 3.0}

    assert pressed(CEILING + 2.9, kinds) < CEILING
    assert pressed(CEILING + 4.0, kinds) == CEILING + 1.0


@given(numbers, kinds_of_one)
def test_tempering_never_raises_a_score(log_odds, kinds):
    assert supported(log_odds, kinds) <= log_odds
    assert pressed(log_odds, kinds) <= log_odds


@given(st.lists(st.floats(CEILING + 1e-6, 1e9), min_size=2, max_size=8))
def test_pressed_scores_keep_their_order(found):
    log_odds = np.array(sorted(found))

    pressed_ = tempered(log_odds, np.repeat(row(LOUD), len(found), axis=0), CEILING)

    assert (np.diff(pressed_) >= 0).all()


@pytest.mark.parametrize(
    ("lower", "higher"),
    [(CEILING - 0.05, CEILING + 0.01), (CEILING, CEILING + 0.5)],
)
def test_scores_around_the_ceiling_keep_their_order(lower, higher):
    assert pressed(lower, LOUD) <= pressed(higher, LOUD) < CEILING
