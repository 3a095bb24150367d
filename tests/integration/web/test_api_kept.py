import re

import pytest

from moderation.record import Status
from moderation.verdict import Label
from tests.fakes import STRANGERS_KEY, FakeModel
from tests.integration.web.api_desk import NO_SUCH_ID, Desk, make_desk, problem_code


def by_first_letter(comment) -> float:
    return {"h": 0.5, "s": 0.95}.get(comment.text[0], 0.0)


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=by_first_letter))


def walk(desk: Desk, path: str) -> list[str]:
    """Follow the Link headers from `path` on and collect the ids."""
    ids = []
    while path:
        response = desk.get(path)
        ids += [each["id"] for each in response.json["comments"]]
        link = re.fullmatch('<(.*)>; rel="next"', response.headers.get("Link", ""))
        path = link[1] if link else ""
    return ids


def test_a_kept_comment_comes_back_with_its_verdict(desk):
    author = {"name": "Ann", "ip": "203.0.113.9"}
    page = {"url": "https://site.example/post"}
    said = desk.check("spam here", author=author, page=page, posted_at="2026-11-23")

    kept = desk.get(f"/v1/comments/{said['id']}").json

    parts = ("label", "action", "scores", "reasons", "model")
    assert kept == {
        "id": said["id"],
        "status": "spam",
        "created_at": "2026-11-23T12:00:00Z",
        "external_id": "",
        "text": "spam here",
        "type": "",
        "language": "",
        "posted_at": "2026-11-23T00:00:00Z",
        "parent_id": "",
        "honeypot": "",
        "author": {"email": "", "url": "", "user_agent": "", "role": "", **author},
        "page": {"title": "", **page},
        "verdict": {part: said[part] for part in parts},
    }


@pytest.mark.parametrize(
    "comment_id",
    [
        NO_SUCH_ID,
        "batch",
        "a" * 31,
        "a" * 33,
        "A" * 32,
        "%00" * 32,
        "'" * 32,
        "..%2f" * 6,
    ],
)
def test_a_comment_that_is_not_there_is_not_found(desk, comment_id):
    response = desk.get(f"/v1/comments/{comment_id}")

    assert problem_code(response) in ("not-found", "method-not-allowed")


def test_a_page_shows_the_newest_first(desk):
    first = desk.check("one")["id"]
    desk.world.clock.tick(seconds=1)
    second = desk.check("two")["id"]

    shown = desk.get("/v1/comments").json

    assert [each["id"] for each in shown["comments"]] == [second, first]
    assert shown["next_cursor"] is None


def test_an_empty_page_has_no_next(desk):
    response = desk.get("/v1/comments")

    assert response.json == {"comments": [], "next_cursor": None}
    assert "Link" not in response.headers


@pytest.mark.parametrize("n", [1, 2, 3, 6, 7])
@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_a_walk_sees_each_comment_once(desk, n, limit):
    ids = sorted(desk.check(f"number {i}")["id"] for i in range(n))

    assert walk(desk, f"/v1/comments?limit={limit}") == ids[::-1]


def test_a_walk_is_not_disturbed_by_new_comments(desk):
    old = {desk.check("old")["id"] for _ in range(3)}
    cursor = desk.get("/v1/comments?limit=1").json["next_cursor"]
    desk.world.clock.tick(seconds=1)
    desk.check("new")

    rest = walk(desk, f"/v1/comments?limit=1&cursor={cursor}")

    assert len(rest) == 2
    assert set(rest) < old


def test_a_walk_keeps_to_the_status(desk):
    for text in ["ok", "hold", "spam", "hold", "hold"]:
        desk.check(text)

    assert len(walk(desk, "/v1/comments?status=hold&limit=1")) == 3


@pytest.mark.parametrize(
    ("label", "status"),
    [("ham", "approved"), ("spam", "spam"), ("abuse", "spam"), ("footer", "spam")],
)
def test_feedback_moves_the_comment(desk, label, status):
    comment_id = desk.check("hold")["id"]

    response = desk.feedback(comment_id, {"label": label})

    assert response.status_code == 200
    said = {"comment_id": comment_id, "label": label, "learn": True, "by": "key"}
    assert response.json == said
    assert desk.get(f"/v1/comments/{comment_id}").json["status"] == status


def test_the_last_feedback_counts(desk):
    comment_id = desk.check("hold")["id"]
    desk.feedback(comment_id, {"label": "spam"})
    desk.feedback(comment_id, {"label": "ham", "learn": False})

    (kept,) = desk.world.store.feedback.values()

    assert (kept.label, kept.learn) == (Label.HAM, False)
    assert desk.world.store.comments[comment_id].status is Status.APPROVED


@pytest.mark.parametrize(
    "body",
    [{}, [], {"label": "nice"}, {"label": "ham", "learn": 1}, {"label": "ham", "x": 1}],
    ids=str,
)  # fmt: skip
def test_feedback_that_cannot_be_read_changes_nothing(desk, body):
    comment_id = desk.check("hold")["id"]

    response = desk.feedback(comment_id, body)

    assert (response.status_code, problem_code(response)) == (422, "invalid-input")
    assert desk.world.store.feedback == {}


def test_feedback_on_nothing_is_not_found(desk):
    assert desk.feedback(NO_SUCH_ID, {"label": "ham"}).status_code == 404


def test_the_model_shows_its_manifest(desk):
    assert desk.get("/v1/model").json["name"] == "fake-1"


def test_without_a_model_there_is_no_manifest():
    response = make_desk(model=None).get("/v1/model")

    assert (response.status_code, problem_code(response)) == (503, "model-unavailable")


@pytest.mark.parametrize("path", ["", f"/{NO_SUCH_ID}"], ids=["list", "one"])
def test_without_a_store_nothing_can_be_read(desk, path):
    desk.check()
    desk.world.store.is_down = True

    response = desk.get(f"/v1/comments{path}")

    assert (response.status_code, problem_code(response)) == (503, "store-unavailable")


def test_without_a_store_feedback_is_not_acknowledged(desk):
    comment_id = desk.check("hold")["id"]
    desk.world.store.is_down = True

    assert desk.feedback(comment_id, {"label": "ham"}).status_code == 503


def test_a_stranger_sees_none_of_it(desk):
    comment_id = desk.check("hold")["id"]

    shown = desk.get("/v1/comments", key=STRANGERS_KEY).json
    one = desk.get(f"/v1/comments/{comment_id}", key=STRANGERS_KEY)
    said = desk.feedback(comment_id, {"label": "ham"}, key=STRANGERS_KEY)

    assert shown["comments"] == []
    assert (one.status_code, said.status_code) == (404, 404)
    assert desk.world.store.comments[comment_id].status is Status.HOLD


def test_a_strangers_comment_is_as_absent_as_none(desk):
    comment_id = desk.check("hold")["id"]

    foreign = desk.get(f"/v1/comments/{comment_id}", key=STRANGERS_KEY)
    absent = desk.get(f"/v1/comments/{NO_SUCH_ID}", key=STRANGERS_KEY)

    assert foreign.data == absent.data


def test_a_strangers_cursor_shows_only_ones_own(desk):
    theirs = desk.check("hold")["id"]
    desk.world.clock.tick(seconds=1)
    cursor = desk.check("hold")["id"]

    path = f"/v1/comments?cursor={cursor}"
    shown = desk.get(path, key=STRANGERS_KEY).json

    assert theirs not in str(shown)
