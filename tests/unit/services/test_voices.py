from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from moderation.record import Feedback, GivenBy
from moderation.services.voices import WEIGHTS, Said, said_of, within_limits
from moderation.verdict import Label

DAY = datetime(2026, 11, 23, tzinfo=UTC)
HAM, SPAM = Label.HAM, Label.SPAM
OWNER, MODERATOR, KEY, READER = (
    GivenBy.OWNER,
    GivenBy.MODERATOR,
    GivenBy.KEY,
    GivenBy.READER,
)


def row(label=SPAM, by=KEY, minute=0, **values):
    given = {"learn": True, "source": "api", "reporter": "", **values}
    at = DAY + timedelta(minutes=minute)
    return Feedback(1, "c", label, given_by=by, given_at=at, **given)


def test_of_nothing_nothing_was_said():
    assert said_of([]) is None


def test_one_word_is_what_was_said():
    said = said_of([row(Label.FOOTER, minute=3)])

    at = DAY + timedelta(minutes=3)
    assert said == Said("c", Label.FOOTER, KEY, "api:key:", at, False, False)


@pytest.mark.parametrize(
    ("rows", "label", "by"),
    [
        ([row(SPAM), row(HAM, minute=1)], HAM, KEY),
        ([row(SPAM), row(HAM, OWNER, 1), row(SPAM, MODERATOR, 2)], SPAM, MODERATOR),
        ([row(HAM, MODERATOR), row(SPAM, READER, 1)], HAM, MODERATOR),
        ([row(HAM, KEY), *(row(SPAM, READER, n) for n in range(1, 9))], HAM, KEY),
        ([row(SPAM, READER), row(HAM, KEY, 1)], HAM, KEY),
        ([row(HAM, READER), row(SPAM, READER, 1)], SPAM, READER),
        ([row(SPAM), row(HAM, READER, 1, learn=False)], SPAM, KEY),
    ],
)
def test_the_newest_word_of_people_stands_and_a_readers_only_without_them(
    rows, label, by
):
    said = said_of(rows)

    assert (said.label, said.given_by) == (label, by)


@pytest.mark.parametrize(
    "rows",
    [
        [row(learn=False)],
        [row(HAM), row(SPAM, minute=1, learn=False)],
        [row(by=READER, learn=False)],
        [row(by=READER), row(HAM, OWNER, 1, learn=False)],
        [row(HAM, OWNER, learn=False), row(by=READER, minute=1)],
    ],
)
def test_a_last_word_that_should_not_teach_teaches_nothing(rows):
    assert said_of(rows) is None


@pytest.mark.parametrize(
    ("source", "by", "is_proven"),
    [
        ("cli", OWNER, True),
        ("queue", MODERATOR, True),
        ("queue", READER, False),
        ("cli", READER, False),
        ("api", OWNER, False),
        ("api", MODERATOR, False),
        ("akismet", KEY, False),
    ],
)
def test_who_a_key_says_somebody_is_proves_nothing(source, by, is_proven):
    assert said_of([row(by=by, source=source)]).is_proven is is_proven


@pytest.mark.parametrize(
    ("second", "is_confirmed"),
    [
        (row(SPAM, minute=1), False),
        (row(SPAM, minute=1, reporter="ann"), True),
        (row(SPAM, minute=1, source="akismet"), True),
        (row(SPAM, READER, minute=1), True),
        (row(HAM, READER, minute=1), False),
        (row(SPAM, minute=1, reporter="ann", learn=False), None),
        (row(SPAM, READER, minute=1, learn=False), False),
        (row(HAM, minute=1, reporter="ann"), False),
    ],
)
def test_two_voices_that_say_the_same_confirm_it(second, is_confirmed):
    said = said_of([row(SPAM), second])

    assert (said and said.is_confirmed) is is_confirmed


def test_readers_weigh_least_and_people_most():
    weights = [WEIGHTS[each] for each in (READER, KEY, MODERATOR, OWNER)]

    assert weights == sorted(weights)
    assert set(WEIGHTS) == set(GivenBy)
    assert 0 < WEIGHTS[READER] <= WEIGHTS[KEY] / 4
    assert said_of([row(by=READER)]).weight == WEIGHTS[READER]


def said(count, by=KEY, voice="v", at=DAY):
    one = Said("c", SPAM, by, voice, at, False, False)
    return [replace(one, comment_id=f"{voice}{n}") for n in range(count)]


@pytest.mark.parametrize(
    ("by", "most"), [(READER, 20), (KEY, 500), (MODERATOR, 10_000), (OWNER, 10_000)]
)
def test_a_voice_teaches_so_much_a_day_and_the_first_of_it(by, most):
    given = said(most + 3, by)

    assert within_limits(given) == given[:most]


def test_each_voice_and_each_day_has_its_own_limit():
    end = DAY + timedelta(days=1)
    given = [
        *said(20, READER, "ann"),
        *said(20, READER, "bob"),
        *said(1, READER, "late", end - timedelta(microseconds=1)),
        *said(20, READER, "ann", end),
    ]

    assert within_limits(given) == given
    assert within_limits([*given, *said(1, READER, "ann", end)]) == given


def test_without_labels_nothing_is_within_limits():
    assert within_limits([]) == []
