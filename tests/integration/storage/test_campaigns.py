"""Near-duplicates on both databases: who meets whom, and what is left of whom."""

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import func, select

from moderation.campaigns.record import Member, Trace
from moderation.campaigns.signature import signatures
from moderation.errors import AlreadyExists, NotFound
from moderation.record import GivenBy
from moderation.storage.campaign_tables import campaign_bands, campaign_members
from moderation.verdict import Label
from tests.integration.storage.samples import NOON, a_comment, feedback_on

TEXT = "Earn 500 dollars a day from home, write to me on the messenger"
OTHER = "The second chapter was better than the first one, I think"


def sign(text: str):
    return signatures([text])[0]


def a_member(work, site, campaign_id=None, *, text=TEXT, signed=True, **trace):
    """Keep a comment and make it a member."""
    row = a_comment(site, text=text)
    work.comments.add([row])
    member = Member(
        row.id,
        Trace(site.id, **trace),
        NOON,
        campaign_id,
        sign(text) if signed else None,
    )
    work.campaigns.add(member)
    return row


def count(store, table) -> int:
    with store.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_form_is_found_as_it_was_kept(site, work):
    row = a_member(work, site, author=-(2**63), ip=2**63 - 1)

    (form,) = work.campaigns.forms(sign(TEXT))

    assert (form.comment_id, form.campaign_id) == (row.id, None)
    assert form.trace == Trace(site.id, -(2**63), 2**63 - 1, None)
    assert np.array_equal(form.signature, sign(TEXT))


@pytest.mark.parametrize(("text", "signed"), [(OTHER, True), (TEXT, False)])
def test_what_shares_no_band_or_is_no_form_is_not_found(site, work, text, signed):
    a_member(work, site, text=text, signed=signed)

    assert work.campaigns.forms(sign(TEXT)) == []


def test_forms_of_all_sites_are_found(site, stranger, work):
    rows = [a_member(work, each) for each in (site, stranger)]

    found = {form.comment_id for form in work.campaigns.forms(sign(TEXT))}

    assert found == {row.id for row in rows}


def test_no_more_than_fifty_forms_are_compared(site, work):
    for _ in range(60):
        a_member(work, site)

    assert len(work.campaigns.forms(sign(TEXT))) == 50


def test_a_form_that_stands_alone_is_put_into_a_campaign_once(site, work):
    a_member(work, site)
    (form,) = work.campaigns.forms(sign(TEXT))

    work.campaigns.assign(form.id, "a")
    work.campaigns.assign(form.id, "b")

    assert work.campaigns.forms(sign(TEXT))[0].campaign_id == "a"


def test_merging_moves_the_members_of_one_campaign_alone(site, work):
    for name in ("a", "b", "c"):
        a_member(work, site, name)

    work.campaigns.merge("a", "b")

    assert work.campaigns.ids(site.id, "", 9) == ["c", "a"]
    assert work.campaigns.get(site.id, "a").n_here == 2


def test_the_newest_traces_come_first(site, work):
    for author in (1, 2, 3):
        a_member(work, site, "a", author=author)

    traces = work.campaigns.traces("a", 2)

    assert [trace.author for trace in traces] == [3, 2]


def test_a_site_is_told_of_others_no_more_than_numbers(site, stranger, work):
    a_member(work, site, "a", author=1)
    a_member(work, site, "a", author=1)
    a_member(work, site, "a", author=2)
    a_member(work, site, "a")
    a_member(work, stranger, "a", author=3)

    campaign = work.campaigns.get(site.id, "a")

    assert (campaign.n_here, campaign.n_elsewhere, campaign.n_authors) == (4, 1, 2)


def test_first_and_last_seen_are_over_all_sites(site, stranger, work):
    for n, each in enumerate((site, stranger)):
        row = a_comment(each, text=TEXT)
        work.comments.add([row])
        moment = NOON + timedelta(hours=n)
        work.campaigns.add(Member(row.id, Trace(each.id), moment, "a"))

    campaign = work.campaigns.get(site.id, "a")

    assert campaign.first_seen == NOON
    assert campaign.last_seen == NOON + timedelta(hours=1)


def test_a_campaign_without_a_member_of_the_site_is_absent(site, stranger, work):
    a_member(work, stranger, "a")

    assert work.campaigns.get(site.id, "a") is None
    assert work.campaigns.get(site.id, "missing") is None
    assert work.campaigns.ids(site.id, "", 9) == []
    assert work.campaigns.member_ids(site.id, "a", "", 9) == []


def test_campaigns_are_listed_page_by_page_the_last_begun_first(site, work):
    for name in ("a", "b", "c", "c"):
        a_member(work, site, name)
    a_member(work, site)

    assert work.campaigns.ids(site.id, "", 2) == ["c", "b"]
    assert work.campaigns.ids(site.id, "b", 2) == ["a"]


def test_the_comments_of_a_campaign_are_listed_newest_first(site, work):
    first, second, third = [a_member(work, site, "a") for _ in range(3)]
    a_member(work, site, "b")

    assert work.campaigns.member_ids(site.id, "a", "", 2) == [third.id, second.id]
    assert work.campaigns.member_ids(site.id, "a", second.id, 9) == [first.id]


def test_the_newest_label_of_each_comment_of_the_site_counts(site, stranger, work):
    first, second = a_member(work, site, "a"), a_member(work, site, "a")
    strange = a_member(work, stranger, "a")
    later = NOON + timedelta(minutes=1)
    for said in (
        feedback_on(first, Label.SPAM, source="akismet"),
        feedback_on(first, Label.HAM, given_at=later),
        feedback_on(second, Label.HAM),
        feedback_on(strange, Label.SPAM),
    ):
        work.feedback.put(said)

    for learned in (True, False):
        said = work.campaigns.labels(site.id, "a", learned=learned)
        elsewhere = work.campaigns.labels(stranger.id, "a", learned=learned)
        assert said == {Label.HAM: 2}
        assert elsewhere == {Label.SPAM: 1}


@pytest.mark.parametrize(
    "fields", [{"learn": False}, {"given_by": GivenBy.READER}], ids=["act", "reader"]
)
def test_what_teaches_nothing_is_left_out_of_what_is_learned(site, work, fields):
    row = a_member(work, site, "a")
    work.feedback.put(feedback_on(row, Label.SPAM, **fields))

    assert work.campaigns.labels(site.id, "a", learned=True) == {}
    assert work.campaigns.labels(site.id, "a", learned=False) == {Label.SPAM: 1}


def test_a_site_that_goes_takes_its_members_along(store, site, stranger):
    with store.unit_of_work(True) as work:
        a_member(work, site, "a")
        a_member(work, stranger, "a")
        work.commit()
    bands = count(store, campaign_bands)

    with store.unit_of_work(True) as work:
        work.sites.remove(stranger.id)
        work.commit()

    with store.unit_of_work(False) as work:
        campaign = work.campaigns.get(site.id, "a")
    assert (campaign.n_here, campaign.n_elsewhere) == (1, 0)
    assert count(store, campaign_members) == 1
    assert count(store, campaign_bands) == bands // 2


def test_the_same_comment_is_a_member_once(site, work):
    row = a_member(work, site)

    with pytest.raises(AlreadyExists):
        work.campaigns.add(Member(row.id, Trace(site.id), NOON))


def test_another_sites_comment_is_no_member(site, stranger, work):
    row = a_member(work, site)

    with pytest.raises(NotFound):
        work.campaigns.add(Member(row.id, Trace(stranger.id), NOON))
