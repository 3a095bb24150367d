"""Requests made from our own OpenAPI document, good and bad, and what must hold."""

from dataclasses import replace

import schemathesis
from hypothesis import HealthCheck, Phase, assume, settings

from moderation.comment import Comment
from moderation.services import checking
from moderation.web.app import create_app
from moderation.web.metrics import route_of
from moderation.web.operations import OPERATIONS
from tests.fakes import KEY, FakeModel, make_world

HEADERS = {"Authorization": f"Bearer {KEY}"}

world = make_world(FakeModel(spam=0.5))
app = create_app(world.ports)
schema = schemathesis.openapi.from_wsgi("/openapi.json", app)


def keep_the_comment_of_the_examples():
    row = checking.judge([Comment("hello")], site=world.site, ports=world.ports)[0]
    example_id = "019ab0c4e1c07d2f8f3b5a6c7d8e9f00"
    row = replace(row, verdict=replace(row.verdict, id=example_id))
    checking.keep([row], ports=world.ports)


def is_sent(case):
    """A wrong parameter that is an empty list does not get into the address."""
    return all(value not in ([], {}) for value in (case.query or {}).values())


@schema.parametrize()
@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_document_describes(case):
    assume(is_sent(case))
    keep_the_comment_of_the_examples()
    # The same key with another body is a conflict, which no document can foresee.
    world.store.answers.clear()

    case.call_and_validate(headers=HEADERS)


def test_the_document_describes_every_route_outside_the_akismet_dialect():
    undescribed = {"docs.get_docs", "openapi.spec", "static"}

    routes = {
        f"{method} {route_of(rule.rule)}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD"}
        if rule.endpoint not in undescribed and not rule.endpoint.startswith("akismet")
    }

    assert routes == set(OPERATIONS)
