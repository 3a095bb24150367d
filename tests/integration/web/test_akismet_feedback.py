"""Asking again about a comment, and saying that a verdict was wrong."""

import pytest

from moderation.record import GivenBy, Status
from moderation.verdict import Action, Label
from tests.fakes import STRANGERS_KEY, FakeModel
from tests.integration.web.akismet_desk import BLOG, GOOD, IP, make_desk


def test_asking_again_keeps_no_second_comment_and_answers_its_id():
    desk = make_desk(0.95)
    first = desk.check()
    desk.world.clock.tick(minutes=20)

    again = desk.check(recheck_reason="recheck_queue")

    assert again.data == b"true"
    assert again.headers["X-akismet-guid"] == first.headers["X-akismet-guid"]
    assert len(desk.kept) == 1


def test_asking_again_about_a_comment_never_seen_keeps_it():
    desk = make_desk(0.95)

    response = desk.check(recheck_reason="edit")

    assert response.headers["X-akismet-guid"] == desk.kept[0].id


def test_a_new_verdict_moves_the_comment_that_waited():
    desk = make_desk(model=None)
    desk.check()
    desk.world.ports.models.model = FakeModel(spam=0.95)

    assert desk.check(recheck_reason="recheck_queue").data == b"true"
    assert desk.kept[0].status is Status.SPAM
    assert desk.kept[0].verdict.action is Action.HOLD


def test_a_new_verdict_does_not_overrule_a_moderator():
    desk = make_desk(0.95)
    desk.check()
    desk.submit("ham")

    assert desk.check(recheck_reason="recheck_queue").data == b"true"
    assert desk.kept[0].status is Status.APPROVED


@pytest.mark.parametrize(
    ("kind", "label", "status"),
    [("spam", Label.SPAM, Status.SPAM), ("ham", Label.HAM, Status.APPROVED)],
)
def test_feedback_finds_the_comment_by_what_it_says(kind, label, status):
    desk = make_desk(0.5)
    guid = desk.check(comment_author="Ann").headers["X-akismet-guid"]

    response = desk.submit(kind, comment_author="Ann", reporter="moderator")

    assert response.data == b"Thanks for making the web a better place."
    assert [(f.comment_id, f.label, f.learn) for f in desk.said] == [
        (guid, label, True)
    ]
    assert [row.status for row in desk.kept] == [status]


@pytest.mark.parametrize(
    ("checked", "submitted"),
    [
        ({"comment_content": "a\r\nb"}, {"comment_content": "a\nb"}),
        ({"comment_content": "a "}, {"comment_content": "a"}),
        ({"comment_author": " Ann"}, {"comment_author": "Ann "}),
        ({"user_ip": "2001:DB8::1"}, {"user_ip": "2001:db8:0::1"}),
        ({"blog": BLOG}, {"blog": f"{BLOG}/"}),
        ({"comment_type": "comment"}, {"comment_type": "", "comment_ID": "3"}),
        ({}, {"user_ip": "", "comment_author_IP": IP}),
    ],
)
def test_feedback_finds_the_comment_though_clients_repeat_it_loosely(
    checked, submitted
):
    desk = make_desk(0.5)
    desk.check(**checked)

    desk.submit("spam", **submitted)

    assert len(desk.kept) == 1


def test_feedback_twice_is_feedback_once():
    desk = make_desk()
    desk.check()

    bodies = {desk.submit("spam").data for _ in range(3)}

    assert bodies == {b"Thanks for making the web a better place."}
    assert len(desk.said) == 1


def test_later_feedback_overrides():
    desk = make_desk()
    desk.check()
    desk.submit("spam")
    desk.world.clock.tick(minutes=1)

    desk.submit("ham")

    assert [f.label for f in desk.said] == [Label.HAM]
    assert desk.kept[0].status is Status.APPROVED


def test_feedback_about_a_comment_never_seen_is_not_lost():
    desk = make_desk()

    response = desk.submit("spam")

    assert response.data == b"Thanks for making the web a better place."
    assert [row.status for row in desk.kept] == [Status.SPAM]


@pytest.mark.parametrize(
    "fields", [{"user_ip": ""}, {"blog": ""}, {"user_ip": "junk"}, {"user_ip": None}]
)
def test_feedback_needs_neither_site_nor_address(fields):
    response = make_desk().post(
        "/1.1/submit-ham", {n: v for n, v in (GOOD | fields).items() if v is not None}
    )

    assert response.data == b"Thanks for making the web a better place."


def test_feedback_about_nothing_is_thanked_for_and_not_kept():
    desk = make_desk()

    response = desk.submit("spam", comment_content="")

    assert response.data == b"Thanks for making the web a better place."
    assert (desk.kept, desk.said) == ([], [])


def test_feedback_on_a_test_teaches_nothing():
    desk = make_desk()

    desk.submit("spam", is_test="1")

    assert [f.learn for f in desk.said] == [False]
    assert [row.is_test for row in desk.kept] == [True]


def test_of_a_reporter_a_digest_is_kept():
    desk = make_desk()

    response = desk.submit("spam", reporter="ann@site.example")

    (said,) = desk.said
    assert len(said.reporter) == 16
    assert (said.source, said.given_by) == ("akismet", GivenBy.KEY)
    assert "ann" not in str(desk.said) + response.text


@pytest.mark.parametrize("reporter", ["", " ", "\r\n"], ids=ascii)
def test_feedback_of_nobody_by_name_is_of_the_key(reporter):
    desk = make_desk()

    desk.submit("spam", reporter=reporter)

    assert [each.reporter for each in desk.said] == [""]


@pytest.mark.parametrize(
    ("reporters", "n"),
    [
        (("ann", "ann"), 1),
        (("ann", " ann "), 1),
        (("ann", "bob"), 2),
        (("ann", ""), 2),
        (("x" * 200, "x" * 9000), 1),
        (("x" * 199, "x" * 200), 2),
    ],
    ids=["same", "blanks", "others", "nobody", "cut", "within"],
)
def test_reporters_are_told_apart(reporters, n):
    desk = make_desk()

    for each in reporters:
        desk.submit("spam", reporter=each)

    assert (len(desk.said), len(desk.kept)) == (n, 1)


def test_the_last_of_several_reporters_moves_the_comment():
    desk = make_desk()
    for kind, reporter in (("spam", "ann"), ("ham", "bob"), ("spam", "eve")):
        desk.world.clock.tick(seconds=1)
        desk.submit(kind, reporter=reporter)

    assert len(desk.said) == 3
    assert desk.kept[0].status is Status.SPAM


def test_a_stranger_moves_no_comment_of_another_site():
    desk = make_desk(0.5)
    desk.check()

    desk.submit("spam", api_key=STRANGERS_KEY, blog="https://stranger.example")

    ours = [row for row in desk.kept if row.site_id == desk.world.site.id]
    assert [row.status for row in ours] == [Status.HOLD]
    assert [each.site_id for each in desk.said] == [desk.world.stranger.id]


def test_without_a_store_feedback_is_not_thanked_for():
    desk = make_desk()
    desk.check()
    desk.world.store.is_down = True

    assert desk.submit("spam").status_code == 503
    assert desk.said == []
