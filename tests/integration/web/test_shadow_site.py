"""A whole site in shadow: it hears nothing but approval, and sees what it would."""

import pytest

from moderation.record import Status
from moderation.site import HoldAnswer, Mode, SiteSettings
from tests.fakes import STRANGERS_KEY, FakeModel
from tests.integration.web import akismet_desk
from tests.integration.web.api_desk import Desk, make_desk

SHADOW = SiteSettings(mode=Mode.SHADOW, discard=True, hold_answer=HoldAnswer.TRUE)


def by_first_letter(comment) -> float:
    return {"h": 0.5, "s": 0.95, "d": 1.0}.get(comment.text[0], 0.0)


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=by_first_letter), SHADOW)


@pytest.mark.parametrize(
    ("text", "would"),
    [("a", "approve"), ("h", "hold"), ("s", "spam"), ("d", "discard")],
)
def test_the_answer_approves_and_says_what_would_have_been(desk, text, would):
    said = desk.check(text)

    assert (said["action"], said["mode"], said["would"]) == ("approve", "shadow", would)


def test_the_label_and_the_scores_are_as_ever(desk):
    said = desk.check("s")

    assert (said["label"], said["scores"]["spam"]) == ("spam", 0.95)


def test_another_site_hears_no_word_of_it(desk):
    said = desk.post("/v1/comments", {"text": "s"}, key=STRANGERS_KEY).json

    assert said["action"] == "spam"
    assert {"mode", "would"} & said.keys() == set()


def test_the_kept_comment_is_approved_and_shows_both(desk):
    kept = desk.get(f"/v1/comments/{desk.check('s')['id']}").json

    assert kept["status"] == "approved"
    found = {name: kept["verdict"][name] for name in ("action", "mode", "would")}
    assert found == {"action": "approve", "mode": "shadow", "would": "spam"}


def test_each_comment_of_a_batch_is_approved(desk):
    body = {"comments": [{"text": "s"}, {"text": "a"}, {"text": ""}]}

    results = desk.post("/v1/comments/batch", body).json["results"]

    assert [each.get("would") for each in results] == ["spam", "approve", None]
    assert [each.get("action") for each in results] == ["approve", "approve", None]


def test_without_a_model_a_site_in_shadow_is_not_made_to_hold():
    said = make_desk(None, SHADOW).check()

    assert (said["action"], said["would"]) == ("approve", "hold")


def test_what_would_have_been_blocked_is_counted(desk):
    for text in "ahsd":
        desk.check(text)

    with desk.world.ports.unit_of_work(False) as work:
        [counts] = work.comments.month_counts(desk.world.site.id, "")
    assert (counts.spam, counts.ham) == (2, 2)


@pytest.mark.parametrize("spam", [0.5, 0.95, 1.0])
def test_an_akismet_client_hears_false_and_nothing_to_act_on(spam):
    desk = akismet_desk.make_desk(spam, settings=SHADOW)

    response = desk.check(classify="1")

    assert response.text == "false"
    wires = {name for name, _ in response.headers if name.startswith("X-akismet")}
    assert wires == {"X-akismet-guid"}
    assert response.headers["X-Hamgate-Action"] == "approve"
    assert desk.kept[0].status is Status.APPROVED


def test_an_akismet_client_may_see_what_would_have_been():
    response = akismet_desk.make_desk(1.0, settings=SHADOW).check()

    assert response.headers["X-Hamgate-Would"] == "discard"


def test_outside_the_shadow_that_header_is_absent():
    assert "X-Hamgate-Would" not in akismet_desk.make_desk(1.0).check().headers


def test_an_akismet_client_is_not_asked_to_come_again_without_a_model():
    response = akismet_desk.make_desk(model=None, settings=SHADOW).check()

    assert response.text == "false"
    assert "X-akismet-recheck-after" not in response.headers


def test_a_recheck_moves_nothing_either():
    desk = akismet_desk.make_desk(0.95, settings=SHADOW)
    desk.check()

    response = desk.check(recheck_reason="recheck")

    assert response.text == "false"
    assert [row.status for row in desk.kept] == [Status.APPROVED]


def test_the_comments_of_a_page_are_approved_too(desk):
    answer = desk.post("/v1/pages", {"text": "A head\nCasino"}).json

    verdict = answer["blocks"][1]["verdict"]
    assert (verdict["action"], verdict["mode"]) == ("approve", "shadow")
