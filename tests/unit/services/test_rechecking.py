import pytest

from moderation.comment import Comment
from moderation.errors import StoreUnavailable
from moderation.record import Status
from moderation.services import checking
from moderation.services.feedback import Voice, give
from moderation.services.rechecking import keep_once
from moderation.verdict import Label
from tests.fakes import FakeModel, make_world

HELLO = Comment("Hello there")


@pytest.fixture
def world():
    return make_world(FakeModel(spam=0.1))


def check(world, spam=0.1, comment=HELLO):
    world.ports.models.model.spam = spam
    [row] = checking.judge([comment], site=world.site, ports=world.ports)
    return keep_once(row, ports=world.ports)


def test_a_comment_seen_for_the_first_time_is_kept(world):
    row = check(world)

    assert world.store.comments == {row.id: row}


def test_a_comment_that_comes_again_is_answered_with_its_first_id(world):
    first = check(world)

    again = check(world, spam=0.95)

    assert again.id == first.id
    assert again.verdict.scores.spam == 0.95
    assert list(world.store.comments) == [first.id]


def test_the_first_verdict_stays_and_the_status_follows_the_new_one(world):
    first = check(world)

    check(world, spam=0.95)

    [row] = world.store.comments.values()
    assert (row.verdict, row.status) == (first.verdict, Status.SPAM)


def test_the_status_stays_where_a_moderator_has_spoken(world):
    first = check(world)
    give(first.id, Label.HAM, voice=Voice("api"), site=world.site, ports=world.ports)

    check(world, spam=0.95)

    [row] = world.store.comments.values()
    assert row.status is Status.APPROVED


def test_another_comment_is_another_row(world):
    check(world)
    check(world, comment=Comment("Bye"))

    assert len(world.store.comments) == 2


def test_a_store_that_is_down_says_so(world):
    world.store.is_down = True

    with pytest.raises(StoreUnavailable):
        check(world)
