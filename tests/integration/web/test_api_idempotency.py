import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fake_store import FakeUnitOfWork
from tests.fakes import STRANGERS_KEY, FakeModel
from tests.integration.web.api_desk import COMMENT, Desk, make_desk, problem_code


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=0.95))


def test_the_same_key_and_body_get_the_same_answer(desk):
    first = desk.check_once("a-key")
    second = desk.check_once("a-key")

    assert second.status_code == first.status_code == 201
    assert second.data == first.data
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert len(desk.world.store.comments) == 1


def test_the_same_key_with_another_body_is_a_conflict(desk):
    desk.check_once("a-key")

    response = desk.check_once("a-key", {"text": "another"})

    assert problem_code(response) == "idempotency-conflict"
    assert response.status_code == 422
    assert len(desk.world.store.comments) == 1


def test_an_answer_is_forgotten_after_a_day(desk):
    first = desk.check_once("a-key")
    desk.world.clock.tick(hours=24, seconds=1)

    second = desk.check_once("a-key")

    assert second.json["id"] != first.json["id"]
    assert len(desk.world.store.comments) == 2


def test_the_key_of_another_site_is_another_key(desk):
    mine = desk.check_once("a-key")
    theirs = desk.check_once("a-key", {"text": "another"}, key=STRANGERS_KEY)

    assert theirs.status_code == 201
    assert theirs.json["id"] != mine.json["id"]


def test_a_refused_request_leaves_its_key_free(desk):
    refused = desk.check_once("a-key", {"text": ""})

    assert refused.status_code == 422
    assert desk.check_once("a-key").status_code == 201


def test_a_request_that_the_store_failed_leaves_its_key_free(desk):
    desk.check()
    desk.world.store.is_down = True
    failed = desk.check_once("a-key")
    desk.world.store.is_down = False

    assert failed.status_code == 503
    assert desk.check_once("a-key").status_code == 201


@pytest.mark.parametrize("key", ["k", "x" * 255, "a b", '"quoted"', "~!@#$%^&*()"])
def test_a_key_is_printable_ascii(desk, key):
    assert desk.check_once(key).status_code == 201


@pytest.mark.parametrize(
    "key",
    ["", "x" * 256, "é", "a\tb", "\x7f", "a\x00b"],
    ids=lambda key: ascii(key)[:9],
)
def test_any_other_key_is_refused(desk, key):
    response = desk.check_once(key)

    assert response.status_code == 422
    assert response.json["errors"][0]["parameter"] == "Idempotency-Key"
    assert desk.world.store.comments == {}


def test_judging_without_storing_is_replayed_too(desk):
    body = {**COMMENT, "store": False}

    first, second = desk.check_once("a-key", body), desk.check_once("a-key", body)

    assert second.status_code == 200
    assert second.data == first.data
    assert "Location" not in second.headers


def test_a_batch_is_replayed_whole(desk):
    body = {"comments": [{"text": "a"}, {"text": ""}, {"text": "b"}]}

    first = desk.check_once("a-key", body, path="/v1/comments/batch")
    second = desk.check_once("a-key", body, path="/v1/comments/batch")

    assert second.data == first.data
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(desk.world.store.comments) == 2


def test_twenty_posts_at_once_make_one_comment(desk, monkeypatch):
    lock = threading.RLock()
    enter, leave = FakeUnitOfWork.__enter__, FakeUnitOfWork.__exit__

    # A store that takes one writer at a time, as the real ones do.
    def one_at_a_time(work):
        if work.write:
            lock.acquire()
        return enter(work)

    def next_please(work, *exc_info):
        leave(work, *exc_info)
        if work.write:
            lock.release()

    monkeypatch.setattr(FakeUnitOfWork, "__enter__", one_at_a_time)
    monkeypatch.setattr(FakeUnitOfWork, "__exit__", next_please)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: desk.check_once("a-key"), range(20)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert len(desk.world.store.comments) == 1
