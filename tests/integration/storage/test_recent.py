from dataclasses import replace
from datetime import timedelta

import pytest

from moderation.record import GivenBy, Recent
from moderation.verdict import Action, Label
from tests.integration.storage.samples import NOON, a_comment, feedback_on

LATER = NOON + timedelta(minutes=1)


def in_shadow(site, would: Action):
    row = a_comment(site)
    return replace(row, verdict=replace(row.verdict, would=would))


def test_the_newest_come_first_and_no_more_than_asked_for(site, work):
    rows = [a_comment(site, text=text) for text in "abc"]
    work.comments.add(rows)

    found = work.comments.recent(site.id, 2)

    assert [each.text for each in found] == ["c", "b"]
    newest = rows[-1].id
    assert found[0] == Recent(
        "model-1", Action.APPROVE, 0.1, "c", NOON, None, id=newest
    )


def test_one_site_is_asked_for_or_all(site, stranger, work):
    work.comments.add([a_comment(site, text="ours"), a_comment(stranger, text="not")])

    assert [each.text for each in work.comments.recent(site.id, 9)] == ["ours"]
    assert [each.text for each in work.comments.recent(None, 9)] == ["not", "ours"]


def test_without_comments_there_are_none(site, work):
    assert work.comments.recent(site.id, 9) == work.comments.recent(None, 9) == []


def test_tests_are_left_out(site, work):
    work.comments.add([a_comment(site, is_test=True)])

    assert work.comments.recent(site.id, 9) == work.comments.recent(None, 9) == []


def test_a_site_in_shadow_shows_what_it_would_have_done(site, work):
    work.comments.add([in_shadow(site, Action.DISCARD)])

    assert work.comments.recent(site.id, 1)[0].action is Action.DISCARD


def test_a_long_text_is_cut(site, work):
    work.comments.add([a_comment(site, text="ü" * 5000)])

    assert work.comments.recent(site.id, 1)[0].text == "ü" * 2000


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], None),
        ([(Label.HAM, NOON, "api")], Label.HAM),
        ([(Label.HAM, NOON, "api"), (Label.SPAM, LATER, "akismet")], Label.SPAM),
        ([(Label.HAM, LATER, "api"), (Label.SPAM, NOON, "akismet")], Label.HAM),
    ],
)
def test_the_newest_word_counts(site, work, said, expected):
    row = a_comment(site)
    work.comments.add([row])
    for label, moment, source in said:
        work.feedback.put(feedback_on(row, label, given_at=moment, source=source))

    assert work.comments.recent(None, 1)[0].said is expected


def test_what_readers_report_is_no_label(site, work):
    row = a_comment(site)
    work.comments.add([row])
    work.feedback.put(
        feedback_on(row, Label.SPAM, given_by=GivenBy.READER, reporter="r")
    )

    assert work.comments.recent(site.id, 1)[0].said is None


def flagged(work, site, since=NOON, until=LATER):
    return work.comments.flagged(site.id, since=since, until=until)


@pytest.mark.parametrize("action", Action)
def test_what_is_not_approved_is_flagged(site, work, action):
    work.comments.add([a_comment(site, action)])

    assert flagged(work, site) == (int(action is not Action.APPROVE), 1)


@pytest.mark.parametrize("would", Action)
def test_on_a_site_in_shadow_it_is_what_it_would_have_been(site, work, would):
    work.comments.add([in_shadow(site, would)])

    assert flagged(work, site) == (int(would is not Action.APPROVE), 1)


def test_the_first_moment_counts_and_the_last_does_not(site, work):
    moments = [NOON - timedelta(microseconds=1), NOON, LATER]
    work.comments.add([a_comment(site, created_at=moment) for moment in moments])

    assert flagged(work, site) == (0, 1)


def test_nothing_is_counted_of_tests_and_of_other_sites(site, stranger, work):
    work.comments.add([a_comment(site, is_test=True), a_comment(stranger)])

    assert flagged(work, site) == (0, 0)
