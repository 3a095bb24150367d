import pytest

from moderation.record import Status
from tests.fakes import FakeModel
from tests.integration.web.api_desk import Desk, make_desk, problem_code

BATCH = "/v1/comments/batch"


def by_length(comment) -> float:
    return min(len(comment.text) / 100, 1.0)


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=by_length))


def test_results_stand_in_the_order_of_the_comments(desk):
    texts = ["x" * length for length in (5, 95, 50, 1, 100)]

    response = desk.post(BATCH, {"comments": [{"text": text} for text in texts]})

    assert response.status_code == 200
    scores = [each["scores"]["spam"] for each in response.json["results"]]
    assert scores == [0.05, 0.95, 0.5, 0.01, 1.0]
    assert len(desk.world.store.comments) == 5


def test_a_batch_judges_as_one_at_a_time_does(desk):
    comments = [{"text": "x" * n, "external_id": str(n)} for n in (1, 40, 99)]

    batch = desk.post(BATCH, {"comments": comments}).json["results"]
    alone = [desk.post("/v1/comments", comment).json for comment in comments]

    strip = [{k: v for k, v in each.items() if k != "id"} for each in batch]
    assert strip == [{k: v for k, v in each.items() if k != "id"} for each in alone]


def test_what_cannot_be_read_is_refused_in_its_place(desk):
    comments = [{"text": "a"}, 7, {"text": " "}, {"text": "b", "store": False}, None]

    response = desk.post(BATCH, {"comments": [*comments, {"text": "c"}]})

    results = response.json["results"]
    assert [each.get("action", "refused") for each in results] == [
        "approve", "refused", "refused", "refused", "refused", "approve",
    ]  # fmt: skip
    assert [each["error"]["errors"][0]["pointer"] for each in results[1:5]] == [
        "/comments/1", "/comments/2/text", "/comments/3/store", "/comments/4",
    ]  # fmt: skip
    assert len(desk.world.store.comments) == 2


def test_a_refused_comment_is_answered_by_a_problem(desk):
    response = desk.post(BATCH, {"comments": [{}]})

    assert response.json["results"] == [
        {
            "error": {
                "type": "/docs#invalid-input",
                "title": "The request breaks a rule",
                "status": 422,
                "detail": "some fields cannot be read; `errors` names them",
                "errors": [{"pointer": "/comments/0/text", "message": "required"}],
            }
        }
    ]


def test_store_false_keeps_none_of_them(desk):
    response = desk.post(BATCH, {"comments": [{"text": "a"}] * 3, "store": False})

    assert [each["stored"] for each in response.json["results"]] == [False] * 3
    assert desk.world.store.comments == {}


def test_an_empty_batch_has_no_results(desk):
    assert desk.post(BATCH, {"comments": []}).json == {"results": []}


def test_a_batch_of_a_thousand_is_the_largest(desk):
    thousand = desk.post(BATCH, {"comments": [{"text": "a"}] * 1000})
    more = desk.post(BATCH, {"comments": [{"text": "a"}] * 1001})

    assert len(thousand.json["results"]) == 1000
    assert (more.status_code, problem_code(more)) == (422, "invalid-input")
    assert len(desk.world.store.comments) == 1000


@pytest.mark.parametrize(
    "body",
    [{}, [], {"comments": None}, {"comments": {}}, {"comments": "a"}, {"comments": 1},
     {"comments": [], "x": 1}, {"comments": [], "store": "no"}],
    ids=str,
)  # fmt: skip
def test_a_batch_that_is_none_is_refused(desk, body):
    assert desk.post(BATCH, body).status_code == 422


def test_hostile_strings_in_a_batch_are_cleaned(desk):
    body = rb'{"comments": [{"text": "a\u0000\ud800b"}]}'

    comment_id = desk.raw(body, BATCH).json["results"][0]["id"]

    assert desk.get(f"/v1/comments/{comment_id}").json["text"] == "a\ufffd\ufffdb"


def test_without_a_store_no_part_of_a_batch_is_acknowledged(desk):
    desk.check()
    desk.world.store.is_down = True

    response = desk.post(BATCH, {"comments": [{"text": "a"}, {}]})

    assert response.status_code == 503
    assert len(desk.world.store.comments) == 1


def test_without_a_model_every_comment_is_held():
    desk = make_desk(model=None)

    desk.post(BATCH, {"comments": [{"text": "a"}] * 3})

    kept = [row.status for row in desk.world.store.comments.values()]
    assert kept == [Status.HOLD] * 3
