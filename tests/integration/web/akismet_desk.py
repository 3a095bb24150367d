"""A small world that speaks Akismet, for the tests of that dialect."""

from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.site import SiteSettings
from moderation.web.app import create_app
from tests.fakes import KEY, FakeModel, World, make_world

BLOG = "https://site.example"
IP = "192.0.2.7"
GOOD = {"api_key": KEY, "blog": BLOG, "user_ip": IP, "comment_content": "Hello there"}


@dataclass
class Desk:
    """A world and a client; each verb is one call."""

    world: World
    client: FlaskClient

    def post(self, path, fields=None, **kwargs) -> TestResponse:
        return self.client.post(path, data=fields, **kwargs)

    def raw(self, path, body: bytes, **kwargs) -> TestResponse:
        kind = "application/x-www-form-urlencoded; charset=UTF-8"
        kwargs = {"content_type": kind, **kwargs}
        return self.client.post(path, data=body, **kwargs)

    def check(self, **fields) -> TestResponse:
        return self.post("/1.1/comment-check", GOOD | fields)

    def submit(self, kind, **fields) -> TestResponse:
        return self.post(f"/1.1/submit-{kind}", GOOD | fields)

    @property
    def kept(self):
        return list(self.world.store.comments.values())

    @property
    def said(self):
        return list(self.world.store.feedback.values())


def make_desk(spam=0.0, *, model="fake", settings=None, **heads) -> Desk:
    """Build a desk whose model scores every comment alike; `model` None is no model."""
    fake = None if model is None else FakeModel(spam=spam, **heads)
    world = make_world(fake, settings or SiteSettings())
    return Desk(world, create_app(world.ports).test_client())
