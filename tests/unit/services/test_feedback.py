import pytest

from moderation.comment import Author, Comment
from moderation.errors import NotFound, StoreUnavailable
from moderation.record import GivenBy, Status
from moderation.services import checking
from moderation.services.feedback import Voice, give, give_unseen, take_back
from moderation.verdict import Label
from tests.fakes import START, FakeLearning, FakeModel, make_world

HELLO = Comment("Hello there", Author("Ann"))
API, AKISMET = Voice("api"), Voice("akismet")
READER = Voice("api", GivenBy.READER)


@pytest.fixture
def world():
    return make_world(FakeModel(spam=0.5))


def check(world, comment=HELLO, **kwargs):
    rows = checking.judge([comment], site=world.site, ports=world.ports, **kwargs)
    checking.keep(rows, ports=world.ports)
    return rows[0].id


def say(world, comment_id, label=Label.SPAM, voice=API, site=None):
    site = site or world.site
    return give(comment_id, label, voice=voice, site=site, ports=world.ports)


def unseen(world, label=Label.SPAM, voice=AKISMET, site=None):
    site = site or world.site
    return give_unseen(HELLO, label, voice=voice, site=site, ports=world.ports)


def status_of(world, comment_id):
    return world.store.comments[comment_id].status


@pytest.fixture
def told(monkeypatch):
    """The sites of which learning hears that something changed."""
    sites = []
    monkeypatch.setattr(
        FakeLearning, "changed", lambda self, site_id: sites.append(site_id)
    )
    return sites


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

    said = say(world, comment_id, label)

    assert world.store.comments[comment_id].status is status
    assert list(world.store.feedback.values()) == [said]
    assert (said.label, said.learn, said.given_at) == (label, True, START)
    assert (said.source, said.given_by, said.reporter) == ("api", GivenBy.KEY, "")


def test_a_later_word_overrides_an_earlier_one(world):
    comment_id = check(world)
    say(world, comment_id)
    world.clock.tick(seconds=1)

    later = say(world, comment_id, Label.HAM)

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

    voice = Voice("api", learn=learn)
    said = say(world, comment_id, voice=voice)

    assert said.learn is learned


@pytest.mark.parametrize("comment_id", ["", "0" * 32])
def test_a_comment_that_never_was_is_not_found(world, comment_id):
    with pytest.raises(NotFound, match="no such comment"):
        say(world, comment_id)


def test_a_strangers_comment_is_not_found_and_nothing_changes(world):
    comment_id = check(world)

    with pytest.raises(NotFound):
        say(world, comment_id, site=world.stranger)

    assert world.store.comments[comment_id].status is Status.HOLD
    assert world.store.feedback == {}


def test_feedback_without_an_id_finds_the_comment_by_what_it_says(world):
    comment_id = check(world)

    said = unseen(world)

    assert (said.comment_id, said.source) == (comment_id, "akismet")
    assert world.store.comments[comment_id].status is Status.SPAM
    assert len(world.store.comments) == 1


def test_feedback_on_a_comment_that_was_never_checked_judges_and_keeps_it(world):
    said = unseen(world, Label.HAM)

    [row] = world.store.comments.values()
    assert (row.comment, row.status) == (HELLO, Status.APPROVED)
    assert row.verdict.scores.spam == 0.5
    assert said.comment_id == row.id


def test_feedback_without_an_id_needs_no_model():
    world = make_world(None)

    unseen(world)

    [row] = world.store.comments.values()
    assert row.status is Status.SPAM


def test_a_stranger_who_says_the_same_moves_their_own_comment_alone(world):
    comment_id = check(world)

    said = unseen(world, site=world.stranger)

    assert said.comment_id != comment_id
    assert world.store.comments[comment_id].status is Status.HOLD


@pytest.mark.parametrize(
    ("was_test", "is_test", "learned"),
    [(False, False, True), (False, True, False), (True, False, False)],
)
def test_tests_of_the_protocol_teach_nothing(world, was_test, is_test, learned):
    check(world, is_test=was_test)

    said = unseen(world, voice=Voice("akismet", learn=not is_test))

    assert said.learn is learned


def test_the_two_ways_of_feedback_are_kept_side_by_side(world):
    comment_id = check(world)

    say(world, comment_id)
    unseen(world, Label.HAM)

    sources = [each.source for each in world.store.feedback.values()]
    assert sources == ["api", "akismet"]


