"""What labels do to a site's thresholds, and what too many of them do not."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from moderation.classify.promise import Source
from moderation.record import GivenBy
from moderation.services.feedback import Voice
from moderation.services.learning import Learning
from moderation.site import Promise, SiteSettings
from moderation.verdict import Action, Label
from tests import taught
from tests.classroom import KEY, OWNER, bits_of, id_of, open_classroom

# One in ten may be held: 29 pieces of ham suffice.
LOOSE = SiteSettings(promise=Promise(blocked=0.1, held=0.1))
PROBES = [*taught.texts("spam", 2, 1), *taught.texts("ham", 2, 1)]


@pytest.fixture
def room():
    return open_classroom()


def test_thresholds_rise_while_the_sites_ham_contradicts_them(monkeypatch):
    monkeypatch.setattr("moderation.classify.window.MOST_LESSONS", 0)
    monkeypatch.setattr("moderation.classify.window._STEP", 1)
    room = open_classroom(LOOSE)
    begun = room.learned()
    for text in taught.texts("ham", 12):
        room.say(room.keep(text, action=Action.SPAM, score=0.95), Label.HAM)

    found = room.learned(room.worker())

    assert (begun.thresholds.hold, begun.thresholds.spam) < (0.95, 0.95)
    assert (found.thresholds.hold, found.thresholds.spam) > (0.95, 0.95)
    assert found.placed.blocked.source is not Source.SITE
    assert (found.placed.blocked.n_labels, begun.placed.blocked.n_labels) == (12, 0)
    assert (found.placed.blocked.n_more, begun.placed.blocked.n_more) == (17, 29)


def test_older_labels_place_thresholds_by_their_verdicts(room, monkeypatch):
    monkeypatch.setattr("moderation.classify.window.MOST_LESSONS", 2)
    monkeypatch.setattr("moderation.classify.window._STEP", 1)
    for text in taught.texts("ham", 40):
        room.say(room.keep(text, score=0.97), Label.HAM)
    settings = replace(LOOSE, promise=Promise(blocked=0.2, held=0.2))

    found = room.learned(site=replace(room.site, settings=settings))

    assert found.placed.held.source is Source.SITE
    assert found.thresholds.spam == pytest.approx(0.970001)


@pytest.mark.parametrize(
    "voice",
    [replace(KEY, learn=False), Voice("api", GivenBy.READER, "bob")],
    ids=["learn false", "reader"],
)
def test_words_that_do_not_teach_and_readers_place_no_threshold(
    room, monkeypatch, voice
):
    monkeypatch.setattr("moderation.classify.window.MOST_LESSONS", 0)
    monkeypatch.setattr("moderation.classify.window._STEP", 1)
    for text in taught.texts("ham", 19):
        room.keep(text, score=0.97)
    before = room.learned().placed

    for n in range(1, 20):
        room.say(id_of(n), Label.HAM, voice)

    assert room.learned().placed == before
    assert before.held.n_labels == 0


def test_what_a_voice_says_over_its_limit_acts_and_teaches_nothing(room):
    reader = Voice("api", GivenBy.READER, "bob")
    ids = [room.keep(text) for text in taught.texts("spam", 22)]
    for each in ids[:20]:
        room.say(each, Label.SPAM, reader)
    before = bits_of(room.learned(), PROBES)

    for each in ids[20:]:
        room.say(each, Label.SPAM, reader)

    assert bits_of(room.learned(), PROBES) == before
    room.world.clock.tick(days=1)
    room.say(room.keep("on another day"), Label.SPAM, reader)
    assert room.learned().n_labels == 21


def test_traffic_is_looked_at_once_a_minute(room):
    for text in taught.texts("ham", 6):
        room.say(room.keep(text), Label.HAM)
    before = room.learned().placed
    for n in range(200):
        room.keep(f"comment {n}", score=0.01 if n % 2 else 0.99)

    room.ticks.seconds += Learning.PLACED_S - 1
    assert room.learned().placed == before
    room.ticks.seconds += 1
    assert room.learned().placed != before


def test_a_flood_from_one_key_moves_no_score_of_another_site(room):
    stranger = room.world.stranger
    room.teach("spam", Label.SPAM, site=stranger)
    room.teach("ham", Label.HAM, site=stranger)
    before = bits_of(room.learned(site=stranger), PROBES)

    room.teach("spam", Label.HAM, 60)

    room.ticks.seconds += timedelta(minutes=2).total_seconds()
    assert bits_of(room.learned(site=stranger), PROBES) == before


def test_a_flood_of_ham_from_one_key_is_suspect_to_what_its_owner_taught(room):
    room.teach("spam", Label.SPAM, voice=OWNER)
    room.teach("ham", Label.HAM, voice=OWNER)
    probes = taught.texts("spam", 10, 8)
    before = [room.verdict(each).scores.spam for each in probes]

    flood = [room.keep(text) for text in taught.texts("spam", 60, 4)]
    for each in flood:
        room.say(each, Label.HAM)

    assert {*room.learned().suspects} == {*flood}
    after = [room.verdict(each).scores.spam for each in probes]
    assert np.array(after) == pytest.approx(np.array(before))
