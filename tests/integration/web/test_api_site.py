"""What a site hears of itself, and of labels that disagree with all else."""

import pytest

from moderation.classify.scorer import Scorer
from moderation.site import FooterAction, HoldAnswer, Mode, Promise, SiteSettings
from moderation.verdict import Thresholds
from tests import tiny
from tests.fakes import STRANGERS_KEY, FakeModel
from tests.integration.web.api_desk import Desk, make_desk, problem_code

TABLE = {"n": 1.0, "shares": [0.001, 0.05], "hold": [0.9, 0.4], "spam": [0.97, 0.8]}
SPAM = "buy cheap casino pills now and win a cash prize http://win.example"
HAM = "thank you for this good article about bread, garden and cats"


def open_desk(**settings) -> Desk:
    """A desk with a model that was trained, and a site that teaches it."""
    small = tiny.trained()
    manifest = {**small.manifest, "name": "small", "promised": TABLE}
    return make_desk(Scorer(small.weights, manifest), SiteSettings(**settings))


@pytest.fixture
def desk() -> Desk:
    return open_desk()


def site(desk, **kwargs):
    response = desk.get("/v1/site", **kwargs)
    assert response.status_code == 200, response.text
    return response.json


def suspects(desk, **kwargs):
    response = desk.get("/v1/suspects", **kwargs)
    assert response.status_code == 200, response.text
    return [each["id"] for each in response.json["comments"]]


def label(desk, text, label, **fields) -> str:
    desk.world.clock.tick(seconds=1)
    comment_id = desk.check(text)["id"]
    response = desk.feedback(comment_id, {"label": label, **fields})
    assert response.status_code == 200
    return comment_id


def test_a_new_site_hears_all_that_holds_for_it():
    desk = open_desk(promise=Promise(stated=True))

    found = site(desk)

    thresholds = found.pop("thresholds")
    assert (thresholds["hold"], thresholds["spam"]) == (0.4, 0.97)
    assert found == {
        "url": "https://site.example",
        "mode": "enforce",
        "hold_answer": "false",
        "discard": False,
        "footer_action": "spam",
        "chosen": False,
        "stated": True,
        "blocked": {
            "promise": 0.001,
            "bound": 0.001,
            "source": "model",
            "n_labels": 0,
            "n_more": 2995,
        },
        "held": {
            "promise": 0.05,
            "bound": 0.05,
            "source": "model",
            "n_labels": 0,
            "n_more": 59,
        },
        "n_labels": 0,
        "n_suspects": 0,
        "model": "small",
    }


def test_each_label_brings_the_promise_nearer(desk):
    before = site(desk)["held"]

    for n in range(4):
        label(desk, f"{HAM} {'abcd'[n] * 9}", "ham")

    after = site(desk)
    assert after["n_labels"] == 4
    assert after["held"]["n_labels"] > before["n_labels"] == 0
    assert after["held"]["n_more"] < before["n_more"] == 59


def test_what_teaches_nothing_is_not_counted(desk):
    label(desk, HAM, "ham", learn=False)

    assert site(desk)["n_labels"] == 0


def test_a_label_taken_back_is_not_counted(desk):
    before = site(desk)
    comment_id = label(desk, HAM, "ham")
    assert site(desk)["n_labels"] == 1

    desk.ask("DELETE", f"/v1/comments/{comment_id}/feedback")

    assert site(desk)["n_labels"] == 0
    assert site(desk)["thresholds"] == before["thresholds"]


def test_thresholds_chosen_by_hand_are_told_beside_the_promise():
    chosen = Thresholds(0.1, 0.2, 0.3)
    found = site(open_desk(thresholds=chosen))

    assert found["chosen"]
    thresholds = found["thresholds"]
    assert [thresholds[name] for name in ("hold", "spam", "discard")] == [0.1, 0.2, 0.3]
    assert found["held"]["n_more"] == 59


def test_the_other_choices_of_a_site_are_told():
    found = site(
        open_desk(
            mode=Mode.SHADOW,
            hold_answer=HoldAnswer.REVIEW,
            discard=True,
            footer_action=FooterAction.HOLD,
            promise=Promise(0.01, 0.2),
        )
    )

    names = ("mode", "hold_answer", "discard", "footer_action")
    assert [found[each] for each in names] == ["shadow", "review", True, "hold"]
    assert (found["blocked"]["promise"], found["held"]["promise"]) == (0.01, 0.2)


