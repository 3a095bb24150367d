import pytest

from moderation.comment import Author, Comment
from moderation.errors import NotFound
from moderation.record import Status
from moderation.services import checking
from moderation.services.feedback import give, give_unseen
from moderation.verdict import Label
from tests.fakes import START, FakeModel, make_world

HELLO = Comment("Hello there", Author("Ann"))


@pytest.fixture
def world():
    return make_world(FakeModel(spam=0.5))


def check(world, comment=HELLO, **kwargs):
    rows = checking.judge([comment], site=world.site, ports=world.ports, **kwargs)
    checking.keep(rows, ports=world.ports)
    return rows[0].id


@pytest.mark.parametrize(
    ("label", "status"),
    [
        (Label.HAM, Status.APPROVED),
        (Label.SPAM, Status.SPAM),
        (Label.ABUSE, Status.SPAM),
        (Label.FOOTER, Status.SPAM),
    ],
)
def test_what_a_moderator_says_is_kept_and_moves_the_comment(world, label, status):
    comment_id = check(world)

    said = give(comment_id, label, site=world.site, ports=world.ports)

    assert world.store.comments[comment_id].status is status
    assert list(world.store.feedback.values()) == [said]
    assert (said.label, said.learn, said.source, said.given_at) == (
        label,
        True,
        "api",
        START,
    )


def test_a_later_word_overrides_an_earlier_one(world):
    comment_id = check(world)
    give(comment_id, Label.SPAM, site=world.site, ports=world.ports)
    world.clock.tick(seconds=1)

    later = give(comment_id, Label.HAM, site=world.site, ports=world.ports)

    assert list(world.store.feedback.values()) == [later]
    assert world.store.comments[comment_id].status is Status.APPROVED


@pytest.mark.parametrize(
    ("is_test", "learn", "learned"),
    [
        (False, True, True),
        (False, False, False),
        (True, True, False),
        (True, False, False),
    ],
)
def test_tests_and_words_that_should_not_teach_do_not(world, is_test, learn, learned):
    comment_id = check(world, is_test=is_test)

    said = give(comment_id, Label.SPAM, learn=learn, site=world.site, ports=world.ports)

    assert said.learn is learned


@pytest.mark.parametrize("comment_id", ["", "0" * 32])
def test_a_comment_that_never_was_is_not_found(world, comment_id):
    with pytest.raises(NotFound, match="no such comment"):
        give(comment_id, Label.SPAM, site=world.site, ports=world.ports)


def test_a_strangers_comment_is_not_found_and_nothing_changes(world):
    comment_id = check(world)

    with pytest.raises(NotFound):
        give(comment_id, Label.SPAM, site=world.stranger, ports=world.ports)

    assert world.store.comments[comment_id].status is Status.HOLD
    assert world.store.feedback == {}


def test_feedback_without_an_id_finds_the_comment_by_what_it_says(world):
    comment_id = check(world)

    said = give_unseen(HELLO, Label.SPAM, site=world.site, ports=world.ports)

    assert (said.comment_id, said.source) == (comment_id, "akismet")
    assert world.store.comments[comment_id].status is Status.SPAM
    assert len(world.store.comments) == 1


def test_feedback_on_a_comment_that_was_never_checked_judges_and_keeps_it(world):
    said = give_unseen(HELLO, Label.HAM, site=world.site, ports=world.ports)

    [row] = world.store.comments.values()
    assert (row.comment, row.status) == (HELLO, Status.APPROVED)
    assert row.verdict.scores.spam == 0.5
    assert said.comment_id == row.id


def test_feedback_without_an_id_needs_no_model():
    world = make_world(None)

    give_unseen(HELLO, Label.SPAM, site=world.site, ports=world.ports)

    [row] = world.store.comments.values()
    assert row.status is Status.SPAM


def test_a_stranger_who_says_the_same_moves_their_own_comment_alone(world):
    comment_id = check(world)

    said = give_unseen(HELLO, Label.SPAM, site=world.stranger, ports=world.ports)

    assert said.comment_id != comment_id
    assert world.store.comments[comment_id].status is Status.HOLD


@pytest.mark.parametrize(
    ("was_test", "is_test", "learned"),
    [(False, False, True), (False, True, False), (True, False, False)],
)
def test_tests_of_the_protocol_teach_nothing(world, was_test, is_test, learned):
    check(world, is_test=was_test)

    said = give_unseen(
        HELLO, Label.SPAM, is_test=is_test, site=world.site, ports=world.ports
    )

    assert said.learn is learned


def test_the_two_ways_of_feedback_are_kept_side_by_side(world):
    comment_id = check(world)

    give(comment_id, Label.SPAM, site=world.site, ports=world.ports)
    give_unseen(HELLO, Label.HAM, site=world.site, ports=world.ports)

    sources = [each.source for each in world.store.feedback.values()]
    assert sources == ["api", "akismet"]
