"""The JSON API on real databases: what only they can get wrong."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from moderation.services import sites
from moderation.web.app import create_app
from tests.fakes import FakeModel, make_world
from tests.integration.web.api_desk import Desk

NASTY = "a\x00b \ud800 \"'; DROP TABLE comments; -- \u202e 😀 ﷺ " + "e\u0301" * 500


@pytest.fixture
def desk(store) -> Desk:
    world = make_world(FakeModel(spam=0.5))
    ports = replace(world.ports, unit_of_work=store.unit_of_work)
    key = sites.add("https://site.example", ports=ports).key
    return Desk(world, create_app(ports).test_client(), key)


def count(desk: Desk) -> int:
    return len(desk.get("/v1/comments?limit=200").json["comments"])


def test_a_comment_comes_back_as_it_was_judged(desk):
    said = desk.check(NASTY, external_id=NASTY[:50], author={"name": NASTY[:400]})

    kept = desk.get(f"/v1/comments/{said['id']}").json

    assert kept["text"] == re.sub("[\x00\ud800]", "\ufffd", NASTY)
    assert kept["verdict"]["scores"] == said["scores"]
    assert kept["verdict"]["reasons"] == said["reasons"]


def test_twenty_posts_at_once_with_one_key_make_one_comment(desk):
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: desk.check_once("a-key"), range(20)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert count(desk) == 1


def test_twenty_posts_at_once_without_a_key_make_twenty(desk):
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: desk.check(), range(20)))

    assert count(desk) == 20


def test_a_batch_and_a_walk_agree(desk):
    batch = {"comments": [{"text": f"number {i}"} for i in range(25)]}
    results = desk.post("/v1/comments/batch", batch).json["results"]

    first = desk.get("/v1/comments?limit=20").json
    second = desk.get(f"/v1/comments?limit=20&cursor={first['next_cursor']}").json

    walked = [each["id"] for each in first["comments"] + second["comments"]]
    assert walked == sorted((each["id"] for each in results), reverse=True)


def test_feedback_moves_a_comment(desk):
    comment_id = desk.check()["id"]

    desk.feedback(comment_id, {"label": "spam"})
    desk.feedback(comment_id, {"label": "ham"})

    assert (
        desk.get("/v1/comments?status=approved").json["comments"][0]["id"] == comment_id
    )
