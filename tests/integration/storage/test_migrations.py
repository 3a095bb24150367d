"""The steps to feedback of several people, and to campaigns, over kept rows."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from moderation.campaigns.record import Member, Trace
from moderation.campaigns.signature import signatures
from moderation.record import GivenBy, MonthCounts
from moderation.storage import schema
from moderation.verdict import Action, Label
from tests.integration.storage.samples import NOON, a_comment, feedback_on, keep

LATER = NOON + timedelta(seconds=1)
TEXT = "Earn 500 dollars a day from home, write to me on the messenger"


def say(store, *said):
    with store.unit_of_work(True) as work:
        for each in said:
            work.feedback.put(each)
        work.commit()


def back_and_forth(store, revision):
    schema.downgrade(store.url, revision)
    schema.upgrade(store.url)


def every(store, site):
    with store.unit_of_work(False) as work:
        return work.feedback.every(site.id)


def columns(store, table):
    return {each["name"] for each in inspect(store.engine).get_columns(table)}


def test_rows_from_before_are_of_the_key_and_of_nobody_named(store, site, stranger):
    keep(store, ours := a_comment(site), theirs := a_comment(stranger))
    schema.downgrade(store.url, "0001")
    with store.engine.begin() as connection:
        for row, source, learn in [
            (ours, "api", "true"),
            (ours, "akismet", "false"),
            (theirs, "api", "true"),
        ]:
            connection.execute(
                text(
                    "INSERT INTO feedback"
                    " (site_id, comment_id, source, label, learn, given_at)"
                    f" VALUES (:site, :id, :source, 'spam', {learn}, :at)"
                ),
                {
                    "site": row.site_id,
                    "id": row.id,
                    "source": source,
                    "at": _moment(store),
                },
            )

    schema.upgrade(store.url)

    akismet, api = every(store, site)
    assert api == feedback_on(ours, Label.SPAM)
    assert akismet == feedback_on(ours, Label.SPAM, source="akismet", learn=False)
    assert every(store, stranger) == [feedback_on(theirs, Label.SPAM)]
    with store.unit_of_work(False) as work:
        assert work.sites.revision(site.id) == 0


def _moment(store):
    """Noon as the driver writes it."""
    return NOON.replace(tzinfo=None).isoformat(" ") if store.is_sqlite else NOON


@pytest.mark.parametrize("newest", ["", "ann", "bob"])
def test_going_back_the_newest_of_several_voices_stays(store, site, newest):
    keep(store, row := a_comment(site), other := a_comment(site, Action.SPAM))
    voices = [
        feedback_on(
            row,
            Label.HAM if name == newest else Label.SPAM,
            reporter=name,
            given_by=GivenBy.MODERATOR,
            given_at=LATER if name == newest else NOON,
        )
        for name in ("", "ann", "bob")
    ]
    say(store, *voices)
    say(store, feedback_on(row, Label.SPAM, source="akismet"))
    say(store, feedback_on(other, Label.HAM, given_by=GivenBy.OWNER, learn=False))

    back_and_forth(store, "0001")

    assert every(store, site) == [
        feedback_on(row, Label.SPAM, source="akismet"),
        feedback_on(row, Label.HAM, given_at=LATER),
        feedback_on(other, Label.HAM, learn=False),
    ]


def test_going_back_no_report_of_a_reader_becomes_a_label(store, site):
    keep(store, row := a_comment(site), other := a_comment(site))
    reader = {"given_by": GivenBy.READER, "reporter": "r", "given_at": LATER}
    say(store, feedback_on(row, Label.HAM), feedback_on(row, Label.SPAM, **reader))
    say(store, feedback_on(other, Label.SPAM, **reader))

    back_and_forth(store, "0001")

    assert every(store, site) == [feedback_on(row, Label.HAM)]


def test_back_and_forth_keeps_comments_counts_and_sites(store, site, stranger):
    rows = [a_comment(site, Action.SPAM), a_comment(site), a_comment(stranger)]
    keep(store, *rows)
    say(store, feedback_on(rows[0], Label.HAM), feedback_on(rows[1], Label.SPAM))
    with store.unit_of_work(False) as work:
        before = work.comments.month_counts(site.id, "")

    back_and_forth(store, "0001")

    with store.unit_of_work(False) as work:
        assert work.sites.all() == [site, stranger]
        assert work.comments.page(site.id, status=None, before="", limit=9) == [
            *rows[1::-1]
        ]
        assert work.comments.get(stranger.id, rows[2].id) == rows[2]
        counted = work.comments.month_counts(site.id, "")
    assert counted == before
    assert counted == [
        MonthCounts("2026-11", spam=1, ham=1, missed_spam=1, false_positives=1)
    ]


def test_after_back_and_forth_feedback_goes_with_its_comment(store, site):
    keep(store, row := a_comment(site))
    say(store, feedback_on(row, Label.SPAM))
    back_and_forth(store, "0001")

    say(store, again := feedback_on(row, Label.HAM, given_at=LATER))
    assert every(store, site) == [again]
    with store.unit_of_work(True) as work:
        assert work.sites.revision(site.id) == 1
        work.sites.remove(site.id)
        work.commit()

    assert every(store, site) == []


def test_the_step_back_from_feedback_drops_what_it_made(store, site):
    schema.downgrade(store.url, "0001")

    assert columns(store, "feedback") == {
        "site_id",
        "comment_id",
        "source",
        "label",
        "learn",
        "given_at",
    }
    assert "revision" not in columns(store, "sites")


def test_the_step_back_from_campaigns_drops_them_and_nothing_else(store, site):
    keep(store, row := a_comment(site, text=TEXT))
    say(store, said := feedback_on(row, Label.SPAM))
    signature = signatures([TEXT])[0]
    with store.unit_of_work(True) as work:
        work.campaigns.add(Member(row.id, Trace(site.id), NOON, "c", signature))
        work.commit()

    schema.downgrade(store.url, "0002")

    tables = set(inspect(store.engine).get_table_names())
    assert not {each for each in tables if each.startswith("campaign")}
    schema.upgrade(store.url)
    with store.unit_of_work(True) as work:
        assert work.comments.get(site.id, row.id) == row
        assert work.feedback.every(site.id) == [said]
        assert work.campaigns.forms(signature) == []
        work.campaigns.add(Member(row.id, Trace(site.id), NOON, "c", signature))
        work.commit()
    with store.unit_of_work(False) as work:
        assert work.campaigns.get(site.id, "c").n_here == 1
