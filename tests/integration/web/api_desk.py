"""A small world that speaks the JSON API: one site, a stranger, and a client."""

import json
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.site import SiteSettings
from moderation.web.app import WebOptions, create_app
from tests.fakes import KEY, FakeModel, World, make_world

COMMENT = {"text": "Hello there", "external_id": "17"}
NO_SUCH_ID = "0" * 32


def problem_code(response: TestResponse) -> str:
    """The code of a problem; anything else fails the test."""
    assert response.content_type == "application/problem+json"
    said = response.json
    assert said["status"] == response.status_code
    return said["type"].removeprefix("/docs#")


@dataclass
class Desk:
    """Each verb is one request, with the site's key unless another is given."""

    world: World
    client: FlaskClient
    key: str = KEY

    def ask(self, method: str, path: str, *, key: str = "", **kwargs) -> TestResponse:
        headers = {"Authorization": f"Bearer {key or self.key}"} | kwargs.pop(
            "headers", {}
        )
        return self.client.open(path, method=method, headers=headers, **kwargs)

    def post(self, path: str, body: Any, **kwargs) -> TestResponse:
        return self.ask("POST", path, json=body, **kwargs)

    def raw(self, data: bytes, path: str = "/v1/comments", **kwargs) -> TestResponse:
        kwargs.setdefault("content_type", "application/json")
        return self.ask("POST", path, data=data, **kwargs)

    def get(self, path: str, **kwargs) -> TestResponse:
        return self.ask("GET", path, **kwargs)

    def check(self, text: str = "Hello there", **fields) -> dict[str, Any]:
        response = self.post("/v1/comments", {"text": text, **fields})
        assert response.status_code in (200, 201), response.text
        return response.json

    def check_once(self, once: str, body: Any = COMMENT, **kwargs) -> TestResponse:
        data = json.dumps(body).encode()
        return self.raw(data, headers={"Idempotency-Key": once}, **kwargs)

    def feedback(self, comment_id: str, body: Any, **kwargs) -> TestResponse:
        return self.post(f"/v1/comments/{comment_id}/feedback", body, **kwargs)


def make_desk(
    model: FakeModel | None = None,
    settings: SiteSettings | None = None,
    options: WebOptions | None = None,
) -> Desk:
    world = make_world(model, settings)
    return Desk(world, create_app(world.ports, options).test_client())
