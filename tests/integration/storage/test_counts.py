from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from moderation.errors import InvalidInput
from moderation.record import MonthCounts
from moderation.verdict import Action, Label
from tests.integration.storage.samples import NOON, a_comment, feedback_on

NOVEMBER = "2026-11"


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action.APPROVE, MonthCounts(NOVEMBER, ham=1)),
        (Action.HOLD, MonthCounts(NOVEMBER, ham=1)),
        (Action.SPAM, MonthCounts(NOVEMBER, spam=1)),
        (Action.DISCARD, MonthCounts(NOVEMBER, spam=1)),
    ],
)
def test_the_action_says_what_a_comment_counts_as(site, work, action, expected):
    work.comments.add([a_comment(site, action)])

    assert work.comments.month_counts(site.id, "") == [expected]


@pytest.mark.parametrize(
    ("would", "said", "expected"),
    [
        (Action.APPROVE, Label.SPAM, MonthCounts(NOVEMBER, ham=1, missed_spam=1)),
        (Action.HOLD, Label.HAM, MonthCounts(NOVEMBER, ham=1)),
        (Action.SPAM, Label.SPAM, MonthCounts(NOVEMBER, spam=1)),
        (Action.DISCARD, Label.HAM, MonthCounts(NOVEMBER, spam=1, false_positives=1)),
    ],
)
def test_a_site_in_shadow_counts_what_it_would_have_done(
    site, work, would, said, expected
):
    row = a_comment(site)
    row = replace(row, verdict=replace(row.verdict, would=would))
    work.comments.add([row])
    work.feedback.put(feedback_on(row, said))

    assert work.comments.month_counts(site.id, "") == [expected]


@pytest.mark.parametrize(
    ("action", "said", "corrected"),
    [
        (Action.APPROVE, Label.HAM, (0, 0)),
        (Action.APPROVE, Label.SPAM, (1, 0)),
        (Action.HOLD, Label.ABUSE, (1, 0)),
        (Action.APPROVE, Label.FOOTER, (1, 0)),
        (Action.SPAM, Label.SPAM, (0, 0)),
        (Action.SPAM, Label.ABUSE, (0, 0)),
        (Action.SPAM, Label.HAM, (0, 1)),
        (Action.DISCARD, Label.HAM, (0, 1)),
    ],
)
def test_feedback_that_disagrees_is_counted(site, work, action, said, corrected):
    row = a_comment(site, action)
    work.comments.add([row])
    work.feedback.put(feedback_on(row, said))

    (counts,) = work.comments.month_counts(site.id, "")

    assert (counts.missed_spam, counts.false_positives) == corrected
    assert counts.checks == 1


@pytest.mark.parametrize(
    ("first", "last", "missed"), [("spam", "ham", 0), ("ham", "spam", 1)]
)
def test_of_two_sources_the_last_word_counts_once(site, work, first, last, missed):
    row = a_comment(site)
    work.comments.add([row])
    later = NOON + timedelta(minutes=1)
    work.feedback.put(feedback_on(row, Label(last), source="akismet", given_at=later))
    work.feedback.put(feedback_on(row, Label(first), source="api"))

    (counts,) = work.comments.month_counts(site.id, "")

    assert counts.missed_spam == missed


def test_months_begin_and_end_in_utc(site, work):
    ends = datetime(2026, 11, 1, tzinfo=UTC)
    moments = [ends - timedelta(microseconds=1), ends]
    work.comments.add([a_comment(site, created_at=moment) for moment in moments])

    counts = work.comments.month_counts(site.id, "")

    assert counts == [MonthCounts("2026-10", ham=1), MonthCounts("2026-11", ham=1)]


@pytest.mark.parametrize(
    ("since", "months"),
    [
        ("", ["2025-12", "2026-01", "2026-11"]),
        ("2025-12", ["2025-12", "2026-01", "2026-11"]),
        ("2026-01", ["2026-01", "2026-11"]),
        ("2026-02", ["2026-11"]),
        ("2026-12", []),
    ],
)
def test_counts_begin_with_the_month_asked_for(site, work, since, months):
    for year, month in [(2026, 11), (2025, 12), (2026, 1)]:
        moment = datetime(year, month, 1, tzinfo=UTC)
        work.comments.add([a_comment(site, created_at=moment)])

    counts = work.comments.month_counts(site.id, since)

    assert [row.month for row in counts] == months


@pytest.mark.parametrize("since", ["2026", "2026-13", "November", "2026-11-01", "--"])
def test_what_is_no_month_is_refused(site, work, since):
    with pytest.raises(InvalidInput, match="YYYY-MM"):
        work.comments.month_counts(site.id, since)


def test_test_comments_are_not_counted(site, work):
    row = a_comment(site, is_test=True)
    work.comments.add([row])
    work.feedback.put(feedback_on(row, Label.SPAM))

    assert work.comments.month_counts(site.id, "") == []


def test_another_sites_comments_are_not_counted(site, stranger, work):
    row = a_comment(stranger)
    work.comments.add([row, a_comment(site)])
    work.feedback.put(feedback_on(row, Label.SPAM))

    counts = work.comments.month_counts(site.id, "")

    assert counts == [MonthCounts(NOVEMBER, ham=1)]
