"""Feedback over HTTP, and what the next verdict makes of it."""

import pytest
import schemathesis

from moderation.classify.scorer import Scorer
from tests import tiny
from tests.fakes import KEY, STRANGERS_KEY
from tests.integration.web.akismet_desk import GOOD
from tests.integration.web.api_desk import Desk, make_desk

TEXT = "We sailed around the point with a torn sail and a rudder that would not turn"
SPAM = "buy cheap casino pills now and win a cash prize http://win.example"


@pytest.fixture
def desk() -> Desk:
    small = tiny.trained()
    return make_desk(Scorer(small.weights, {"name": "small", **small.manifest}))


def verdict(desk, text=TEXT, **kwargs):
    """Judge a text of which nothing is kept; of the answer all but the id."""
    response = desk.post("/v1/comments", {"text": text, "store": False}, **kwargs)
    assert response.status_code == 200
    return {name: value for name, value in response.json.items() if name != "id"}


def codes(said):
    return {each["code"] for each in said["reasons"]}


@pytest.mark.parametrize(
    ("label", "code", "action"),
    [
        ("ham", "moderated-ham", "approve"),
        ("spam", "moderated-spam", "spam"),
        ("footer", "moderated-spam", "spam"),
        ("abuse", "moderated-abuse", "hold"),
    ],
)
def test_the_next_verdict_heeds_feedback_until_it_is_taken_back(
    desk, label, code, action
):
    comment_id = desk.check(TEXT)["id"]
    before = verdict(desk)

    desk.feedback(comment_id, {"label": label})
    heeded = verdict(desk)
    desk.ask("DELETE", f"/v1/comments/{comment_id}/feedback")

    assert code not in codes(before)
    assert (heeded["action"], code in codes(heeded)) == (action, True)
    assert verdict(desk) == before


def test_a_later_label_answers_from_then_on(desk):
    comment_id = desk.check(TEXT)["id"]
    desk.feedback(comment_id, {"label": "spam"})
    assert verdict(desk)["action"] == "spam"

    desk.feedback(comment_id, {"label": "ham"})

    assert verdict(desk)["action"] == "approve"


@pytest.mark.parametrize(
    "quiet", [{"learn": False}, {"by": "reader"}, {"by": "reader", "reporter": "ann"}]
)
def test_feedback_that_does_not_teach_binds_no_text(desk, quiet):
    comment_id = desk.check(TEXT)["id"]
    before = verdict(desk)

    desk.feedback(comment_id, {"label": "spam", **quiet})

    assert verdict(desk) == before


def test_a_stranger_hears_nothing_of_it(desk):
    before = verdict(desk, key=STRANGERS_KEY)
    comment_id = desk.check(TEXT)["id"]
    with_copy = verdict(desk, key=STRANGERS_KEY)

    desk.feedback(comment_id, {"label": "spam"})

    assert verdict(desk, key=STRANGERS_KEY) == with_copy
    assert with_copy["action"] == before["action"]


@pytest.mark.parametrize(
    ("submitted", "answer"),
    [("spam", b"true"), ("ham", b"false"), ("spam ham", b"false")],
)
def test_what_akismets_clients_submit_is_heeded_by_their_next_check(
    desk, submitted, answer
):
    fields = GOOD | {"comment_content": TEXT}
    for kind in submitted.split():
        desk.world.clock.tick(seconds=1)
        desk.client.post(f"/1.1/submit-{kind}", data=fields)

    assert desk.client.post("/1.1/comment-check", data=fields).data == answer


def test_a_test_of_akismets_clients_teaches_nothing(desk):
    fields = GOOD | {"comment_content": TEXT}
    before = desk.client.post("/1.1/comment-check", data=fields).data

    desk.client.post("/1.1/submit-spam", data=fields | {"is_test": "1"})

    assert desk.client.post("/1.1/comment-check", data=fields).data == before


@pytest.mark.parametrize("path", ["/v1/site", "/v1/suspects"])
def test_a_site_that_taught_is_told_as_the_document_describes(desk, path):
    desk.feedback(desk.check(SPAM)["id"], {"label": "ham"})
    desk.feedback(desk.check(TEXT)["id"], {"label": "spam"})
    schema = schemathesis.openapi.from_wsgi("/openapi.json", desk.client.application)

    case = schema[path]["GET"].Case()
    response = case.call_and_validate(headers={"Authorization": f"Bearer {KEY}"})

    assert response.status_code == 200
