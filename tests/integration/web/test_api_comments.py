import pytest

from moderation.record import Status
from moderation.site import SiteSettings
from tests.fakes import FakeModel
from tests.integration.web.api_desk import COMMENT, Desk, make_desk, problem_code


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=0.95))


def test_a_verdict_says_what_to_do_and_why(desk):
    response = desk.post("/v1/comments", COMMENT)

    said = response.json
    assert response.status_code == 201
    assert len(said.pop("id")) == 32
    assert said == {
        "label": "spam",
        "action": "spam",
        "scores": {"spam": 0.95, "abuse": 0.0, "footer": 0.0},
        "reasons": [
            {
                "code": "spam-words",
                "weight": 1.5,
                "detail": "words that spam uses",
                "spans": [{"start": 0, "end": 5}],
            }
        ],
        "model": "fake-1",
        "stored": True,
        "external_id": "17",
    }


def test_a_stored_comment_is_where_location_says(desk):
    response = desk.post("/v1/comments", COMMENT)

    location = response.headers["Location"]
    assert location == f"/v1/comments/{response.json['id']}"
    assert desk.get(location).json["text"] == "Hello there"


@pytest.mark.parametrize(
    ("spam", "action"),
    [(0.0, "approve"), (0.3, "hold"), (0.9, "spam"), (0.999, "discard")],
)
def test_the_action_follows_the_score(spam, action):
    desk = make_desk(FakeModel(spam=spam), SiteSettings(discard=True))

    assert desk.check()["action"] == action


def test_store_false_judges_and_keeps_nothing(desk):
    response = desk.post("/v1/comments", {**COMMENT, "store": False})

    assert response.status_code == 200
    assert (response.json["action"], response.json["stored"]) == ("spam", False)
    assert "Location" not in response.headers
    assert desk.world.store.comments == {}


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u2003", "\x1f"], ids=ascii)
def test_a_blank_text_is_refused(desk, text):
    response = desk.post("/v1/comments", {"text": text})

    assert problem_code(response) == "invalid-input"
    assert response.status_code == 422
    assert response.json["errors"] == [
        {"pointer": "/text", "message": "must not be blank"}
    ]


def test_fields_that_cannot_be_read_are_all_named(desk):
    response = desk.post("/v1/comments", {"text": 1, "author": {"name": 2}, "x": 3})

    assert response.status_code == 422
    named = {each["pointer"] for each in response.json["errors"]}
    assert named == {"/text", "/author/name", "/x"}
    assert desk.world.store.comments == {}


def test_a_thousand_wrong_fields_are_answered_shortly(desk):
    response = desk.post("/v1/comments", {f"x{i}": i for i in range(1000)})

    assert len(response.json["errors"]) == 50


def test_a_filled_honeypot_is_spam():
    desk = make_desk(FakeModel(spam=0.1))

    said = desk.check(honeypot="http://a.example")

    assert said["action"] == "spam"
    assert said["reasons"][0]["code"] == "honeypot-filled"


def test_without_a_model_the_comment_is_kept_and_held():
    desk = make_desk(model=None)

    said = desk.check()

    assert (said["action"], said["model"]) == ("hold", "none")
    assert [each["code"] for each in said["reasons"]] == ["model-unavailable"]
    assert desk.world.store.comments[said["id"]].status is Status.HOLD


def test_without_a_store_nothing_is_acknowledged(desk):
    desk.check()
    desk.world.store.is_down = True

    response = desk.post("/v1/comments", COMMENT)

    assert (response.status_code, problem_code(response)) == (503, "store-unavailable")
    assert response.headers["Retry-After"] == "1"


def test_without_a_store_a_known_site_may_still_have_comments_judged(desk):
    desk.check()
    desk.world.store.is_down = True

    assert desk.check(store=False)["stored"] is False


def test_the_service_recovers_with_the_store(desk):
    desk.world.store.is_down = True
    assert desk.post("/v1/comments", COMMENT).status_code == 503

    desk.world.store.is_down = False

    assert desk.post("/v1/comments", COMMENT).status_code == 201


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE comments; --",
        "\r\nX-Injected: 1",
        "zalgo" + "\u0301\u0327" * 1000,
        "\u202eRLO and \u200bzero width",
        "🏳️‍🌈 😀 \U0010ffff",
        "ﷺ" * 1000,
        "x" * 200_000,
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_any_text_comes_back_as_it_was_sent(desk, text):
    comment_id = desk.check(text)["id"]

    assert desk.get(f"/v1/comments/{comment_id}").json["text"] == text
