import logging
from dataclasses import replace
from math import isnan

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from moderation.comment import Comment
from moderation.services import checking
from moderation.web import drift
from moderation.web.drift import DriftGauges
from tests.fakes import FakeModel, make_world

MORE = {
    "created_at": "2026-11-13T12:00:00+00:00",
    "score_histogram": {"ham": [1.0] + [0.0] * 9, "spam": [0.0] * 8 + [1.0, 0.0]},
}


@pytest.fixture
def world():
    return make_world(FakeModel(spam=0.95, more=MORE, new_words=0.3))


@pytest.fixture
def clock(monkeypatch):
    moments = [1000.0]
    monkeypatch.setattr(drift.time, "monotonic", lambda: moments[-1])
    return moments


def keep(world, n=1):
    comments = [Comment("x")] * n
    rows = checking.judge(comments, site=world.site, ports=world.ports)
    checking.keep(rows, ports=world.ports)


def shown(registry) -> dict[str, float]:
    lines = generate_latest(registry).decode().splitlines()
    pairs = (line.split(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


@pytest.fixture
def registry():
    return CollectorRegistry()


@pytest.fixture
def gauges(registry):
    return DriftGauges(registry)


def test_before_the_first_measurement_there_is_no_gauge(registry, gauges):
    assert shown(registry) == {}


def test_what_is_known_is_shown_and_nothing_else(world, registry, gauges):
    keep(world)

    gauges.refresh(world.ports)

    assert shown(registry) == {
        "hamgate_flag_rate": 1.0,
        "hamgate_unseen_ngrams": 0.3,
        "hamgate_model_age_days": 10.0,
    }


def test_of_many_comments_the_spread_is_shown(world, registry, gauges):
    keep(world, 200)

    gauges.refresh(world.ports)

    assert shown(registry)["hamgate_score_psi"] > 0.5


def test_what_becomes_unknown_is_no_number(world, registry, gauges, clock):
    keep(world, 200)
    gauges.refresh(world.ports)
    world.ports.models.model = replace(world.ports.models.model, name="next")
    clock.append(clock[-1] + 60)

    gauges.refresh(world.ports)

    assert isnan(shown(registry)["hamgate_score_psi"])
    assert shown(registry)["hamgate_flag_rate"] == 1.0


@pytest.mark.parametrize(("later_s", "rate"), [(59.9, 1.0), (60.0, 0.5)])
def test_it_is_measured_once_a_minute(registry, gauges, clock, later_s, rate):
    world = make_world(FakeModel(spam=0.95))
    keep(world)
    gauges.refresh(world.ports)
    world.ports.models.model = FakeModel(spam=0.0)
    keep(world)
    clock.append(clock[-1] + later_s)

    gauges.refresh(world.ports)

    assert shown(registry)["hamgate_flag_rate"] == rate


def test_a_failure_is_logged_and_tried_again_a_minute_later(
    world, registry, gauges, clock, caplog
):
    keep(world)
    world.store.is_down = True

    with caplog.at_level(logging.WARNING):
        gauges.refresh(world.ports)
        gauges.refresh(world.ports)
    assert caplog.messages == ["drift cannot be measured: StoreUnavailable"]
    assert shown(registry) == {}

    world.store.is_down = False
    clock.append(clock[-1] + 60)
    gauges.refresh(world.ports)
    assert shown(registry)["hamgate_flag_rate"] == 1.0


def test_a_fault_of_ours_is_caught_too(world, registry, gauges, monkeypatch):
    monkeypatch.setattr(drift.drifting, "of_all", lambda **_: 1 / 0)

    gauges.refresh(world.ports)

    assert shown(registry) == {}


def test_who_asks_meanwhile_does_not_wait(world, registry, gauges):
    keep(world)

    with gauges._lock:
        gauges.refresh(world.ports)

    assert shown(registry) == {}
