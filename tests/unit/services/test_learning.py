"""What a worker knows of what sites taught, and when."""

import threading
from dataclasses import replace

import pytest

from moderation.classify.promise import Source
from moderation.comment import Comment
from moderation.errors import StoreUnavailable
from moderation.services.learning import Learning
from moderation.site import Promise, Site
from moderation.verdict import Label
from tests import taught, tiny
from tests.classroom import OWNER, bits_of, open_classroom
from tests.fake_store import FakeComments, FakeFeedback

TEXT = "We sailed around the point with a torn sail and a rudder that would not turn"
PROBES = [TEXT, *taught.texts("spam", 2), *taught.texts("ham", 2)]


@pytest.fixture
def room():
    return open_classroom()


def said_of_text(room, worker=None):
    found = room.learned(worker).memory.find(Comment(TEXT), None)
    return "" if found is None else found.code


def test_a_site_that_said_nothing_taught_nothing(room):
    found = room.learned()

    assert (found.model, found.memory.ids(), found.without) == (None, set(), {})
    assert (found.n_labels, found.suspects) == (0, ())
    assert found.placed.blocked.source is not Source.SITE


def test_the_worker_that_took_the_feedback_knows_at_once(room):
    comment_id = room.keep(TEXT)
    assert said_of_text(room) == ""

    room.say(comment_id, Label.SPAM)
    assert said_of_text(room) == "moderated-spam"
    room.say(comment_id, Label.HAM)
    assert said_of_text(room) == "moderated-ham"
    room.take_back(comment_id)
    assert said_of_text(room) == ""


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(0.0, ""), (0.24, ""), (0.25, "moderated-spam"), (9.0, "moderated-spam")],
)
def test_another_worker_knows_after_a_quarter_of_a_second(room, seconds, code):
    other = room.worker()
    comment_id = room.keep(TEXT)
    said_of_text(room, other)

    room.say(comment_id, Label.SPAM)
    room.ticks.seconds += seconds

    assert said_of_text(room, other) == code


def test_another_worker_knows_of_what_was_taken_back(room):
    other = room.worker()
    room.say(comment_id := room.keep(TEXT), Label.SPAM)
    assert said_of_text(room, other) == "moderated-spam"

    room.take_back(comment_id)
    room.ticks.seconds += Learning.FRESH_S

    assert said_of_text(room, other) == ""


def test_a_worker_that_is_asked_all_the_time_still_looks(room):
    other = room.worker()
    comment_id = room.keep(TEXT)
    said_of_text(room, other)
    room.say(comment_id, Label.SPAM)

    for _ in range(6):
        room.ticks.seconds += Learning.FRESH_S / 5
        code = said_of_text(room, other)

    assert code == "moderated-spam"


def test_what_is_said_while_a_worker_looks_is_looked_for_again(room, monkeypatch):
    comment_id = room.keep(TEXT)
    worker = room.world.ports.learning
    with_lock, update = [False], Learning._update

    def update_slowly(self, state, site, work):
        update(self, state, site, work)
        if not with_lock[0]:
            with_lock[0] = True
            room.say(comment_id, Label.SPAM)

    monkeypatch.setattr(Learning, "_update", update_slowly)
    said_of_text(room, worker)

    assert said_of_text(room, worker) == "moderated-spam"


def test_between_looks_the_store_is_not_asked(room):
    said_of_text(room)
    room.world.store.is_down = True

    assert said_of_text(room) == ""


def test_while_the_store_is_away_what_was_learned_goes_on(room, caplog):
    room.teach("spam", Label.SPAM)
    room.teach("ham", Label.HAM)
    before = bits_of(room.learned(), PROBES)
    room.world.store.is_down = True
    room.ticks.seconds += 100

    assert bits_of(room.learned(), PROBES) == before
    assert "the store is away" in caplog.text


def test_a_worker_that_begins_without_the_store_learns_when_it_is_back(room):
    room.say(room.keep(TEXT), Label.SPAM)
    other = room.worker()
    room.world.store.is_down = True
    assert room.learned(other).n_labels == 0

    room.world.store.is_down = False
    room.ticks.seconds += Learning.FRESH_S

    assert said_of_text(room, other) == "moderated-spam"


