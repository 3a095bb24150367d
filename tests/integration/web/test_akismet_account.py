"""Statistics, usage, sites and the account behind a key."""

import pytest

from moderation.record import MonthCounts
from moderation.web.akismet_counts import (
    KeySites,
    key_sites_csv,
    key_sites_json,
    site_row,
    stats,
)
from tests.fakes import KEY, STRANGERS_KEY, FakeModel, digest
from tests.integration.web.akismet_desk import make_desk


def a_busy_desk():
    """August: 1 spam. November: 2 spam (1 wrongly), 2 ham (1 wrongly), 1 test."""
    desk = make_desk(FakeModel().spam)
    model = desk.world.ports.models.model
    model.spam = lambda comment: 0.95 if "spam" in comment.text else 0.0
    desk.world.clock.tick(days=-100)
    desk.check(comment_content="old spam")
    desk.world.clock.tick(days=100)
    for text in ("spam 1", "spam 2", "ham 1", "ham 2"):
        desk.check(comment_content=text)
    desk.check(comment_content="spam 3", is_test="1")
    desk.submit("ham", comment_content="spam 2")
    desk.submit("spam", comment_content="ham 2")
    return desk


def fetch(desk, name, version="1.1", **fields):
    return desk.post(f"/{version}/{name}", {"api_key": KEY, "key": KEY} | fields)


@pytest.mark.parametrize(
    ("period", "spam", "months"),
    [
        ("all", 3, ["2026-08", "2026-11"]),
        ("6-months", 3, ["2026-08", "2026-11"]),
        ("60-days", 2, ["2026-11"]),
        ("2026", 3, ["2026-08", "2026-11"]),
        ("2025", 0, []),
        ("", 3, ["2026-08", "2026-11"]),
        ("junk", 3, ["2026-08", "2026-11"]),
    ],
)
@pytest.mark.parametrize("name", ["get-stats", "get-key-stats"])
def test_statistics_tell_of_the_period_asked_for(name, period, spam, months):
    answer = fetch(a_busy_desk(), name, **{"from": period})

    assert answer.content_type == "application/json"
    assert answer.json["spam"] == spam
    assert list(answer.json["breakdown"]) == months


def test_statistics_have_the_shape_that_clients_read():
    answer = fetch(a_busy_desk(), "get-stats", **{"from": "60-days"})

    assert answer.json == {
        "spam": 2,
        "ham": 2,
        "missed_spam": 1,
        "false_positives": 1,
        "accuracy": "50.00",
        "time_saved": 30,
        "breakdown": {
            "2026-11": {
                "spam": "2",
                "ham": "2",
                "missed_spam": "1",
                "false_positives": "1",
                "blogs": "1",
                "da": "2026-11-01",
            }
        },
    }


@pytest.mark.parametrize(
    ("counts", "accuracy", "time_saved"),
    [
        ([], "100.00", 0),
        ([MonthCounts("2026-11", 12, 34, 1, 0)], "97.83", 360),
        ([MonthCounts("2026-11", 1, 0, 0, 2)], "0.00", 0),
        ([MonthCounts("2026-10", 1, 1), MonthCounts("2026-11", 1, 1)], "100.00", 60),
    ],
)
def test_accuracy_and_time_are_reckoned_from_the_counts(counts, accuracy, time_saved):
    answer = stats(counts)

    assert (answer["accuracy"], answer["time_saved"]) == (accuracy, time_saved)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_usage_has_no_limit(version, method):
    path = f"/{version}/usage-limit"
    fields = {"query_string": {"api_key": KEY}}

    response = a_busy_desk().client.open(path, method=method, **fields)

    assert response.data == (
        b'{"limit": "none", "usage": 4, "percentage": "0.00", "throttled": false}'
    )
    assert response.content_type == "application/json"


def test_extended_usage_says_that_there_is_nothing_to_say():
    answer = fetch(make_desk(), "usage-limit", extended="true").json

    assert (answer["usage"], answer["notice_level"], answer["upgrade"]) == (0, 0, False)


def test_the_sites_of_a_key_are_its_one_site():
    response = a_busy_desk().client.get(f"/1.2/key-sites?api_key={KEY}")

    assert response.json == {
        "2026-11": [
            {
                "site": "site.example",
                "api_calls": "4",
                "spam": "2",
                "ham": "2",
                "missed_spam": "1",
                "false_positives": "1",
                "is_revoked": False,
            }
        ],
        "limit": 500,
        "offset": 0,
        "total": 1,
    }