def test_a_promise_of_nothing_is_shown_by_no_number_of_labels():
    found = site(open_desk(promise=Promise(0.0, 0.05, stated=True)))

    assert found["blocked"]["source"] == "none"
    assert (found["blocked"]["bound"], found["blocked"]["n_more"]) == (None, None)


def test_of_a_stranger_a_site_hears_nothing(desk):
    before = site(desk, key=STRANGERS_KEY)
    for n in range(4):
        label(desk, f"{HAM} {'abcd'[n] * 9}", "ham")
    label(desk, SPAM, "ham")

    assert site(desk, key=STRANGERS_KEY) == before
    assert suspects(desk, key=STRANGERS_KEY) == []
    assert before["url"] == "https://stranger.example"


def test_a_label_that_disagrees_with_all_else_waits_for_a_second(desk):
    assert suspects(desk) == []
    comment_id = label(desk, SPAM, "ham", reporter="ann")

    assert suspects(desk) == [comment_id]
    assert site(desk)["n_suspects"] == 1

    desk.feedback(comment_id, {"label": "ham", "reporter": "bob"})

    assert suspects(desk) == []
    assert (site(desk)["n_labels"], site(desk)["n_suspects"]) == (1, 0)


def test_the_same_voice_is_no_second(desk):
    comment_id = label(desk, SPAM, "ham", reporter="ann")
    desk.world.clock.tick(days=1)

    desk.feedback(comment_id, {"label": "ham", "reporter": "ann"})

    assert suspects(desk) == [comment_id]


def test_a_suspect_that_is_taken_back_is_none(desk):
    comment_id = label(desk, SPAM, "ham")

    desk.ask("DELETE", f"/v1/comments/{comment_id}/feedback")

    assert suspects(desk) == []


def test_a_suspect_is_told_as_any_kept_comment(desk):
    comment_id = label(desk, SPAM, "ham")

    (told,) = desk.get("/v1/suspects").json["comments"]

    assert told == desk.get(f"/v1/comments/{comment_id}").json
    assert told["status"] == "approved"


def test_suspects_come_page_by_page_the_newest_first(desk):
    ids = [label(desk, f"{SPAM} {word}", "ham") for word in ("one", "two", "three")]
    assert suspects(desk) == ids[::-1]

    first = desk.get("/v1/suspects?limit=2")
    cursor = first.json["next_cursor"]
    rest = desk.get(f"/v1/suspects?limit=2&cursor={cursor}")

    assert [each["id"] for each in first.json["comments"]] == ids[:0:-1]
    assert [each["id"] for each in rest.json["comments"]] == ids[:1]
    assert rest.json["next_cursor"] is None
    assert f"/v1/suspects?cursor={cursor}&limit=2" in first.headers["Link"]
    assert "Link" not in rest.headers


@pytest.mark.parametrize("query", ["limit=x", "cursor=1", "status=spam", "q=1"])
def test_a_query_that_suspects_do_not_know_is_refused(desk, query):
    response = desk.get(f"/v1/suspects?{query}")

    assert response.status_code == 422


@pytest.mark.parametrize("path", ["/v1/site", "/v1/suspects"])
def test_without_a_model_nothing_is_promised(path):
    response = make_desk(model=None).get(path)

    assert (response.status_code, problem_code(response)) == (503, "model-unavailable")


def test_without_a_store_a_site_is_told_what_is_known(desk):
    label(desk, HAM, "ham")
    before = site(desk)
    desk.world.store.is_down = True

    assert site(desk) == before
    assert before["n_labels"] == 1


def test_without_a_store_no_suspects_are_told(desk):
    label(desk, SPAM, "ham")
    assert suspects(desk)
    desk.world.store.is_down = True

    response = desk.get("/v1/suspects")

    assert (response.status_code, problem_code(response)) == (503, "store-unavailable")


@pytest.mark.parametrize("path", ["/v1/site", "/v1/suspects"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_site_changes_nothing_of_itself_over_http(path, method):
    response = make_desk(FakeModel()).ask(method, path, json={"discard": True})

    assert (response.status_code, problem_code(response)) == (405, "method-not-allowed")
