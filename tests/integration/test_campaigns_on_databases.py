"""Near-duplicates from comment to campaign on both databases, several at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from moderation.comment import Author, Comment
from moderation.services import campaigns, checking, joining
from moderation.services.feedback import Voice
from moderation.site import SiteSettings
from moderation.verdict import Label
from tests.fakes import FakeModel, make_world

SPAM = "Earn five hundred dollars every day from home, write to us on the messenger"
OTHER = "The second chapter was better than the first one, I think, but who can tell"


@pytest.fixture
def ports(store):
    world = make_world(FakeModel(spam=0.0))
    return replace(world.ports, unit_of_work=store.unit_of_work)


@pytest.fixture
def sites(store):
    with store.unit_of_work(True) as work:
        names = ("one", "two")
        found = [
            work.sites.add(f"https://{name}.example", name, SiteSettings())
            for name in names
        ]
        work.commit()
    return found


def keep(ports, site, *texts: str) -> list[str]:
    comments = [Comment(text, Author(f"A{n}")) for n, text in enumerate(texts)]
    rows = checking.judge(comments, site=site, ports=ports)
    signed = joining.signed_rows(rows)
    with ports.unit_of_work(True) as work:
        work.comments.add(rows)
        joining.join(signed, work=work, ports=ports)
        work.commit()
    return [row.id for row in rows]


def every(ports, site):
    return campaigns.campaigns(limit=50, site=site, ports=ports)


def test_copies_on_two_sites_are_one_campaign_that_each_sees_its_part_of(ports, sites):
    one, two = sites
    keep(ports, one, SPAM, OTHER, SPAM)
    keep(ports, two, SPAM.upper())

    (seen,) = joining.seen([Comment(SPAM)], site=two, ports=ports)
    (view,) = every(ports, two)

    assert (seen.n_here, seen.n_elsewhere, seen.n_sites, seen.n_authors) == (1, 2, 2, 2)
    assert view.campaign.id == every(ports, one)[0].campaign.id
    assert view.text == SPAM.upper()


def test_marking_a_campaign_is_of_one_site_alone(ports, sites):
    one, two = sites
    keep(ports, one, SPAM, SPAM)
    keep(ports, two, SPAM)
    (view,) = every(ports, one)

    done = campaigns.mark(
        view.campaign.id, Label.SPAM, voice=Voice("api"), site=one, ports=ports
    )

    assert (done.n_marked, done.n_turned) == (2, 2)
    assert every(ports, one)[0].labels == {Label.SPAM: 2}
    assert every(ports, two)[0].labels == {}
    (seen,) = joining.seen([Comment(SPAM)], site=two, ports=ports)
    assert seen.labels == {}


def test_a_site_that_goes_leaves_the_counts_of_others_right(ports, sites):
    one, two = sites
    keep(ports, one, SPAM, SPAM)
    keep(ports, two, SPAM)

    with ports.unit_of_work(True) as work:
        work.sites.remove(one.id)
        work.commit()

    (view,) = every(ports, two)
    assert (view.campaign.n_here, view.campaign.n_elsewhere) == (1, 0)
    (seen,) = joining.seen([Comment(SPAM)], site=two, ports=ports)
    assert (seen.n_here, seen.n_elsewhere) == (1, 0)


def test_batches_that_join_the_same_in_another_order_all_succeed(ports, sites):
    """Each begins campaigns of the same two forms, in an order that could deadlock."""
    one, _ = sites
    keep(ports, one, SPAM, OTHER)
    together = Barrier(4)

    def keep_many(n: int) -> None:
        texts = [SPAM, OTHER] if n % 2 else [OTHER, SPAM]
        together.wait(timeout=20)
        for _ in range(5):
            keep(ports, sites[n % 2], *texts)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep_many, range(4)))
    # What began at once under two names is one again with the next copy.
    keep(ports, one, SPAM, OTHER)

    assert len(every(ports, one)) == 2
    assert {view.campaign.n_here for view in every(ports, one)} == {12}
    assert {view.campaign.n_elsewhere for view in every(ports, one)} == {10}