def test_saying_the_same_again_changes_nothing(world):
    comment_id = check(world)
    first = say(world, comment_id)
    before = dict(world.store.revisions)
    world.clock.tick(seconds=1)

    assert say(world, comment_id) == first
    assert list(world.store.feedback.values()) == [first]
    assert world.store.revisions == before


@pytest.mark.parametrize(
    "voice",
    [Voice("cli"), Voice("api", GivenBy.OWNER), Voice("api", learn=False)],
    ids=["way", "role", "learn"],
)
def test_the_same_label_from_another_voice_is_kept(world, voice):
    comment_id = check(world)
    say(world, comment_id)

    later = say(world, comment_id, voice=voice)

    assert later in world.store.feedback.values()


def test_people_are_told_apart_by_a_digest_that_names_nobody(world):
    comment_id = check(world)
    said = [
        say(world, comment_id, voice=Voice("api", reporter=name))
        for name in ("ann@site.example", "bob", "ann@site.example")
    ]

    ann, bob, again = (each.reporter for each in said)
    assert ann == again != bob
    assert len(world.store.feedback) == 2
    assert len(ann) == 16
    assert "ann" not in str(world.store.feedback)


def test_the_same_name_on_another_site_is_another_digest(world):
    ann = Voice("akismet", reporter="ann")

    said = [unseen(world, voice=ann, site=s) for s in (world.site, world.stranger)]

    assert len({each.reporter for each in said}) == 2


@pytest.mark.parametrize("label", [Label.HAM, Label.SPAM])
def test_what_a_reader_reports_is_kept_and_moves_nothing(world, label):
    comment_id = check(world)

    said = say(world, comment_id, label, READER)

    assert list(world.store.feedback.values()) == [said]
    assert status_of(world, comment_id) is Status.HOLD


@pytest.mark.parametrize("name", ["", "ann"])
def test_a_reader_never_stands_in_the_place_of_one_of_the_sites_people(world, name):
    comment_id = check(world)
    say(world, comment_id, Label.HAM, Voice("api", reporter=name))

    say(world, comment_id, Label.SPAM, Voice("api", GivenBy.READER, name))

    assert [each.label for each in world.store.feedback.values()] == ["ham", "spam"]
    assert status_of(world, comment_id) is Status.APPROVED


@pytest.mark.parametrize("spam", [0.0, 0.5, 0.95])
def test_what_was_said_is_taken_back_and_the_comment_returns(spam):
    world = make_world(FakeModel(spam=spam))
    comment_id = check(world)
    before = status_of(world, comment_id)
    say(world, comment_id, Label.SPAM if spam < 0.9 else Label.HAM)
    say(world, comment_id, Label.ABUSE, Voice("akismet", reporter="ann"))

    found = take_back(comment_id, site=world.site, ports=world.ports)

    assert found == status_of(world, comment_id) == before
    assert world.store.feedback == {}


def test_taking_back_what_nobody_said_moves_nothing(world):
    comment_id = check(world)
    with world.ports.unit_of_work(True) as work:
        work.comments.set_status(world.site.id, comment_id, Status.APPROVED)
        work.commit()

    found = take_back(comment_id, site=world.site, ports=world.ports)

    assert found == status_of(world, comment_id) == Status.APPROVED


def test_taking_back_leaves_the_words_of_other_comments(world):
    kept, gone = check(world), check(world, Comment("Bye"))
    said = say(world, kept)
    say(world, gone)

    take_back(gone, site=world.site, ports=world.ports)

    assert list(world.store.feedback.values()) == [said]


def test_a_stranger_takes_nothing_back(world):
    comment_id = check(world)
    said = say(world, comment_id)

    with pytest.raises(NotFound, match="no such comment"):
        take_back(comment_id, site=world.stranger, ports=world.ports)

    assert list(world.store.feedback.values()) == [said]
    assert status_of(world, comment_id) is Status.SPAM


def test_learning_hears_of_every_change(world, told):
    comment_id = check(world)

    say(world, comment_id)
    unseen(world, Label.HAM)
    take_back(comment_id, site=world.site, ports=world.ports)

    assert told == [world.site.id] * 3


def test_learning_hears_nothing_of_what_was_not_kept(world, told):
    world.store.is_down = True

    for act in (lambda: say(world, "0" * 32), lambda: unseen(world)):
        with pytest.raises(StoreUnavailable):
            act()

    assert told == []
