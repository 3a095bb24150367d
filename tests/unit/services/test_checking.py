from dataclasses import replace
from datetime import timedelta

import pytest

from moderation.comment import Author, Comment
from moderation.errors import AlreadyExists, IdempotencyConflict, StoreUnavailable
from moderation.record import Answer, Status
from moderation.services.checking import (
    ANSWERS_KEPT,
    NO_MODEL,
    fingerprint_of,
    judge,
    keep,
    replay,
)
from moderation.site import FooterAction, SiteSettings
from moderation.verdict import Action, Label, Scores, Thresholds
from tests.fakes import START, FakeModel, make_world

HELLO = Comment("Hello there", Author("Ann", "ann@a.example", ip="203.0.113.9"))


def judged(comment=HELLO, *, settings=None, **model):
    world = make_world(FakeModel(**model), settings)
    [row] = judge([comment], site=world.site, ports=world.ports)
    return row


def answer(world, key="key", digest="digest"):
    return Answer(world.site.id, key, digest, 200, "{}", world.clock())


@pytest.mark.parametrize(
    ("spam", "action", "status"),
    [
        (0.1, Action.APPROVE, Status.APPROVED),
        (0.3, Action.HOLD, Status.HOLD),
        (0.9, Action.SPAM, Status.SPAM),
        (1.0, Action.SPAM, Status.SPAM),
    ],
)
def test_a_verdict_follows_the_thresholds_of_the_model(spam, action, status):
    row = judged(spam=spam)

    assert (row.verdict.action, row.status) == (action, status)
    assert row.verdict.scores == Scores(spam)
    assert row.verdict.model == "fake-1"


def test_a_site_may_choose_its_own_thresholds():
    strict = SiteSettings(Thresholds(hold=0.1, spam=0.2))

    assert judged(settings=strict, spam=0.2).verdict.action is Action.SPAM


def test_a_site_may_ask_for_the_plainest_spam_to_be_discarded():
    row = judged(settings=SiteSettings(discard=True), spam=1.0)

    assert (row.verdict.action, row.status) == (Action.DISCARD, Status.TRASH)


@pytest.mark.parametrize(
    ("settings", "action", "status"),
    [
        (SiteSettings(), Action.SPAM, Status.SPAM),
        (SiteSettings(footer_action=FooterAction.HOLD), Action.HOLD, Status.HOLD),
    ],
)
def test_a_footer_is_spam_unless_the_site_wants_it_held(settings, action, status):
    row = judged(settings=settings, footer=0.95)

    assert (row.verdict.action, row.status) == (action, status)
    assert row.verdict.label is Label.FOOTER


@pytest.mark.parametrize(
    ("comment", "label", "code"),
    [
        (Comment("x", honeypot="filled"), Label.SPAM, "honeypot-filled"),
        (Comment("x", Author(role="editor")), Label.HAM, "trusted-role"),
        (Comment("x", Author("viagra-test-123")), Label.SPAM, "test-marker"),
    ],
)
@pytest.mark.parametrize("spam", [0.0, 1.0])
def test_a_rule_outweighs_the_model(comment, label, code, spam):
    verdict = judged(comment, spam=spam).verdict

    assert verdict.label is label
    assert [each.code for each in verdict.reasons] == [code, "spam-words"]


def test_many_comments_are_judged_in_their_order():
    world = make_world(FakeModel(spam=lambda comment: float(comment.text)))
    comments = [Comment(text) for text in ("0.0", "1.0", "0.5")]

    rows = judge(comments, site=world.site, ports=world.ports)

    assert [row.comment for row in rows] == comments
    assert [row.verdict.scores.spam for row in rows] == [0.0, 1.0, 0.5]


def test_no_comments_give_no_rows():
    world = make_world(FakeModel())

    assert judge([], site=world.site, ports=world.ports) == []


def test_each_comment_has_an_id_of_its_own():
    world = make_world(FakeModel())

    rows = judge([HELLO] * 20, site=world.site, ports=world.ports)

    assert len({row.id for row in rows}) == 20


def test_judging_stores_nothing():
    world = make_world(FakeModel())

    judge([HELLO], site=world.site, ports=world.ports)

    assert world.store.comments == {}


def test_a_row_knows_its_site_its_time_and_whether_it_is_a_test():
    world = make_world(FakeModel())

    [row] = judge([HELLO], site=world.site, ports=world.ports, is_test=True)

    assert (row.site_id, row.created_at, row.is_test) == (world.site.id, START, True)
    assert row.fingerprint == fingerprint_of(HELLO)


def test_without_a_model_every_comment_is_held_for_a_person():
    world = make_world(None)

    rows = judge([HELLO, Comment("x")], site=world.site, ports=world.ports)

    assert [row.status for row in rows] == [Status.HOLD] * 2
    assert {row.verdict.model for row in rows} == {NO_MODEL}
    assert [each.code for each in rows[0].verdict.reasons] == ["model-unavailable"]


