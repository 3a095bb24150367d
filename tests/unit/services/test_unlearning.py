"""What was taken back was never said: to the last digit, and in every worker."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.record import GivenBy
from moderation.services.feedback import Voice
from moderation.services.learning import Learning
from moderation.verdict import Action, Label
from tests import taught
from tests.classroom import KEY, OWNER, bits_of, id_of, open_classroom

TEXTS = [*taught.texts("spam", 8), *taught.texts("ham", 8), *taught.texts("other", 4)]
PROBES = [*TEXTS, *taught.texts("spam", 2, 7)]
VOICES = [
    KEY,
    OWNER,
    Voice("akismet"),
    Voice("api", GivenBy.MODERATOR, "ann"),
    Voice("api", GivenBy.READER, "bob"),
    replace(KEY, learn=False),
]


@dataclass(frozen=True)
class Event:
    """A label for the comment `number`, or None to take back all that was said."""

    number: int
    label: Label | None
    voice: Voice = KEY
    asks: bool = True


events = st.builds(
    Event,
    number=st.integers(0, len(TEXTS) - 1),
    label=st.sampled_from([*Label, None]),
    voice=st.sampled_from(VOICES),
    asks=st.booleans(),
)


def a_room():
    """Keep comments of which some were called spam, some tests, and nobody spoke."""
    room = open_classroom()
    for n, text in enumerate(TEXTS):
        action = Action.SPAM if n % 5 == 0 else Action.APPROVE
        room.keep(text, action=action, score=n / 40, is_test=n == 19, id=id_of(n + 1))
    return room


def live(room, event):
    if event.label is None:
        room.take_back(id_of(event.number + 1))
    else:
        room.say(id_of(event.number + 1), event.label, event.voice)


def labelled_room():
    room = a_room()
    for n in range(16):
        live(room, Event(n, Label.SPAM if n < 8 else Label.HAM))
    return room


def cold_bits(room):
    return bits_of(room.learned(room.worker()), PROBES)


@settings(max_examples=20, deadline=None)
@given(st.lists(events, max_size=8))
def test_after_any_history_a_worker_knows_what_one_that_begins_anew_knows(history):
    room = labelled_room()
    other = room.worker()
    for event in history:
        live(room, event)
        if event.asks:
            assert bits_of(room.learned(), PROBES) == cold_bits(room)
            room.learned(other)
            room.ticks.seconds += 0.2

    room.ticks.seconds += Learning.FRESH_S
    cold = cold_bits(room)
    assert bits_of(room.learned(), PROBES) == cold
    assert bits_of(room.learned(other), PROBES) == cold


@settings(max_examples=12, deadline=None)
@given(st.lists(events, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_what_was_given_and_changed_and_taken_back_was_never_given(history, draw):
    room, never = labelled_room(), labelled_room()
    before = bits_of(never.learned(), PROBES)
    for event in history:
        live(room, replace(event, number=16 + event.number % 4))
        room.learned()

    numbers = [16, 17, 18, 19]
    draw.shuffle(numbers)
    for number in numbers:
        live(room, Event(number, None))
        room.learned()

    assert bits_of(room.learned(), PROBES) == before
    assert cold_bits(room) == before


@pytest.mark.parametrize("number", [0, 5, 8, 15])
@pytest.mark.parametrize("voice", [KEY, OWNER])
def test_a_label_moves_what_is_known_and_taken_back_moves_it_back(number, voice):
    room = a_room()
    for n in range(16):
        if n != number:
            live(room, Event(n, Label.SPAM if n < 8 else Label.HAM))
    before = bits_of(room.learned(), PROBES)

    live(room, Event(number, Label.SPAM if number < 8 else Label.HAM, voice))
    between = bits_of(room.learned(), PROBES)
    live(room, Event(number, None))

    assert between != before
    assert bits_of(room.learned(), PROBES) == before


def test_all_taken_back_is_a_site_that_never_taught():
    room = labelled_room()
    assert room.learned().model is not None

    for n in range(16):
        live(room, Event(n, None))

    assert bits_of(room.learned(), PROBES) == cold_bits(a_room())
    assert room.learned().model is None


def test_the_same_said_again_changes_nothing():
    room = labelled_room()
    before = bits_of(room.learned(), PROBES)
    revisions = dict(room.world.store.revisions)

    live(room, Event(3, Label.SPAM))

    assert room.world.store.revisions == revisions
    assert bits_of(room.learned(), PROBES) == cold_bits(room) == before


def test_labels_given_in_another_order_at_the_same_moments_teach_the_same():
    found = []
    for order in (range(16), reversed(range(16))):
        room = a_room()
        for n in order:
            room.world.clock.tick(seconds=100 * n)
            live(room, Event(n, Label.SPAM if n < 8 else Label.HAM))
            room.learned()
            room.world.clock.tick(seconds=-100 * n - 1)
        found.append(bits_of(room.learned(), PROBES))

    assert found[0] == found[1]


def test_what_should_not_teach_leaves_all_as_it_was():
    room = labelled_room()
    before = bits_of(room.learned(), PROBES)

    live(room, Event(16, Label.SPAM, replace(OWNER, learn=False)))
    live(room, Event(17, Label.HAM, replace(KEY, learn=False)))
    live(room, Event(19, Label.SPAM))

    assert bits_of(room.learned(), PROBES) == cold_bits(room) == before


def test_what_another_site_says_leaves_all_as_it_was():
    room = labelled_room()
    stranger = room.world.stranger
    before = bits_of(room.learned(), PROBES)

    for n, text in enumerate(TEXTS):
        comment_id = room.keep(text, stranger, id=id_of(100 + n))
        room.say(comment_id, Label.HAM, OWNER, stranger)

    assert room.learned(site=stranger).n_labels == len(TEXTS)
    room.ticks.seconds += Learning.PLACED_S
    assert bits_of(room.learned(), PROBES) == cold_bits(room) == before
