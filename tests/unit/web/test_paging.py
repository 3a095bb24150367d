from urllib.parse import quote

import pytest
from flask import Flask

from moderation.record import Status
from moderation.web.errors import InvalidFields
from moderation.web.paging import Wanted, wanted, wanted_plain

ID = "019ab0c4e1c07d2f8f3b5a6c7d8e9f00"


def read(query: str) -> Wanted:
    with Flask("test").test_request_context(f"/?{query}"):
        return wanted()


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("", 50),
        ("limit=1", 1),
        ("limit=0", 1),
        ("limit=200", 200),
        ("limit=201", 200),
        ("limit=007", 7),
        ("limit=000", 1),
        ("limit=99999999999999999999", 200),
        ("limit=" + "9" * 10_000, 200),
        ("limit=" + "0" * 10_000 + "3", 3),
        ("limit=3&limit=x", 3),
    ],
    ids=lambda value: str(value)[:20],
)
def test_the_limit_is_clamped(query, limit):
    assert read(query).limit == limit


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "-1",
        "+1",
        "1.0",
        "1e2",
        "1_000",
        " 7",
        "7\n",
        "٣٢",
        "³",
        "0x10",
        "\x00",
    ],
    ids=repr,
)
def test_a_limit_that_is_no_ascii_digits_is_refused(value):
    with pytest.raises(InvalidFields) as caught:
        read(f"limit={quote(value)}")

    assert caught.value.where == [{"parameter": "limit", "message": "must be digits"}]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        ID.upper(),
        ID + "0",
        ID[:-1],
        ID[:-1] + "g",
        f"{ID}\n",
        "٣" * 32,
        "' OR 1",
    ],
    ids=repr,
)
def test_a_cursor_that_we_never_gave_is_refused(value):
    with pytest.raises(InvalidFields) as caught:
        read(f"cursor={quote(value)}")

    assert caught.value.where[0]["parameter"] == "cursor"


@pytest.mark.parametrize(
    "value", ["", "x", "HOLD", "hold ", "ham", "hold,spam"], ids=repr
)
def test_a_status_that_is_none_is_refused(value):
    with pytest.raises(InvalidFields) as caught:
        read(f"status={quote(value)}")

    assert caught.value.where[0]["parameter"] == "status"


def test_an_unknown_parameter_is_refused_by_its_clean_name():
    with pytest.raises(InvalidFields) as caught:
        read("stat%00us=hold")

    where = {"parameter": "stat\ufffdus", "message": "unknown parameter"}
    assert caught.value.where == [where]


def test_the_link_repeats_what_was_wanted():
    page = read(f"status=hold&limit=5&cursor={ID}")

    assert page == Wanted(Status.HOLD, ID, 5)
    assert page.link("a" * 32) == (
        f'</v1/comments?cursor={"a" * 32}&limit=5&status=hold>; rel="next"'
    )


def test_a_list_without_a_status_has_a_link_of_its_own_and_refuses_one():
    with Flask("test").test_request_context(f"/?limit=5&cursor={ID}"):
        page = wanted_plain("/v1/campaigns")
    assert page == Wanted(None, ID, 5, "/v1/campaigns")
    assert page.link("a" * 32).startswith(f"</v1/campaigns?cursor={'a' * 32}&limit=5>")

    with (
        Flask("test").test_request_context("/?status=hold"),
        pytest.raises(InvalidFields),
    ):
        wanted_plain("/v1/campaigns")
