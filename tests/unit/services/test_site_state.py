"""How much of what was said is learned from, and what it does to the thresholds."""

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
SAME = "the very same words that everybody writes under everything"


@pytest.fixture
def room():
    return open_classroom()


def texts_of(n):
    """Return so many texts, spam and ham in turns."""
    pairs = zip(taught.texts("spam", n, 1), taught.texts("ham", n, 1), strict=True)
    return [text for pair in pairs for text in pair][:n]


def label_of(n):
    return Label.HAM if n % 2 else Label.SPAM


def teach_many(room, n, begin=0):
    for k, text in enumerate(texts_of(n)[begin:], begin):
        room.say(room.keep(text), label_of(k))


@pytest.mark.parametrize(
    ("n", "n_taught"), [(6, 6), (7, 7), (8, 6), (9, 7), (10, 6), (13, 7)]
)
def test_the_newest_labels_teach_and_the_oldest_leave_in_steps(
    room, monkeypatch, n, n_taught
):
    monkeypatch.setattr("moderation.services.site_state._MOST_LESSONS", 7)
    monkeypatch.setattr("moderation.services.site_state._STEP", 2)
    teach_many(room, n)

    found = room.learned()

    newest = {id_of(k) for k in range(n - n_taught + 1, n + 1)}
    assert {*found.without, *found.suspects} == newest
    assert found.n_labels == n
    assert found.memory.ids() == {id_of(k) for k in range(1, n + 1)}


def test_four_hundred_teach_and_leave_by_sixty_four():
    from moderation.services import site_state

    assert (site_state._MOST_LESSONS, site_state._STEP) == (400, 64)
    said = [*range(465)]
    assert len(site_state._newest(said[:400])) == 400
    assert site_state._newest(said[:401]) == said[64:401]
    assert site_state._newest(said[:464]) == said[64:464]
    assert site_state._newest(said) == said[128:]


def test_the_newest_texts_are_known_again_and_no_more(room, monkeypatch):
    monkeypatch.setattr("moderation.services.site_state._MOST_REMEMBERED", 3)
    teach_many(room, 3)
    room.learned()

    room.say(id_of(1), Label.HAM)
    room.say(room.keep("some other words"), Label.HAM)

    assert room.learned().memory.ids() == {id_of(n) for n in (1, 3, 4)}


def test_what_leaves_the_lessons_is_forgotten_in_time_and_nothing_else_changes(
    room, monkeypatch
):
    for name, value in [("_MOST_LESSONS", 6), ("_STEP", 2), ("_MOST_SILENT", 2)]:
        monkeypatch.setattr(f"moderation.services.site_state.{name}", value)
    for n in range(60):
        teach_many(room, n + 1, begin=n)
        room.learned()
        if n > 40:
            room.take_back(id_of(n - 30))
    room.ticks.seconds += Learning.PLACED_S

    cold = room.learned(room.worker())
    assert bits_of(room.learned(), texts_of(4)) == bits_of(cold, texts_of(4))


def test_what_nobody_spoke_of_before_the_last_label_is_heard_beside_mistakes(room):
    silent = [room.keep(text) for text in taught.texts("other", 4)]
    room.keep("a test", is_test=True)
    room.keep("of another site", room.world.stranger)
    spoken = room.teach("spam", Label.SPAM, 4)
    spoken += room.teach("ham", Label.HAM, 4, action=Action.SPAM)
    room.keep("a comment that came after the last of which somebody spoke")

    assert {*room.learned().without} == {*silent, *spoken}


@pytest.mark.parametrize(
    ("n_mistakes", "is_heard"), [(0, False), (7, False), (8, True), (20, True)]
)
def test_mistakes_are_more_than_a_third_before_silence_is_heard(
    room, n_mistakes, is_heard
):
    silent = room.keep(taught.texts("other", 1)[0])
    for n, text in enumerate(texts_of(20)):
        right = Action.APPROVE if n % 2 else Action.SPAM
        wrong = Action.SPAM if n % 2 else Action.APPROVE
        room.say(
            room.keep(text, action=wrong if n < n_mistakes else right), label_of(n)
        )

    assert (silent in room.learned().without) is is_heard


