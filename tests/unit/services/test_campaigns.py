import pytest

from moderation.campaigns.shared import Shared
from moderation.comment import Author, Comment
from moderation.errors import NotFound, StoreUnavailable
from moderation.record import Status
from moderation.services import campaigns, checking, joining
from moderation.services.campaigns import Turned
from moderation.services.feedback import Voice
from moderation.verdict import Action, Label
from tests.fakes import FakeModel, make_world

SPAM = "Earn five hundred dollars every day from home, look at https://a.example/x"
OTHER = "The second chapter was better than the first one, I think, but who can tell"


@pytest.fixture
def world():
    return make_world(FakeModel(spam=0.0))


def keep(world, text=SPAM, *, n=1, site=None) -> list[str]:
    site = site or world.site
    comments = [Comment(text, Author(f"A{i}")) for i in range(n)]
    rows = checking.judge(comments, site=site, ports=world.ports)
    with world.ports.unit_of_work(True) as work:
        work.comments.add(rows)
        joining.join(joining.signed_rows(rows), work=work, ports=world.ports)
        work.commit()
    world.clock.tick(seconds=1)
    return [row.id for row in rows]


def every(world, site=None, **page):
    page = {"limit": 50, **page}
    site = site or world.site
    return campaigns.campaigns(site=site, ports=world.ports, **page)


def mark(world, campaign_id, label=Label.SPAM, site=None, **how):
    site, voice = site or world.site, Voice("api", **how)
    return campaigns.mark(campaign_id, label, voice=voice, site=site, ports=world.ports)


def test_a_site_sees_what_its_comments_share(world):
    ids = keep(world, n=3)
    keep(world, n=2, site=world.stranger)

    (view,) = every(world)

    found = view.campaign
    assert (found.n_here, found.n_elsewhere, found.n_authors) == (3, 2, 3)
    assert found.first_seen < found.last_seen
    assert view.urls == (Shared("https://a.example/x", 3),)
    assert view.text == SPAM
    assert view.comment_ids == tuple(reversed(ids))
    assert view.labels == {}


def test_nothing_of_another_site_is_shown(world):
    keep(world)
    theirs = "EARN five hundred dollars every day from home, look at https://b.example"
    strange = keep(world, theirs, n=2, site=world.stranger)

    (view,) = every(world)

    assert view.campaign.n_elsewhere == 2
    assert "b.example" not in str(view)
    assert not any(each in str(view) for each in strange)


def test_a_comment_that_stands_alone_is_no_campaign(world):
    keep(world)

    assert every(world) == []


def test_campaigns_come_page_by_page_the_last_begun_first(world):
    keep(world, n=2)
    keep(world, OTHER, n=2)

    (newest,) = every(world, limit=1)
    (oldest,) = every(world, before=newest.campaign.id)

    assert (newest.text, oldest.text) == (OTHER, SPAM)


@pytest.mark.parametrize("act", ["show", "mark"])
def test_a_campaign_of_others_alone_is_absent(world, act):
    keep(world, n=2, site=world.stranger)
    (view,) = every(world, world.stranger)

    with pytest.raises(NotFound, match="no such campaign"):
        if act == "show":
            campaigns.campaign(view.campaign.id, site=world.site, ports=world.ports)
        else:
            mark(world, view.campaign.id)


def test_marking_moves_all_comments_of_the_site_and_says_which(world):
    ids = keep(world, n=3)
    strange = keep(world, site=world.stranger)
    (view,) = every(world)

    done = mark(world, view.campaign.id)

    assert (done.n_marked, done.n_turned) == (3, 3)
    assert set(done.turned) == {Turned(i, Action.APPROVE, Status.SPAM) for i in ids}
    statuses = {i: world.store.comments[i].status for i in (*ids, *strange)}
    assert statuses == dict.fromkeys(ids, Status.SPAM) | {strange[0]: Status.APPROVED}
    assert every(world)[0].labels == {Label.SPAM: 3}
    assert every(world, world.stranger)[0].labels == {}


def test_marking_again_changes_nothing(world):
    keep(world, n=3)
    (view,) = every(world)
    mark(world, view.campaign.id)
    before = dict(world.store.feedback)
    world.clock.tick(seconds=5)

    again = mark(world, view.campaign.id)

    assert (again.n_marked, again.n_turned, again.turned) == (3, 0, ())
    assert world.store.feedback == before


def test_a_later_label_overrides(world):
    ids = keep(world, n=2)
    (view,) = every(world)
    mark(world, view.campaign.id)
    world.clock.tick(seconds=5)

    back = mark(world, view.campaign.id, Label.HAM)

    assert back.n_turned == 2
    assert {world.store.comments[i].status for i in ids} == {Status.APPROVED}
    assert every(world)[0].labels == {Label.HAM: 2}


@pytest.mark.parametrize("learn", [True, False])
def test_marking_teaches_unless_told_not_to(world, learn):
    keep(world, n=2)
    (view,) = every(world)

    mark(world, view.campaign.id, learn=learn)

    assert {each.learn for each in world.store.feedback.values()} == {learn}


def test_more_than_a_page_of_comments_is_marked_and_the_first_thousand_named(world):
    keep(world, n=1001)
    (view,) = every(world)

    done = mark(world, view.campaign.id)

    assert (done.n_marked, done.n_turned, len(done.turned)) == (1001, 1001, 1000)


def test_a_store_that_fails_half_way_marks_nothing(world, monkeypatch):
    keep(world, n=3)
    (view,) = every(world)
    calls = []

    def fail(self, *args):
        calls.append(args)
        if len(calls) == 2:
            raise StoreUnavailable("gone")

    monkeypatch.setattr("tests.fake_store.FakeComments.set_status", fail)
    with pytest.raises(StoreUnavailable):
        mark(world, view.campaign.id)

    assert world.store.feedback == {}
