from dataclasses import replace

import pytest

from moderation.campaigns.record import Seen
from moderation.comment import Author, Comment, Page
from moderation.services import checking, joining
from moderation.services.feedback import Voice, give
from moderation.verdict import Label
from tests.fakes import FakeModel, make_world

SPAM = "Earn five hundred dollars every day from home, write to us on the messenger"
OTHER = "The second chapter was better than the first one, I think, but who can tell"
PADDING = "we went there last summer with the children and it rained for most of it"
API = Voice("api")


@pytest.fixture
def world():
    return make_world(FakeModel(spam=0.5))


def keep(world, *texts: str, site=None, is_test=False, **author: str) -> list[str]:
    """Judge, keep and join as the service does; return the ids."""
    site = site or world.site
    comments = [Comment(text, Author(**author), Page("https://p")) for text in texts]
    rows = checking.judge(comments, site=site, ports=world.ports, is_test=is_test)
    # The service may join by itself: begin with comments that are kept alone.
    with world.ports.unit_of_work(True) as work:
        work.comments.add(rows)
        joining.join(joining.signed_rows(rows), work=work, ports=world.ports)
        work.commit()
    world.clock.tick(seconds=1)
    return [row.id for row in rows]


def seen(world, text: str = SPAM, site=None, **author: str) -> Seen:
    comment = Comment(text, Author(**author), Page("https://p"))
    (found,) = joining.seen([comment], site=site or world.site, ports=world.ports)
    return found


def campaigns_of(world) -> list[str | None]:
    return [member.campaign_id for member in world.store.members.values()]


def test_the_first_of_its_kind_was_never_seen(world):
    keep(world, OTHER)

    assert seen(world) == Seen()


def test_the_second_was_seen_once(world):
    keep(world, SPAM, name="Ann", ip="192.0.2.1")

    assert seen(world, SPAM.upper() + "!!") == Seen(1, 0, 0, 1, 1, 1, 1)


def test_copies_here_and_elsewhere_are_told_apart(world):
    for n, site in enumerate((world.site, world.site, world.stranger)):
        keep(world, SPAM, site=site, name=f"A{n}", ip=f"192.0.2.{n}")

    assert seen(world) == Seen(2, 1, 0, 2, 3, 3, 1)
    assert seen(world, site=world.stranger) == Seen(1, 2, 0, 2, 3, 3, 1)


def test_each_comment_is_told_its_own(world):
    keep(world, SPAM)

    found = joining.seen(
        [Comment(OTHER), Comment("Hi"), Comment(SPAM)],
        site=world.site,
        ports=world.ports,
    )

    assert [each.n for each in found] == [0, 0, 1]


def test_looking_keeps_nothing(world):
    keep(world, SPAM)
    before = dict(world.store.members)

    seen(world)

    assert world.store.members == before


def test_without_the_store_nothing_was_seen(world):
    keep(world, SPAM)
    world.store.is_down = True

    assert seen(world) == Seen()


def test_no_more_than_the_newest_two_hundred_are_counted(world):
    keep(world, *[SPAM] * 205)

    assert seen(world).n == 200


def test_a_campaign_begins_with_the_second(world):
    keep(world, SPAM)
    assert campaigns_of(world) == [None]

    keep(world, SPAM)

    first, second = campaigns_of(world)
    assert first == second is not None


def test_copies_of_one_batch_are_one_campaign(world):
    keep(world, SPAM, OTHER, SPAM, SPAM)

    first, other, second, third = campaigns_of(world)
    assert first == second == third is not None
    assert other is None


def test_two_campaigns_of_one_batch_have_names_of_their_own(world):
    keep(world, SPAM, SPAM, OTHER, OTHER)

    assert len(set(campaigns_of(world))) == 2


def test_a_bridge_makes_two_campaigns_one_under_the_older_name(world):
    keep(world, SPAM, SPAM)
    older = campaigns_of(world)[0]
    keep(world, OTHER, OTHER)

    keep(world, f"{SPAM}\n\n{OTHER}")

    assert set(campaigns_of(world)) == {older}


def test_a_padded_copy_joins_the_original(world):
    keep(world, SPAM, f"{PADDING}\n\n{SPAM}\n\n{PADDING}")

    first, second = campaigns_of(world)
    assert first == second is not None


def test_the_same_again_on_a_site_is_no_new_form(world):
    keep(world, SPAM, SPAM.upper())
    keep(world, SPAM, site=world.stranger)

    forms = [member.signature is not None for member in world.store.members.values()]
    assert forms == [True, False, True]


@pytest.mark.parametrize("text", ["", "Hi", "First!", "https://a.ru"])
def test_too_little_joins_nothing(world, text):
    keep(world, text, text)

    assert world.store.members == {}


def test_tests_join_nothing(world):
    keep(world, SPAM, SPAM, is_test=True)

    assert world.store.members == {}


def test_what_is_kept_of_people_is_a_digest_that_the_secret_makes(world):
    keep(world, SPAM, name="Ann", email="Ann@a.example", ip="192.0.2.1")
    keep(world, SPAM, name="Bob", email="ann@A.example", ip="192.0.2.2")
    keep(world, SPAM)

    first, second, third = [member.trace for member in world.store.members.values()]
    assert first.author == second.author is not None
    assert first.ip != second.ip
    assert third == replace(third, author=None, ip=None)
    assert all(0 <= each < 2**63 for each in (first.author, first.ip, first.page))


def test_what_this_site_said_of_copies_is_told_from_the_first_on(world):
    (alone,) = keep(world, SPAM)
    give(alone, Label.SPAM, voice=API, site=world.site, ports=world.ports)

    assert seen(world).labels == {Label.SPAM: 1}
    assert seen(world, site=world.stranger).labels == {}

    (second,) = keep(world, SPAM)
    give(second, Label.SPAM, voice=API, site=world.site, ports=world.ports)

    assert seen(world).labels == {Label.SPAM: 2}
    assert seen(world, site=world.stranger).labels == {}


def test_what_teaches_nothing_is_not_told(world):
    (alone,) = keep(world, SPAM)
    quiet = Voice("api", learn=False)
    give(alone, Label.SPAM, voice=quiet, site=world.site, ports=world.ports)

    assert seen(world).labels == {}


def test_the_same_comment_again_is_told_apart_from_copies(world):
    keep(world, SPAM, name="Ann", ip="192.0.2.1")
    keep(world, SPAM, name="Bob", ip="192.0.2.1")

    assert seen(world, name="Ann", ip="192.0.2.1").n_same == 1
    assert seen(world, name="Eve", ip="192.0.2.1").n_same == 0
    assert seen(world).n_same == 0


def test_those_before_it_in_a_batch_count(world):
    keep(world, SPAM)

    found = joining.seen(
        [Comment(SPAM), Comment(OTHER), Comment(SPAM.upper()), Comment(SPAM)],
        site=world.site,
        ports=world.ports,
    )

    assert [each.n for each in found] == [1, 0, 2, 3]
