import gzip
import json

import pytest

from moderation.services.pages import MAX_JUDGED
from moderation.web.app import WebOptions
from moderation.web.pages import MAX_BODY_BYTES
from tests.fakes import FakeModel
from tests.integration.web.api_desk import Desk, make_desk
from tests.integration.web.pages_desk import (
    BOTH_FORMS,
    PAGES,
    chunked,
    comment_page,
    desk_with,
    parts,
    refused,
)
from tests.unit.web.test_door import MALFORMED


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=0.95))


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer ffffffffffff"}], ids=["none", "wrong"]
)
def test_without_the_key_no_page_is_taken_apart(desk, headers):
    response = desk.client.post(PAGES, headers=headers, json={"text": "Carl"})

    assert refused(response) == (401, "invalid-key")
    assert desk.world.ports.page_models.model.asked == []


@pytest.mark.parametrize(
    ("body", "pointer", "message"),
    [
        ({}, "/html", "give one of html and text"),
        ({"html": None, "text": None}, "/html", "give one of html and text"),
        ({"judge": True}, "/html", "give one of html and text"),
        ({"html": "a", "text": "a"}, "/text", "give one of html and text"),
        ({"html": "", "text": ""}, "/text", "give one of html and text"),
        ({"text": "a", "store": False}, "/store", "unknown field"),
        ({"text": "a", "": 1}, "/", "unknown field"),
        ({"html": 1}, "/html", "must be a string"),
        ({"html": ["<p>"]}, "/html", "must be a string"),
        ({"text": {"a": "b"}}, "/text", "must be a string"),
        ({"text": True}, "/text", "must be a string"),
        ({"text": "a", "url": 7}, "/url", "must be a string"),
        ({"text": "a", "judge": "no"}, "/judge", "must be true or false"),
        ({"text": "a", "judge": 0}, "/judge", "must be true or false"),
        ({"text": "a", "judge": None}, "/judge", "must be true or false"),
    ],
    ids=str,
)
def test_a_body_that_breaks_a_rule_is_told_where(desk, body, pointer, message):
    response = desk.post(PAGES, body)

    assert refused(response) == (422, "invalid-input")
    assert response.json["errors"] == [{"pointer": pointer, "message": message}]


@pytest.mark.parametrize("body", [[], "a", 1, True, [{"text": "a"}]], ids=str)
def test_a_body_that_is_no_object_is_refused(desk, body):
    assert refused(desk.post(PAGES, body)) == (422, "invalid-input")


@pytest.mark.parametrize("data", list(MALFORMED.values()), ids=list(MALFORMED))
def test_what_is_not_json_answers_400(desk, data):
    assert refused(desk.raw(data, PAGES)) == (400, "malformed-body")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", ""])
def test_a_compressed_page_is_refused_unread(desk, encoding):
    data = gzip.compress(b'{"text": "Carl"}')

    response = desk.raw(data, PAGES, headers={"Content-Encoding": encoding})

    assert refused(response) == (415, "unsupported-media-type")


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", ""])
def test_a_page_that_is_not_wrapped_in_json_is_refused(desk, content_type):
    response = desk.raw(b"<p>Carl", PAGES, content_type=content_type)

    assert refused(response) == (415, "unsupported-media-type")


@pytest.mark.parametrize("judge", [True, False])
@BOTH_FORMS
def test_a_page_with_more_than_is_taken_apart_answers_413(desk, form, judge):
    desk.world.ports.page_models.model.most_lines = 3

    response = desk.post(PAGES, {form: "Carl\nAnna\nMenu\nChad", "judge": judge})

    assert refused(response) == (413, "page-too-large")
    assert response.json["detail"] == "too many lines"
    assert response.json["title"].startswith("The page has more")


@pytest.mark.parametrize(
    ("n", "judge", "status"),
    [
        (MAX_JUDGED, True, 200),
        (MAX_JUDGED + 1, True, 413),
        (MAX_JUDGED + 1, False, 200),
    ],
    ids=["on-the-limit", "one-more", "one-more-unjudged"],
)
def test_up_to_a_thousand_comments_are_judged(n, judge, status):
    desk = desk_with(comment_page(*["Hi"] * n))

    response = desk.post(PAGES, {"html": "<p>", "judge": judge})

    assert response.status_code == status


def test_too_many_comments_to_judge_are_a_problem_that_says_what_to_do():
    desk = desk_with(comment_page(*["Hi"] * (MAX_JUDGED + 1)))

    response = desk.post(PAGES, {"html": "<p>"})

    assert refused(response) == (413, "page-too-large")
    assert "1,001 comments" in response.json["detail"]
    assert "without judging" in response.json["detail"]


@pytest.mark.parametrize(
    ("cap", "largest"),
    [
        (1_000, MAX_BODY_BYTES),
        (4 * 1024 * 1024, MAX_BODY_BYTES),
        (MAX_BODY_BYTES + 5_000, MAX_BODY_BYTES + 5_000),
    ],
    ids=["small", "default", "larger"],
)
def test_a_page_may_be_larger_than_other_bodies_up_to_its_own_limit(cap, largest):
    desk = make_desk(FakeModel(), options=WebOptions(max_body_bytes=cap))
    data = b'{"text": "Menu", "judge": false}'

    assert desk.raw(data.ljust(largest), PAGES).status_code == 200
    response = desk.raw(data.ljust(largest + 1), PAGES)
    assert refused(response) == (413, "body-too-large")


def test_other_routes_keep_their_limit_after_a_page():
    desk = make_desk(FakeModel(), options=WebOptions(max_body_bytes=1_000))
    parts(desk, text="Menu" * 1_000)

    response = desk.post("/v1/comments", {"text": "a" * 1_000})

    assert refused(response) == (413, "body-too-large")


def test_an_endless_page_is_cut_off(desk):
    response = desk.raw(
        None, PAGES, environ_overrides=chunked(b" " * (MAX_BODY_BYTES + 1))
    )

    assert refused(response) == (413, "body-too-large")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "C\r\nX-Injected: 1",
        "C\u202eRLO and \u200bzero width",
        "C🏳️‍🌈 \U0010ffff",
        "Cﷺ" * 1000,
        "C" * 200_000,
        "{{7*7}}%s%n{0}",
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_any_page_comes_back_as_it_was_sent(desk, text):
    response = desk.post(PAGES, {"text": text, "url": text})

    assert response.status_code == 200
    assert "\n".join(each["text"] for each in response.json["blocks"]) == text
    assert "Injected" not in str(response.headers)


def test_hostile_strings_on_a_page_are_cleaned(desk):
    body = rb'{"text": "C\u0000\ud800", "url": "\u0000"}'

    response = desk.raw(body, PAGES)

    assert [each["text"] for each in response.json["blocks"]] == ["C\ufffd\ufffd"]


def test_the_same_page_twice_is_answered_alike(desk):
    once, again = (desk.post(PAGES, {"text": "Carl\nAnna"}) for _ in range(2))

    assert once.data == again.data


def test_an_idempotency_key_changes_nothing(desk):
    data = json.dumps({"text": "Carl"}).encode()
    headers = {"Idempotency-Key": "k1"}

    desk.raw(data, PAGES, headers=headers)
    other = desk.raw(data.replace(b"Carl", b"Anna"), PAGES, headers=headers)

    assert other.status_code == 200
    assert desk.world.store.answers == {}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_a_page_can_only_be_posted(desk, method):
    response = desk.ask(method, PAGES)

    assert refused(response) == (405, "method-not-allowed")
    assert response.headers["Allow"] == "POST"
