"""How much of what was said is learned from, with whom, and what is suspect."""

from dataclasses import replace

import pytest

from moderation.record import GivenBy
from moderation.services.feedback import Voice
from moderation.services.learning import Learning
from moderation.verdict import Action, Label
from tests import taught
from tests.classroom import KEY, OWNER, bits_of, id_of, open_classroom


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
    ("n", "n_taught"), [(6, 6), (7, 7), (8, 7), (9, 6), (10, 7), (13, 6)]
)
def test_the_newest_labels_teach_and_the_oldest_leave_in_steps(
    room, monkeypatch, n, n_taught
):
    monkeypatch.setattr("moderation.classify.window.MOST_LESSONS", 7)
    monkeypatch.setattr("moderation.classify.window._STEP", 2)
    teach_many(room, n)

    found = room.learned()

    newest = {id_of(k) for k in range(n - n_taught + 1, n + 1)}
    assert {*found.without, *found.suspects} == newest
    assert found.n_labels == n
    assert found.memory.ids() == {id_of(k) for k in range(1, n + 1)}


def test_the_newest_labels_are_looked_at_and_those_proven_stay_longest(
    room, monkeypatch
):
    monkeypatch.setattr("moderation.services.site_state._MOST_HEARD", 4)
    owners = room.keep("an owner speaks of this one")
    room.say(owners, Label.HAM, OWNER)
    teach_many(room, 6)

    found = room.learned()

    assert {*found.without, *found.suspects} == {owners, *(id_of(k) for k in (5, 6, 7))}


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
    for name, value in [
        ("classify.window.MOST_LESSONS", 6),
        ("classify.window._STEP", 2),
        ("services.site_state._MOST_SILENT", 2),
    ]:
        monkeypatch.setattr(f"moderation.{name}", value)
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


def keep_silent(room, action=Action.APPROVE):
    """Keep a dozen comments that nobody speaks of; return one of them."""
    ids = [room.keep(f"silent {n}", action=action) for n in range(12)]
    return ids[0]


@pytest.mark.parametrize(("n_mistakes", "is_heard"), [(0, False), (20, True)])
def test_silence_is_heard_where_people_speak_of_mistakes(room, n_mistakes, is_heard):
    silent = keep_silent(room)
    keep_silent(room, Action.SPAM)
    for n, text in enumerate(texts_of(20)):
        right = Action.APPROVE if n % 2 else Action.SPAM
        wrong = Action.SPAM if n % 2 else Action.APPROVE
        room.say(
            room.keep(text, action=wrong if n < n_mistakes else right), label_of(n)
        )

    assert (silent in room.learned().without) is is_heard


@pytest.mark.parametrize(("rest", "is_heard"), [("SPAM", False), ("APPROVE", True)])
def test_silence_is_heard_where_people_speak_of_what_was_refused(room, rest, is_heard):
    silent = keep_silent(room, Action[rest])
    room.teach("spam", Label.SPAM, 16, action=Action.DISCARD)
    room.teach("ham", Label.HAM, 2)

    assert (silent in room.learned().without) is is_heard


def test_silence_is_heard_up_to_a_label_that_changes_seldom(room, monkeypatch):
    monkeypatch.setattr("moderation.services.site_state._SILENT_STEP", 4)
    heard = []
    for n, text in enumerate(texts_of(9)):
        room.say(
            room.keep(text, action=Action.SPAM if n % 2 else Action.APPROVE),
            label_of(n),
        )
        room.keep(f"nobody spoke of number {n}")
        heard.append(len(room.learned().without) - n - 1)

    assert heard == [-1, 1, 2, 3, 3, 3, 3, 7, 7]


def test_on_a_site_in_shadow_a_mistake_is_what_would_have_been_one(room):
    silent = keep_silent(room)
    keep_silent(room, Action.SPAM)
    for n, text in enumerate(texts_of(8)):
        comment_id = room.keep(text)
        row = room.world.store.comments[comment_id]
        would = Action.APPROVE if n % 2 else Action.SPAM
        verdict = replace(row.verdict, would=would)
        room.world.store.comments[comment_id] = replace(row, verdict=verdict)
        room.say(comment_id, label_of(n))

    found = room.learned()

    assert found.model is not None
    assert silent not in found.without


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
    begun = room.learned()
    assert begun.memory.state(flood[0]) == (Label.HAM, False)

    room.teach("spam", Label.SPAM, voice=OWNER)
    room.teach("ham", Label.HAM, voice=OWNER)

    found = room.learned()
    assert {*found.suspects} == {*flood}
    assert found.memory.state(flood[0]) == (Label.HAM, True)