def test_on_a_site_in_shadow_a_mistake_is_what_would_have_been_one(room):
    silent = room.keep(taught.texts("other", 1)[0])
    for text in taught.texts("spam", 4):
        comment_id = room.keep(text)
        row = room.world.store.comments[comment_id]
        verdict = replace(row.verdict, would=Action.SPAM)
        room.world.store.comments[comment_id] = replace(row, verdict=verdict)
        room.say(comment_id, Label.SPAM)

    assert silent not in room.learned().without


def disagree(room, voice=KEY):
    """Teach, then call one comment ham that is just like all the spam."""
    room.teach("spam", Label.SPAM, voice=OWNER)
    room.teach("ham", Label.HAM, voice=OWNER)
    comment_id = room.keep(taught.texts("spam", 30)[29])
    room.say(comment_id, Label.HAM, voice)
    return comment_id


def test_a_label_against_all_others_is_suspect_and_teaches_nothing(room):
    before = open_classroom()
    before.teach("spam", Label.SPAM, voice=OWNER)
    before.teach("ham", Label.HAM, voice=OWNER)

    comment_id = disagree(room)

    found = room.learned()
    assert found.suspects == (comment_id,)
    assert found.model.hashed.tobytes() == before.learned().model.hashed.tobytes()
    assert found.placed == before.learned().placed


def test_a_suspect_label_binds_the_very_same_text_alone(room):
    comment_id = disagree(room)
    text = room.world.store.comments[comment_id].comment.text

    assert room.verdict(text).action is Action.APPROVE
    nearly = room.verdict(f"{text}!")
    assert "moderated-ham" not in {each.code for each in nearly.reasons}


@pytest.mark.parametrize(
    "second",
    [
        Voice("api", GivenBy.MODERATOR, "ann"),
        Voice("akismet"),
        Voice("api", GivenBy.READER, "bob"),
    ],
    ids=["moderator", "akismet", "reader"],
)
def test_a_suspect_label_teaches_once_a_second_voice_agrees(room, second):
    comment_id = disagree(room)
    assert room.learned().suspects == (comment_id,)

    room.say(comment_id, Label.HAM, second)

    assert room.learned().suspects == ()
    assert room.learned().memory.state(comment_id) == (Label.HAM, False)


def test_what_the_owner_taught_is_what_a_key_is_measured_by_even_afterwards(room):
    flood = [room.keep(text) for text in taught.texts("spam", 30, 4)]
    for each in flood:
        room.say(each, Label.HAM)

    room.teach("spam", Label.SPAM, voice=OWNER)
    room.teach("ham", Label.HAM, voice=OWNER)

    assert {*room.learned().suspects} == {*flood}


def test_thresholds_rise_while_the_sites_ham_contradicts_them(monkeypatch):
    monkeypatch.setattr("moderation.services.site_state._MOST_LESSONS", 0)
    monkeypatch.setattr("moderation.services.site_state._STEP", 1)
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
    monkeypatch.setattr("moderation.services.site_state._MOST_LESSONS", 2)
    monkeypatch.setattr("moderation.services.site_state._STEP", 1)
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
    monkeypatch.setattr("moderation.services.site_state._MOST_LESSONS", 0)
    monkeypatch.setattr("moderation.services.site_state._STEP", 1)
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
    before = bits_of(room.learned(), texts_of(4))

    for each in ids[20:]:
        room.say(each, Label.SPAM, reader)

    assert bits_of(room.learned(), texts_of(4)) == before
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
    before = bits_of(room.learned(site=stranger), texts_of(4))

    room.teach("spam", Label.HAM, 60)

    room.ticks.seconds += timedelta(minutes=2).total_seconds()
    assert bits_of(room.learned(site=stranger), texts_of(4)) == before


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
