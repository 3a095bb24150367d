"""Comments that come again, through the JSON API: what it does to their verdicts."""

import pytest

from moderation.errors import StoreUnavailable
from tests.fakes import STRANGERS_KEY, FakeModel
from tests.integration.web.api_desk import Desk, make_desk

SPAM = "Earn five hundred dollars every day from home, look at https://a.example/x"


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=0.2))


def check(desk: Desk, text: str = SPAM, *, name: str, key: str = "") -> dict:
    body = {"text": text, "author": {"name": name}}
    desk.world.clock.tick(seconds=1)
    return desk.post("/v1/comments", body, key=key).json


def codes(verdict: dict) -> list[str]:
    return [each["code"] for each in verdict["reasons"]]


def test_a_copy_by_another_scores_higher_and_says_why(desk):
    first = check(desk, name="Ann")
    second = check(desk, name="Bob")

    assert "seen-campaign" not in codes(first)
    assert "seen-campaign" in codes(second)
    assert second["scores"]["spam"] > first["scores"]["spam"]


def test_a_copy_on_another_site_counts(desk):
    check(desk, name="Ann", key=STRANGERS_KEY)

    assert "seen-campaign" in codes(check(desk, name="Bob"))


@pytest.mark.parametrize("text", ["Happy birthday!", "First!", "Good morning all"])
def test_a_cheer_stays_good_however_often(desk, text):
    answers = [check(desk, text, name=f"A{n}") for n in range(20)]

    assert {each["action"] for each in answers} == {"approve"}


def test_a_campaign_alone_never_blocks(desk):
    answers = [check(desk, name=f"A{n}") for n in range(60)]

    assert {each["action"] for each in answers} <= {"approve", "hold"}


def test_what_a_moderator_said_of_a_copy_is_heard_at_once(desk):
    first = check(desk, name="Ann")
    desk.feedback(first["id"], {"label": "spam"})

    (reason,) = [
        each
        for each in check(desk, name="Bob")["reasons"]
        if each["code"] == "seen-campaign"
    ]
    assert reason["weight"] == 3.0


def test_what_is_not_kept_is_not_counted(desk):
    desk.post("/v1/comments", {"text": SPAM, "store": False})

    assert "seen-campaign" not in codes(check(desk, name="Bob"))


def test_a_campaign_whose_store_fails_is_no_verdict_lost(desk, monkeypatch):
    def fail(self, signature):
        raise StoreUnavailable("gone")

    monkeypatch.setattr("tests.fake_store.FakeCampaigns.forms", fail)

    answer = desk.post("/v1/comments", {"text": SPAM, "store": False})

    assert answer.status_code == 200
