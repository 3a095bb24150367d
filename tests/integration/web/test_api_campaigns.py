import pytest

from moderation.services import joining
from moderation.verdict import Label
from tests.fakes import STRANGERS_KEY, FakeModel
from tests.integration.web.api_desk import NO_SUCH_ID, Desk, make_desk, problem_code

SPAM = "Earn five hundred dollars every day from home, look at https://a.example/x"
OTHER = "The second chapter was better than the first one, I think, but who can tell"
FIELDS = {
    "id",
    "here",
    "elsewhere",
    "authors",
    "first_seen",
    "last_seen",
    "labels",
    "urls",
    "contacts",
    "text",
    "comment_ids",
}


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel())


def keep(desk: Desk, text: str = SPAM, *, n: int = 2, key: str = "") -> list[str]:
    """Check comments, and join those that the service has not joined by itself."""
    ids = [
        desk.post("/v1/comments", {"text": text}, key=key).json["id"] for _ in range(n)
    ]
    world = desk.world
    with world.ports.unit_of_work(True) as work:
        known = {member.comment_id for member in work.campaigns.rows.values()}
        rows = [work.comments.rows[each] for each in ids if each not in known]
        joining.join(joining.signed_rows(rows), work=work, ports=world.ports)
        work.commit()
    world.clock.tick(seconds=1)
    return ids


def test_without_campaigns_the_list_is_empty(desk):
    assert desk.get("/v1/campaigns").json == {"campaigns": [], "next_cursor": None}


def test_a_campaign_is_listed_and_shown_alike(desk):
    ids = keep(desk)
    keep(desk, key=STRANGERS_KEY)

    (listed,) = desk.get("/v1/campaigns").json["campaigns"]
    shown = desk.get(f"/v1/campaigns/{listed['id']}").json

    assert shown == listed
    assert set(shown) == FIELDS
    assert (shown["here"], shown["elsewhere"]) == (2, 2)
    assert shown["urls"] == [{"value": "https://a.example/x", "n": 2}]
    assert shown["text"] == SPAM
    assert sorted(shown["comment_ids"]) == sorted(ids)


def test_a_long_text_is_cut(desk):
    keep(desk, OTHER * 100)

    (listed,) = desk.get("/v1/campaigns").json["campaigns"]

    assert listed["text"] == (OTHER * 100)[:1000]


def test_the_list_comes_page_by_page(desk):
    keep(desk)
    keep(desk, OTHER)

    first = desk.get("/v1/campaigns?limit=1")
    cursor = first.json["next_cursor"]
    second = desk.get(f"/v1/campaigns?limit=1&cursor={cursor}")

    assert first.headers["Link"] == (
        f'</v1/campaigns?cursor={cursor}&limit=1>; rel="next"'
    )
    texts = [each.json["campaigns"][0]["text"] for each in (first, second)]
    assert texts == [OTHER, SPAM]
    assert second.json["next_cursor"] is None


@pytest.mark.parametrize("query", ["status=hold", "limit=x", "cursor=1", "page=2"])
def test_a_query_that_cannot_be_read_is_refused(desk, query):
    response = desk.get(f"/v1/campaigns?{query}")

    assert (response.status_code, problem_code(response)) == (422, "invalid-input")


def test_marking_says_which_comments_moved(desk):
    ids = keep(desk)
    (listed,) = desk.get("/v1/campaigns").json["campaigns"]

    said = desk.post(f"/v1/campaigns/{listed['id']}/feedback", {"label": "spam"})

    assert said.status_code == 200
    turned = said.json.pop("turned")
    assert said.json | {"turned": 0} == {
        "campaign_id": listed["id"],
        "label": "spam",
        "marked": 2,
        "moved": 2,
        "turned": 0,
    }
    assert {each["id"] for each in turned} == set(ids)
    assert {(t["action"], t["status"]) for t in turned} == {("approve", "spam")}
    assert desk.get(f"/v1/comments/{ids[0]}").json["status"] == "spam"
    again = desk.post(f"/v1/campaigns/{listed['id']}/feedback", {"label": "spam"})
    assert again.json["moved"] == 0


def test_marking_may_teach_nothing(desk):
    keep(desk)
    (listed,) = desk.get("/v1/campaigns").json["campaigns"]

    body = {"label": "ham", "learn": False}
    desk.post(f"/v1/campaigns/{listed['id']}/feedback", body)

    said = desk.world.store.feedback.values()
    assert {(each.label, each.learn) for each in said} == {(Label.HAM, False)}


@pytest.mark.parametrize("body", [{}, {"label": "good"}, {"label": "ham", "x": 1}, []])
def test_a_body_that_breaks_a_rule_is_refused(desk, body):
    keep(desk)
    (listed,) = desk.get("/v1/campaigns").json["campaigns"]

    response = desk.post(f"/v1/campaigns/{listed['id']}/feedback", body)

    assert response.status_code == 422
    assert desk.world.store.feedback == {}


@pytest.mark.parametrize("campaign_id", [NO_SUCH_ID, "Z" * 32, "'" * 32])
def test_a_campaign_that_is_not_there_answers_404(desk, campaign_id):
    shown = desk.get(f"/v1/campaigns/{campaign_id}")
    marked = desk.post(f"/v1/campaigns/{campaign_id}/feedback", {"label": "spam"})

    assert (shown.status_code, marked.status_code) == (404, 404)
    assert problem_code(shown) == problem_code(marked) == "not-found"


def test_a_stranger_neither_sees_nor_marks_a_campaign_it_has_no_part_in(desk):
    ids = keep(desk)
    (listed,) = desk.get("/v1/campaigns").json["campaigns"]
    path = f"/v1/campaigns/{listed['id']}"

    shown = desk.get(path, key=STRANGERS_KEY)
    marked = desk.post(f"{path}/feedback", {"label": "spam"}, key=STRANGERS_KEY)

    assert (shown.status_code, marked.status_code) == (404, 404)
    assert desk.get("/v1/campaigns", key=STRANGERS_KEY).json["campaigns"] == []
    assert desk.get(f"/v1/comments/{ids[0]}").json["status"] == "approved"


def test_a_stranger_who_takes_part_sees_and_marks_no_more_than_its_own(desk):
    ids = keep(desk)
    (listed,) = desk.get("/v1/campaigns").json["campaigns"]
    path = f"/v1/campaigns/{listed['id']}"
    theirs = "EARN five hundred dollars every day from home, look at https://b.example"
    keep(desk, theirs, n=1, key=STRANGERS_KEY)

    shown = desk.get(path, key=STRANGERS_KEY)
    marked = desk.post(f"{path}/feedback", {"label": "spam"}, key=STRANGERS_KEY)

    assert (shown.json["here"], shown.json["elsewhere"]) == (1, 2)
    assert "a.example" not in shown.text
    assert not any(each in shown.text + marked.text for each in ids)
    assert marked.json["marked"] == 1
    assert desk.get(f"/v1/comments/{ids[0]}").json["status"] == "approved"
    assert desk.get(path).json["labels"] == {}