@pytest.mark.parametrize(
    ("asked", "month", "n_sites", "total"),
    [
        ({"month": "2026-08"}, "2026-08", 1, 1),
        ({"month": "2026-10"}, "2026-10", 0, 0),
        ({"month": "2026-13"}, "2026-11", 1, 1),
        ({"month": "٢٠٢٦-١١"}, "2026-11", 1, 1),
        ({"month": "2026-08\n"}, "2026-08", 1, 1),
        ({"month": "9999-99-99"}, "2026-11", 1, 1),
        ({"filter": "SITE.ex"}, "2026-11", 1, 1),
        ({"filter": "%"}, "2026-11", 0, 0),
        ({"filter": "stranger"}, "2026-11", 0, 0),
        ({"limit": "0"}, "2026-11", 1, 1),
        ({"limit": "501"}, "2026-11", 1, 1),
        ({"offset": "1"}, "2026-11", 0, 1),
        ({"offset": "999999"}, "2026-11", 0, 1),
        ({"offset": "9" * 5000, "limit": "-1"}, "2026-11", 1, 1),
        ({"limit": "1e3", "offset": "٣"}, "2026-11", 1, 1),
        ({"order": "'; DROP TABLE comments"}, "2026-11", 1, 1),
        ({"format": "xml"}, "2026-11", 1, 1),
    ],
)
def test_choices_are_followed_or_fall_back_to_the_default(asked, month, n_sites, total):
    answer = fetch(a_busy_desk(), "key-sites", "1.2", **asked).json

    assert (len(answer[month]), answer["total"]) == (n_sites, total)
    assert answer["limit"] in range(1, 501)
    assert len(answer) == 4


def test_an_extended_row_has_a_digest_and_no_key():
    response = fetch(a_busy_desk(), "key-sites", extended="1")

    (row,) = response.json["2026-11"]
    assert (len(row["hash"]), row["eligible_for_revoke"]) == (32, False)
    assert KEY not in response.text
    assert digest(KEY) not in response.text


def test_sites_as_csv():
    response = fetch(a_busy_desk(), "key-sites", format="csv")

    assert response.content_type == "text/csv; charset=utf-8"
    assert response.text == (
        "Active sites for this key during 2026-11 (limit:500, offset: 0, total: 1)\n"
        "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked\n"
        "site.example,4,2,2,1,1,false\n"
    )


@pytest.mark.parametrize("host", ["=1+1", "+x", "-x", "@x", "\tx"])
def test_no_cell_of_the_csv_is_a_formula(host):
    asked = KeySites("2026-11", "", 500, 0, False)

    text = key_sites_csv([site_row(host, MonthCounts("2026-11", 1))], asked)

    assert f"\n'{host}," in text


def test_a_page_of_sites_is_cut_by_offset_and_limit():
    rows = [site_row(f"s{n}", MonthCounts("2026-11", 1)) for n in range(5)]

    answer = key_sites_json(rows, KeySites("2026-11", "", 2, 3, False))

    assert [row["site"] for row in answer["2026-11"]] == ["s3", "s4"]
    assert answer["total"] == 5


def test_another_sites_key_does_not_see_the_counts():
    desk = a_busy_desk()
    key = {"api_key": STRANGERS_KEY, "key": STRANGERS_KEY}

    assert desk.post("/1.1/get-stats", key).json["spam"] == 0
    assert desk.post("/1.2/usage-limit", key).json["usage"] == 0
    assert desk.post("/1.2/key-sites", key).json["total"] == 0


def test_the_subscription_is_what_wordpress_needs_to_keep_a_key():
    response = fetch(make_desk(), "get-subscription")

    assert response.json == {
        "account_id": 1,
        "account_type": "self-hosted",
        "account_name": "Self-hosted",
        "status": "active",
        "next_billing_date": False,
        "limit_reached": False,
    }


def test_deactivating_a_plugin_does_not_revoke_its_key():
    desk = make_desk()

    assert fetch(desk, "deactivate").data == b"deactivated"
    assert desk.check().data == b"false"


def test_asking_again_and_tests_do_not_count():
    desk = a_busy_desk()
    before = fetch(desk, "get-stats").json
    desk.check(comment_content="spam 1", recheck_reason="recheck_queue")
    desk.check(comment_content="new", is_test="true")

    assert fetch(desk, "get-stats").json == before
