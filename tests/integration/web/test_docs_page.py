import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from moderation.web.app import create_app
from moderation.web.operations import OPERATIONS
from moderation.web.problems import KINDS
from moderation.web.schemas import CommentRequest, PageRequest
from tests.fakes import FakeModel, make_world

HTTP_API = Path(__file__).parents[3] / "docs" / "http-api.md"


@pytest.fixture
def client() -> FlaskClient:
    return create_app(make_world(FakeModel()).ports).test_client()


def test_the_page_shows_every_operation(client):
    page = client.get("/docs").text

    shown = re.findall(r"<h2><code><b>(\w+)</b> ([^<]+)</code>", page)
    assert {f"{method} {path}" for method, path in shown} == set(OPERATIONS)


def test_the_type_of_every_problem_leads_to_its_row(client):
    page = client.get("/docs").text

    assert [code for code in KINDS if f'id="{code}"' not in page] == []


@pytest.mark.parametrize("kind", [CommentRequest, PageRequest])
def test_the_page_names_every_field_of_what_is_judged(client, kind):
    page = client.get("/docs").text

    named = set(re.findall(r"<tr><td><code>(\w+)</code>", page))
    assert set(kind.model_fields) <= named


def test_the_page_loads_nothing_from_outside(client):
    page = client.get("/docs").text

    loaded = re.findall(r'(?:src|href)="([^"#]*)"', page)
    assert sorted(loaded) == ["openapi.json", "static/docs.css"]
    assert "<script" not in page
    assert "style=" not in page


def test_the_style_sheet_is_there(client):
    with client.get("/static/docs.css") as response:
        assert response.status_code == 200
        assert response.mimetype == "text/css"


def test_the_policy_of_the_page_allows_its_style_sheet_and_no_script(client):
    policy = client.get("/docs").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; style-src 'self';")


def test_the_document_does_not_repeat_the_host_of_its_first_reader(client):
    text = client.get("/openapi.json", headers={"Host": "evil.example"}).text

    assert "evil.example" not in text


@pytest.mark.parametrize("route", list(OPERATIONS))
def test_every_route_has_a_heading_in_the_manual(route):
    heading = re.compile(rf"^### `{re.escape(route)}`$", re.MULTILINE)

    assert heading.search(HTTP_API.read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", list(KINDS))
def test_every_problem_stands_in_the_manual(code):
    assert f"`{code}`" in HTTP_API.read_text(encoding="utf-8")
