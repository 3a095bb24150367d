from dataclasses import replace
from datetime import timedelta

import pytest

from moderation.record import Feedback, GivenBy
from moderation.services.hearing import Heard
from moderation.verdict import Label
from tests.fake_store import FakeStore
from tests.fakes import START

HAM, SPAM = Label.HAM, Label.SPAM


class Listener:
    """What one worker heard of site 1, and the revision that it knows."""

    def __init__(self, store):
        self.store, self.heard, self.revision = store, Heard(), -1

    def listen(self):
        with self.store.unit_of_work(False) as work:
            revision = work.sites.revision(1)
            self.heard.listen(1, revision - self.revision, work)
        self.revision = revision
        return {each: said.label for each, said in self.heard.counted.items()}


@pytest.fixture
def store():
    return FakeStore()


@pytest.fixture
def listener(store):
    return Listener(store)


def say(store, comment_id, label, second=0, **values):
    at = START + timedelta(seconds=second)
    row = Feedback(values.pop("site", 1), comment_id, label, True, "api", at)
    with store.unit_of_work(True) as work:
        work.feedback.put(replace(row, **values))
        work.commit()


def take_back(store, comment_id):
    with store.unit_of_work(True) as work:
        work.feedback.remove(1, comment_id)
        work.commit()


def test_nothing_said_is_nothing_heard(listener):
    assert listener.listen() == {}
    assert listener.listen() == {}


def test_what_is_said_is_heard_and_of_other_sites_nothing(store, listener):
    say(store, "a", SPAM)
    say(store, "b", HAM, site=2)

    assert listener.listen() == {"a": SPAM}


def test_labels_come_in_the_order_they_were_given(store, listener):
    for second, comment_id in enumerate("cab"):
        say(store, comment_id, SPAM, second)
    listener.listen()
    say(store, "a", HAM, 9)

    assert [*listener.listen()] == ["c", "b", "a"]


def _same_moment(store):
    say(store, "b", HAM)


def _older(store):
    say(store, "b", HAM, -5)


def _older_change(store):
    say(store, "a", HAM, -5)


def _taken_back(store):
    take_back(store, "a")


def _taken_back_while_another_was_given(store):
    take_back(store, "a")
    say(store, "b", HAM, 5)


def _taken_back_while_an_older_was_given(store):
    take_back(store, "a")
    say(store, "b", HAM, -5)


def _taken_back_before_a_reader_said_it(store):
    take_back(store, "a")
    say(store, "a", HAM, 1, given_by=GivenBy.READER, reporter="r")


def _changed_twice(store):
    say(store, "a", HAM, 1)
    say(store, "a", Label.FOOTER, 2)


def _taken_back_and_given_again(store):
    take_back(store, "a")
    say(store, "a", SPAM)


def _not_to_be_learned(store):
    say(store, "a", SPAM, 1, learn=False)


def _a_reader_contradicts(store):
    say(store, "a", HAM, 1, given_by=GivenBy.READER, reporter="r")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_same_moment, {"a": SPAM, "b": HAM}),
        (_older, {"a": SPAM, "b": HAM}),
        (_older_change, {"a": HAM}),
        (_taken_back, {}),
        (_taken_back_while_another_was_given, {"b": HAM}),
        (_taken_back_while_an_older_was_given, {"b": HAM}),
        (_taken_back_before_a_reader_said_it, {"a": HAM}),
        (_changed_twice, {"a": Label.FOOTER}),
        (_taken_back_and_given_again, {"a": SPAM}),
        (_not_to_be_learned, {}),
        (_a_reader_contradicts, {"a": SPAM}),
    ],
)
def test_any_change_is_heard_as_by_one_who_listens_for_the_first_time(
    store, listener, change, expected
):
    say(store, "a", SPAM)
    listener.listen()

    change(store)

    assert listener.listen() == expected
    assert Listener(store).listen() == expected


def test_only_what_is_new_is_read_where_that_explains_all(store, listener, monkeypatch):
    say(store, "a", SPAM)
    listener.listen()
    say(store, "b", HAM, 1)
    say(store, "c", HAM, 1)

    monkeypatch.setattr("tests.fake_store.FakeFeedback.every", _never)
    monkeypatch.setattr("tests.fake_store.FakeFeedback.since", _since)

    assert listener.listen() == {"a": SPAM, "b": HAM, "c": HAM}


def _never(self, site_id):
    raise AssertionError("all feedback was read")


def _since(self, site_id, moment):
    rows = [row for row in self.rows.values() if row.given_at >= moment]
    return sorted(rows, key=lambda row: row.comment_id)


def test_what_one_voice_says_over_its_limit_does_not_count(store, listener):
    for n in range(25):
        say(store, f"{n:02}", SPAM, n, given_by=GivenBy.READER, reporter="r")

    assert [*listener.listen()] == [f"{n:02}" for n in range(20)]


def test_the_word_of_another_makes_room_within_the_limit(store, listener):
    for n in range(21):
        say(store, f"{n:02}", SPAM, n, given_by=GivenBy.READER, reporter="r")
    listener.listen()

    say(store, "03", HAM, 60)

    assert [*listener.listen()] == [f"{n:02}" for n in range(21) if n != 3] + ["03"]
