"""What lets a worker follow the feedback of a site, and what is taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from moderation.errors import NotFound
from moderation.record import GivenBy, MonthCounts
from moderation.verdict import Action, Label
from tests.integration.storage.samples import (
    NOON,
    a_comment,
    feedback_on,
    keep,
    new_id,
)

A_MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def rows(site, stranger, work):
    work.comments.add(rows := [a_comment(site) for _ in range(3)])
    return rows


@pytest.fixture
def theirs(stranger, rows, work):
    """Feedback on a comment of another site."""
    work.comments.add([row := a_comment(stranger)])
    work.feedback.put(said := feedback_on(row, Label.SPAM))
    return said


def put(work, row, label=Label.SPAM, **fields):
    work.feedback.put(said := feedback_on(row, label, **fields))
    return said


def test_voices_of_one_source_are_told_apart(rows, work):
    said = [
        put(
            work, rows[0], reporter=name, given_by=by, given_at=NOON + n * A_MICROSECOND
        )
        for n, (name, by) in enumerate(zip(["", "b", "a", "c"], GivenBy, strict=True))
    ]

    assert work.feedback.of(rows[0].site_id, rows[0].id) == said


def test_a_voice_that_speaks_again_may_be_somebody_else_now(rows, work):
    put(work, rows[0], reporter="a", given_by=GivenBy.READER)
    last = put(work, rows[0], Label.HAM, reporter="a", given_by=GivenBy.MODERATOR)

    assert work.feedback.of(rows[0].site_id, rows[0].id) == [last]


def test_all_of_a_site_comes_by_comment_then_oldest_first(site, rows, theirs, work):
    late = put(work, rows[1], source="akismet", given_at=NOON + A_MICROSECOND)
    first = put(work, rows[2], given_at=NOON - A_MICROSECOND)
    early = put(work, rows[1], reporter="x")
    same_time = put(work, rows[1], reporter="y")
    mute = put(work, rows[0], learn=False, given_by=GivenBy.READER, reporter="r")

    expected = [mute, early, same_time, late, first]
    assert work.feedback.every(site.id) == expected


def test_without_feedback_there_is_none(site, rows, theirs, work):
    assert work.feedback.every(site.id) == work.feedback.since(site.id, NOON) == []
    assert len(work.feedback.every(999)) == 0


@pytest.mark.parametrize(
    ("since", "found"),
    [
        (NOON - A_MICROSECOND, "012"),
        (NOON, "12"),
        (NOON + A_MICROSECOND, "2"),
        (NOON + 2 * A_MICROSECOND, ""),
    ],
)
@pytest.mark.usefixtures("theirs")
def test_what_was_given_at_the_very_moment_is_since_it(rows, work, since, found):
    said = [
        put(work, row, given_at=NOON + n * A_MICROSECOND)
        for n, row in enumerate(rows, -1)
    ]

    assert work.feedback.since(rows[0].site_id, since) == [said[int(n)] for n in found]


def test_taking_back_leaves_nothing_that_anybody_said_of_it(site, rows, theirs, work):
    put(work, rows[0])
    put(work, rows[0], source="akismet")
    put(work, rows[0], given_by=GivenBy.READER, reporter="r")
    other = put(work, rows[1], Label.HAM)

    assert work.feedback.remove(site.id, rows[0].id) is True

    assert work.feedback.of(site.id, rows[0].id) == []
    assert work.feedback.every(site.id) == [other]
    assert work.feedback.every(theirs.site_id) == [theirs]


def test_taking_back_what_nobody_said_says_so(site, rows, work):
    put(work, rows[1])

    assert work.feedback.remove(site.id, rows[0].id) is False
    assert work.feedback.remove(site.id, new_id()) is False
    assert len(work.feedback.every(site.id)) == 1


def test_another_site_cannot_take_back(site, stranger, theirs, work):
    assert work.feedback.remove(site.id, theirs.comment_id) is False

    assert work.feedback.of(stranger.id, theirs.comment_id) == [theirs]


def test_what_was_taken_back_can_be_said_again(site, rows, work):
    put(work, rows[0])
    work.feedback.remove(site.id, rows[0].id)

    again = put(work, rows[0], Label.HAM)

    assert work.feedback.every(site.id) == [again]


def test_each_change_of_a_site_raises_its_revision_by_one(site, stranger, rows, work):
    found = [work.sites.revision(site.id)]
    put(work, rows[0])
    found.append(work.sites.revision(site.id))
    put(work, rows[0], Label.HAM)
    found.append(work.sites.revision(site.id))
    work.feedback.remove(site.id, rows[0].id)
    found.append(work.sites.revision(site.id))

    assert found == [0, 1, 2, 3]
    assert work.sites.revision(stranger.id) == 0


def test_a_site_that_is_gone_has_no_revision(site, rows, work):
    put(work, rows[0])
    work.sites.remove(site.id)

    assert work.sites.revision(site.id) == work.sites.revision(999) == 0


def test_what_is_not_committed_raises_no_revision(store, site):
    row = a_comment(site)
    keep(store, row)
    with store.unit_of_work(True) as work:
        work.feedback.put(feedback_on(row, Label.SPAM))

    with store.unit_of_work(False) as work:
        assert work.sites.revision(site.id) == 0
        assert len(work.feedback.every(site.id)) == 0


def test_a_refused_word_raises_no_revision(store, site, stranger):
    row = a_comment(stranger)
    keep(store, row)
    with store.unit_of_work(True) as work, pytest.raises(NotFound):
        work.feedback.put(feedback_on(row, Label.SPAM, site_id=site.id))

    with store.unit_of_work(False) as work:
        assert work.sites.revision(site.id) == 0


def test_settings_and_keys_raise_no_revision(site, rows, work):
    work.sites.set_key(site.id, "other")
    work.sites.set_settings(site.id, site.settings)

    assert work.sites.revision(site.id) == 0


def test_those_named_come_once_each_and_of_this_site_alone(site, rows, theirs, work):
    ids = [rows[2].id, rows[0].id, rows[2].id, new_id(), theirs.comment_id, ""]

    assert work.comments.those(site.id, ids) == [rows[0], rows[2]]
    assert work.comments.those(site.id, []) == []


def test_the_silent_are_those_nobody_spoke_of_newest_first(site, rows, theirs, work):
    put(work, rows[1], learn=False)
    work.comments.add([a_comment(site, is_test=True), last := a_comment(site)])

    found = work.comments.silent(site.id, last.id, 9)

    assert [each for each, _ in found] == [last.id, rows[2].id, rows[0].id]


@pytest.mark.parametrize("would", [None, *Action])
@pytest.mark.parametrize("action", Action)
def test_with_the_silent_comes_what_was_done_or_would_have_been(
    site, work, action, would
):
    row = a_comment(site, action)
    row = replace(row, verdict=replace(row.verdict, would=would))
    work.comments.add([row])

    assert work.comments.silent(site.id, row.id, 1) == [(row.id, would or action)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [((2, 9), "210"), ((1, 9), "10"), ((0, 9), "0"), ((2, 2), "21"), ((2, 0), "")],
)
def test_the_silent_end_with_the_last_and_are_no_more_than_asked_for(
    site, rows, work, wanted, expected
):
    last, limit = wanted
    found = work.comments.silent(site.id, rows[last].id, limit)

    assert [each for each, _ in found] == [rows[int(n)].id for n in expected]


def test_nobody_is_silent_up_to_no_id(site, rows, work):
    assert work.comments.silent(site.id, "", 9) == []
    assert work.comments.silent(999, "~", 9) == []


def test_who_was_spoken_of_and_taken_back_is_silent_again(site, rows, work):
    silent = work.comments.silent(site.id, "~", 9)
    put(work, rows[0])
    assert work.comments.silent(site.id, "~", 9) == silent[:-1]

    work.feedback.remove(site.id, rows[0].id)

    assert work.comments.silent(site.id, "~", 9) == silent


def test_counts_go_back_when_a_word_is_taken_back(site, work):
    work.comments.add([row := a_comment(site, Action.SPAM)])
    put(work, row, Label.HAM)
    assert work.comments.month_counts(site.id, "") == [
        MonthCounts("2026-11", spam=1, false_positives=1)
    ]

    work.feedback.remove(site.id, row.id)

    assert work.comments.month_counts(site.id, "") == [MonthCounts("2026-11", spam=1)]