@pytest.mark.parametrize("fails", ["those", "silent", "recent"])
def test_a_store_that_goes_away_in_the_middle_leaves_no_gap(room, fails, monkeypatch):
    for n, text in enumerate(taught.texts("spam", 6)):
        room.say(room.keep(text), Label.SPAM if n % 2 else Label.HAM)
    room.say(comment_id := room.keep(TEXT), Label.SPAM)
    room.learned()
    room.say(comment_id, Label.HAM)
    room.say(room.keep(PROBES[1]), Label.SPAM)
    room.ticks.seconds += Learning.PLACED_S

    def fail(*args):
        raise StoreUnavailable("the store is down")

    with monkeypatch.context() as broken:
        broken.setattr(FakeComments, fails, fail)
        room.learned()
    room.ticks.seconds += Learning.FRESH_S

    found = bits_of(room.learned(), PROBES)
    assert found == bits_of(room.learned(room.worker()), PROBES)
    assert said_of_text(room) == "moderated-ham"


def test_another_promise_is_kept_at_once(room):
    room.teach("ham", Label.HAM, 20)
    before = room.learned().placed
    settings = replace(room.site.settings, promise=Promise(blocked=0.3, held=0.5))

    found = room.learned(site=replace(room.site, settings=settings)).placed

    assert found != before
    assert found.held.source is Source.SITE


def test_of_another_model_a_site_learns_anew(room):
    room.teach("spam", Label.SPAM)
    room.teach("ham", Label.HAM)
    other = tiny.random_scorer(name="other", thresholds={"hold": 0.4, "spam": 0.5})
    worker = room.world.ports.learning

    found = worker.of(room.site, other)

    assert found.thresholds.hold != room.learned().thresholds.hold
    assert worker.of(room.site, other) is found
    assert found.n_labels == 40


def test_a_model_loaded_again_under_its_name_is_another(room):
    room.say(room.keep(TEXT), Label.SPAM)
    before = room.learned()

    again = room.world.ports.learning.of(room.site, tiny.random_scorer())

    assert again is not before
    assert again.n_labels == 1


def test_of_too_many_sites_the_one_not_asked_for_longest_is_forgotten(room):
    worker, store = room.world.ports.learning, room.world.store
    most = Learning.MAX_SITES
    sites = [Site(n, f"https://{n}.example") for n in range(10, 11 + most)]
    known = [worker.of(each, taught.SCORER) for each in sites[:most]]
    worker.of(sites[0], taught.SCORER)

    worker.of(sites[most], taught.SCORER)

    store.is_down = True
    found = [worker.of(each, taught.SCORER) for each in (sites[0], sites[2])]
    assert [found[0] is known[0], found[1] is known[2]] == [True, True]
    assert worker.of(sites[1], taught.SCORER) is not known[1]


def test_of_too_many_that_were_taught_the_one_not_asked_for_longest_is_forgotten(
    room, monkeypatch
):
    monkeypatch.setattr(Learning, "MAX_TAUGHT", 1)
    worker = room.world.ports.learning
    untaught = worker.of(Site(99, "https://99.example"), taught.SCORER)
    room.teach("spam", Label.SPAM, 2)
    first = room.learned()
    stranger = room.world.stranger
    room.say(room.keep("of another site", stranger), Label.HAM, site=stranger)
    worker.of(stranger, taught.SCORER)

    room.world.store.is_down = True

    assert worker.of(Site(99, "https://99.example"), taught.SCORER) is untaught
    assert worker.of(room.site, taught.SCORER) is not first


def test_what_did_not_change_is_not_read_again(room, monkeypatch):
    room.teach("spam", Label.SPAM)
    before = room.learned()

    def fail(*args):
        raise AssertionError("feedback was read")

    monkeypatch.setattr(FakeFeedback, "every", fail)
    monkeypatch.setattr(FakeFeedback, "since", fail)
    room.ticks.seconds += Learning.FRESH_S

    assert room.learned() is before


def test_threads_that_ask_and_teach_at_once_end_with_what_was_said(room):
    ids = [room.keep(text) for text in taught.texts("spam", 12)]
    failed, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            try:
                room.verdict(TEXT)
            except Exception as error:
                failed.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for each in threads:
        each.start()
    for n, each in enumerate(ids):
        room.say(each, Label.SPAM if n % 2 else Label.HAM, OWNER)
    room.say(room.keep(TEXT), Label.SPAM)
    stop.set()
    for each in threads:
        each.join()

    assert failed == []
    found = bits_of(room.learned(), PROBES)
    assert found == bits_of(room.learned(room.worker()), PROBES)