@pytest.mark.parametrize(
    "other",
    [
        Comment("Hello ther", HELLO.author),
        Comment("Hello there", Author("Bob", "ann@a.example", ip="203.0.113.9")),
        Comment("Hello there", Author("Ann", "bob@a.example", ip="203.0.113.9")),
        Comment("Hello there", Author("Ann", "ann@a.example", ip="203.0.113.8")),
        Comment("Hello thereAnn", Author("", "ann@a.example", ip="203.0.113.9")),
    ],
    ids=["text", "name", "email", "ip", "shifted"],
)
def test_a_fingerprint_tells_comments_apart(other):
    assert fingerprint_of(other) != fingerprint_of(HELLO)


@pytest.mark.parametrize(
    "other",
    [
        Comment("  Hello there\n", HELLO.author),
        Comment("Hello there", replace(HELLO.author, url="http://x.example")),
        Comment("Hello there", HELLO.author, type="comment", external_id="17"),
    ],
    ids=["blanks", "url", "type-and-id"],
)  # fmt: skip
def test_a_fingerprint_passes_over_what_clients_do_not_repeat(other):
    assert fingerprint_of(other) == fingerprint_of(HELLO)


def test_rows_and_answer_are_kept_together():
    world = make_world(FakeModel())
    rows = judge([HELLO], site=world.site, ports=world.ports)

    kept = keep(rows, ports=world.ports, answer=answer(world))

    assert kept == answer(world)
    assert list(world.store.comments) == [rows[0].id]
    assert list(world.store.answers) == [(world.site.id, "key")]


def test_rows_may_be_kept_without_an_answer():
    world = make_world(FakeModel())
    rows = judge([HELLO], site=world.site, ports=world.ports)

    assert keep(rows, ports=world.ports) is None
    assert len(world.store.comments) == 1


def test_when_another_request_was_faster_its_answer_counts_and_nothing_is_kept():
    world = make_world(FakeModel())
    first = answer(world)
    keep([], ports=world.ports, answer=first)
    rows = judge([HELLO], site=world.site, ports=world.ports)
    world.clock.tick(seconds=1)

    assert keep(rows, ports=world.ports, answer=answer(world)) == first
    assert world.store.comments == {}


def test_the_same_key_with_another_body_is_a_conflict():
    world = make_world(FakeModel())
    keep([], ports=world.ports, answer=answer(world))

    with pytest.raises(IdempotencyConflict, match="another body"):
        keep([], ports=world.ports, answer=answer(world, digest="other"))


def test_two_sites_may_use_the_same_key():
    world = make_world(FakeModel())
    keep([], ports=world.ports, answer=answer(world))
    other = Answer(world.stranger.id, "key", "other", 200, "", world.clock())

    assert keep([], ports=world.ports, answer=other) == other


@pytest.mark.parametrize(
    ("age", "n_kept"),
    [(ANSWERS_KEPT, 2), (ANSWERS_KEPT + timedelta(microseconds=1), 1)],
)
def test_answers_older_than_a_day_are_forgotten_with_the_next(age, n_kept):
    world = make_world(FakeModel())
    keep([], ports=world.ports, answer=answer(world, "old"))
    world.clock.moment += age

    keep([], ports=world.ports, answer=answer(world, "new"))

    assert len(world.store.answers) == n_kept


@pytest.mark.parametrize(
    ("age", "is_found"),
    [
        (timedelta(0), True),
        (ANSWERS_KEPT, True),
        (ANSWERS_KEPT + timedelta(microseconds=1), False),
    ],
)
def test_an_answer_is_said_again_for_a_day(age, is_found):
    world = make_world(FakeModel())
    kept = keep([], ports=world.ports, answer=answer(world))
    world.clock.moment += age

    found = replay(world.site.id, "key", "digest", ports=world.ports)

    assert found == (kept if is_found else None)


def test_a_key_that_was_never_used_or_is_a_strangers_has_no_answer():
    world = make_world(FakeModel())
    keep([], ports=world.ports, answer=answer(world))

    assert replay(world.site.id, "other", "digest", ports=world.ports) is None
    assert replay(world.stranger.id, "key", "digest", ports=world.ports) is None


def test_an_old_answer_to_another_body_is_no_conflict():
    world = make_world(FakeModel())
    keep([], ports=world.ports, answer=answer(world))
    world.clock.tick(hours=25)

    assert replay(world.site.id, "key", "other", ports=world.ports) is None


def test_a_store_that_is_down_keeps_nothing_and_says_so():
    world = make_world(FakeModel())
    rows = judge([HELLO], site=world.site, ports=world.ports)
    world.store.is_down = True

    with pytest.raises(StoreUnavailable):
        keep(rows, ports=world.ports, answer=answer(world))


def test_what_exists_already_without_an_answer_is_an_error(monkeypatch):
    world = make_world(FakeModel())
    rows = judge([HELLO], site=world.site, ports=world.ports)

    def refuse(*_):
        raise AlreadyExists("a row with this id")

    monkeypatch.setattr("tests.fake_store.FakeComments.add", refuse)

    with pytest.raises(AlreadyExists):
        keep(rows, ports=world.ports)
