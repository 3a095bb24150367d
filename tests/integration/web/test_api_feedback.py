"""Who says what a comment is, and how it is taken back."""

import pytest

from moderation.record import GivenBy, Status
from tests.fakes import STRANGERS_KEY, FakeModel
from tests.integration.web.api_desk import NO_SUCH_ID, Desk, make_desk, problem_code


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=0.5))


@pytest.fixture
def comment_id(desk) -> str:
    return desk.check("hold")["id"]


def said(desk):
    return list(desk.world.store.feedback.values())


def status_of(desk, comment_id):
    return desk.world.store.comments[comment_id].status


def take_back(desk, comment_id, **kwargs):
    return desk.ask("DELETE", f"/v1/comments/{comment_id}/feedback", **kwargs)


@pytest.mark.parametrize("by", GivenBy)
def test_feedback_says_who_gave_it(desk, comment_id, by):
    response = desk.feedback(comment_id, {"label": "spam", "by": by})

    assert (response.status_code, response.json["by"]) == (200, by)
    assert [each.given_by for each in said(desk)] == [by]


def test_feedback_is_of_the_key_where_nobody_is_named(desk, comment_id):
    desk.feedback(comment_id, {"label": "spam", "reporter": None})

    assert [(f.given_by, f.reporter) for f in said(desk)] == [(GivenBy.KEY, "")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("by", each) for each in ("admin", "Reader", "", " key", "key\n", 1, None)),
        *(("by", each) for each in (["key"], {"key": 1}, True, "k" * 100_000)),
        *(("reporter", each) for each in (1, True, ["ann"], {"name": "ann"})),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_voice_that_cannot_be_read_changes_nothing(desk, comment_id, field, value):
    response = desk.feedback(comment_id, {"label": "spam", field: value})

    assert (response.status_code, problem_code(response)) == (422, "invalid-input")
    assert response.json["errors"][0]["pointer"] == f"/{field}"
    assert said(desk) == []
    assert status_of(desk, comment_id) is Status.HOLD


def test_what_a_reader_reports_moves_nothing(desk, comment_id):
    response = desk.feedback(comment_id, {"label": "spam", "by": "reader"})

    assert response.status_code == 200
    assert len(said(desk)) == 1
    assert status_of(desk, comment_id) is Status.HOLD


def test_of_a_reporter_a_digest_is_kept_and_nothing_is_answered(desk, comment_id):
    body = {"label": "spam", "by": "moderator", "reporter": "ann@site.example"}

    response = desk.feedback(comment_id, body)

    (kept,) = said(desk)
    assert len(kept.reporter) == 16
    assert "ann" not in str(desk.world.store.feedback) + response.text


def test_reporters_are_told_apart_and_each_has_one_word(desk, comment_id):
    for label, reporter in (("spam", "ann"), ("spam", "bob"), ("ham", "ann")):
        desk.world.clock.tick(seconds=1)
        desk.feedback(comment_id, {"label": label, "reporter": reporter})

    assert sorted(each.label for each in said(desk)) == ["ham", "spam"]
    assert status_of(desk, comment_id) is Status.APPROVED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x" * 200, "x" * 201),
        ("x" * 200, "x" * 100_000),
        ("ann", " ann\n"),
        ("", "  "),
        ("\ufffd", "\x00"),
    ],
    ids=["limit", "huge", "blanks", "nothing", "nul"],
)
def test_reporters_that_are_the_same_once_cut_and_cleaned(desk, comment_id, one, other):
    for reporter in (one, other):
        desk.feedback(comment_id, {"label": "spam", "reporter": reporter})

    assert len(said(desk)) == 1


def test_reporters_that_differ_within_the_limit_are_two(desk, comment_id):
    for reporter in ("x" * 199, "x" * 200):
        desk.feedback(comment_id, {"label": "spam", "reporter": reporter})

    assert len(said(desk)) == 2


@pytest.mark.parametrize("label", ["ham", "spam", "abuse", "footer"])
def test_feedback_taken_back_leaves_the_comment_where_its_verdict_put_it(
    desk, comment_id, label
):
    desk.feedback(comment_id, {"label": label})

    response = take_back(desk, comment_id)

    assert response.status_code == 200
    assert response.json == {"comment_id": comment_id, "status": "hold"}
    assert status_of(desk, comment_id) is Status.HOLD
    assert said(desk) == []


def test_all_voices_are_taken_back_at_once(desk, comment_id):
    for by, reporter in (("key", ""), ("owner", "ann"), ("reader", "bob")):
        body = {"label": "spam", "by": by, "reporter": reporter}
        desk.feedback(comment_id, body)

    take_back(desk, comment_id)

    assert said(desk) == []


def test_taking_back_again_answers_the_same(desk, comment_id):
    desk.feedback(comment_id, {"label": "ham"})

    first, again = (take_back(desk, comment_id) for _ in range(2))

    assert (again.status_code, again.json) == (200, first.json)


def test_a_comment_nobody_spoke_of_stays_where_it_is(desk, comment_id):
    assert take_back(desk, comment_id).json["status"] == "hold"


def test_feedback_can_be_given_again_after_it_was_taken_back(desk, comment_id):
    desk.feedback(comment_id, {"label": "spam"})
    take_back(desk, comment_id)

    desk.feedback(comment_id, {"label": "ham"})

    assert [each.label for each in said(desk)] == ["ham"]
    assert status_of(desk, comment_id) is Status.APPROVED


@pytest.mark.parametrize(
    "comment_id", [NO_SUCH_ID, "batch", "A" * 32, "'" * 32, "a" * 33, "%00" * 32]
)
def test_from_a_comment_that_is_not_there_nothing_is_taken_back(desk, comment_id):
    response = take_back(desk, comment_id)

    assert (response.status_code, problem_code(response)) == (404, "not-found")


def test_a_stranger_takes_nothing_back(desk, comment_id):
    desk.feedback(comment_id, {"label": "spam"})

    foreign = take_back(desk, comment_id, key=STRANGERS_KEY)
    absent = take_back(desk, NO_SUCH_ID, key=STRANGERS_KEY)

    assert (foreign.status_code, foreign.data) == (404, absent.data)
    assert len(said(desk)) == 1
    assert status_of(desk, comment_id) is Status.SPAM


def test_without_a_store_nothing_is_taken_back(desk, comment_id):
    desk.feedback(comment_id, {"label": "spam"})
    desk.world.store.is_down = True

    response = take_back(desk, comment_id)

    assert (response.status_code, problem_code(response)) == (503, "store-unavailable")
    desk.world.store.is_down = False
    assert len(said(desk)) == 1
    assert status_of(desk, comment_id) is Status.SPAM


def test_without_a_model_feedback_is_given_and_taken_back():
    desk = make_desk(model=None)
    comment_id = desk.check("hold")["id"]

    assert desk.feedback(comment_id, {"label": "spam"}).status_code == 200
    assert take_back(desk, comment_id).json["status"] == "hold"


def test_an_id_that_is_none_is_not_looked_for(desk, comment_id):
    desk.world.store.is_down = True

    assert take_back(desk, comment_id).status_code == 503
    assert take_back(desk, "A" * 32).status_code == 404
