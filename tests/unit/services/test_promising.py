"""Where a site stands by what it taught."""

import pytest

from moderation.classify.promise import Source
from moderation.errors import ModelUnavailable, NotFound
from moderation.record import GivenBy
from moderation.services import promising, sites
from moderation.services.feedback import Voice
from moderation.services.site_state import SiteState
from moderation.site import Promise, SiteSettings
from moderation.verdict import Action, Label, Thresholds
from tests import taught, tiny
from tests.classroom import open_classroom
from tests.fakes import make_world

URL = "https://site.example"
TABLE = {"n": 1.0, "shares": [0.001, 0.05], "hold": [0.9, 0.4], "spam": [0.97, 0.8]}
STATED = SiteSettings(promise=Promise(stated=True))


def open_world(settings=STATED):
    return make_world(tiny.random_scorer(promised=TABLE), settings)


def at(world, url=URL):
    return promising.standing(sites.at(url, ports=world.ports), ports=world.ports)


def evidence(room):
    """Return the evidence of the site by a worker that begins."""
    state = SiteState(taught.SCORER)
    with room.world.ports.unit_of_work(False) as work:
        state.learn(room.site.id, work, work.sites.revision(room.site.id))
        state.look_around(room.site.id, work)
    return state._evidence()


def test_scores_are_sorted_by_what_moderators_said():
    room = open_classroom()
    for text, score, label in (
        ("unlabelled", 0.1, None),
        ("good", 0.2, Label.HAM),
        ("bad", 0.3, Label.SPAM),
        ("rude", 0.4, Label.ABUSE),
    ):
        comment_id = room.keep(text, score=score)
        if label is not None:
            room.say(comment_id, label)

    found = evidence(room)

    # What is fitted is scored by the rest, what is not by the verdict it had.
    assert len(found.ham) == 1
    assert [*found.spam][1:] == [0.4]
    assert [*found.traffic] == [0.1]


@pytest.mark.parametrize(
    "voice", [Voice("api", learn=False), Voice("api", GivenBy.READER)], ids=str
)
def test_labels_that_teach_nothing_are_no_labels(voice):
    room = open_classroom()
    room.say(room.keep("rude", score=0.4), Label.ABUSE, voice)

    found = evidence(room)

    assert [*found.ham, *found.spam] == []
    assert [*found.traffic] == [0.4]


def test_without_comments_there_is_no_evidence():
    found = evidence(open_classroom())

    assert [*found.ham, *found.spam, *found.traffic] == []


def test_a_site_that_states_its_promise_begins_where_the_model_keeps_it():
    found = at(open_world(), "SITE.example/")

    assert (found.thresholds.hold, found.thresholds.spam) == (0.4, 0.97)
    assert found.thresholds == found.learned.placed.thresholds
    assert found.learned.placed.blocked.source is Source.MODEL
    assert found.learned.placed.blocked.n_more == 2995
    assert (found.site.url, found.model) == (URL, "tiny")


def test_a_site_that_states_none_begins_with_the_thresholds_of_the_model():
    found = at(open_world(SiteSettings())).thresholds

    assert (found.hold, found.spam) == (
        tiny.THRESHOLDS["hold"],
        tiny.THRESHOLDS["spam"],
    )


def test_a_sites_own_promise_counts():
    promise = Promise(blocked=0.05, held=0.05, stated=True)

    assert at(open_world(SiteSettings(promise=promise))).thresholds.spam == 0.8


def test_thresholds_that_a_site_chose_stand_before_its_promise():
    chosen = Thresholds(0.1, 0.2, 0.3)

    found = at(open_world(SiteSettings(thresholds=chosen)))

    assert found.thresholds == chosen
    assert found.learned.thresholds != chosen


def test_labels_of_a_site_place_its_own_thresholds_alone():
    room = open_classroom()
    stranger = room.world.stranger
    texts = taught.texts("ham", 100)
    ids = [room.keep(each, stranger, action=Action.HOLD) for each in texts]
    for each in ids:
        room.say(each, Label.HAM, site=stranger)

    ours, theirs = at(room.world), at(room.world, stranger.url)

    assert ours.learned.placed.held.n_labels == ours.learned.n_labels == 0
    assert theirs.learned.placed.held.n_labels > 50
    assert theirs.learned.n_labels == 100
    start = tiny.THRESHOLDS["hold"]
    assert (ours.thresholds.hold, theirs.thresholds.hold == start) == (start, False)


def test_an_unknown_site_is_not_found():
    with pytest.raises(NotFound, match=r"no site https://nobody\.example"):
        at(open_world(), "nobody.example")


def test_without_a_model_nothing_is_promised():
    with pytest.raises(ModelUnavailable):
        at(make_world())
