import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.web.app import WebOptions
from tests.fakes import FakeModel
from tests.integration.web.api_desk import Desk, make_desk, problem_code


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=0.95))


def counted(desk: Desk) -> dict[str, float]:
    lines = desk.client.get("/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_a_service_with_all_its_parts_is_ready(desk):
    response = desk.client.get("/readyz")

    assert response.status_code == 200
    said = {"status": "ok", "checks": {"database": "ok", "model": "ok"}}
    assert response.json == said


def test_without_a_model_it_is_alive_and_not_ready():
    desk = make_desk(model=None)

    response = desk.client.get("/readyz")

    assert desk.client.get("/healthz").json == {"status": "ok"}
    assert response.status_code == 503
    checks = {"database": "ok", "model": "model-unavailable"}
    assert response.json == {"status": "degraded", "checks": checks}


def test_without_a_store_it_is_alive_and_not_ready(desk):
    desk.world.store.is_down = True

    response = desk.client.get("/readyz")

    assert desk.client.get("/healthz").status_code == 200
    assert response.status_code == 503
    assert response.json["checks"]["database"] == "store-unavailable"


def test_the_operator_may_name_more_that_is_not_ready():
    desk = make_desk(FakeModel(), options=WebOptions(ready=lambda: ["migrations"]))

    response = desk.client.get("/readyz")

    assert response.status_code == 503
    assert response.json["checks"]["migrations"] == "unavailable"


def test_requests_are_counted_by_route_and_status(desk):
    said = desk.check()
    desk.get(f"/v1/comments/{said['id']}")
    desk.get(f"/v1/comments/{'0' * 32}")

    found = counted(desk)

    post = 'hamgate_requests_total{method="POST",route="/v1/comments",status="201"}'
    one = (
        'hamgate_requests_total{method="GET",route="/v1/comments/{comment_id}",status='
    )
    assert found[post] == 1
    assert (found[f'{one}"200"}}'], found[f'{one}"404"}}']) == (1, 1)


def test_verdicts_and_their_time_are_counted(desk):
    desk.check()
    desk.post("/v1/comments/batch", {"comments": [{"text": "a"}] * 3})

    found = counted(desk)

    assert found['hamgate_verdicts_total{action="spam"}'] == 4
    assert found["hamgate_judge_seconds_count"] == 2


def test_failures_of_the_store_are_counted(desk):
    desk.world.store.is_down = True
    desk.post("/v1/comments", {"text": "Hello"})

    assert counted(desk)["hamgate_store_errors_total"] == 1


def test_nothing_that_a_caller_sends_becomes_a_label(desk):
    secrets = "s3cr3t-path", "S3CR3T-METHOD", "s3cr3t-text"
    desk.get(f"/{secrets[0]}")
    desk.client.open("/v1/comments", environ_overrides={"REQUEST_METHOD": secrets[1]})
    desk.check(secrets[2])

    text = desk.client.get("/metrics").text

    assert [each for each in secrets if each.lower() in text.lower()] == []


def test_many_unknown_paths_are_one_row(desk):
    for i in range(20):
        desk.get(f"/nowhere/{i}")

    rows = [name for name in counted(desk) if name.startswith("hamgate_requests_total")]

    assert len(rows) == 1


WORKER = """
from tests.fakes import FakeModel
from tests.integration.web.api_desk import make_desk
desk = make_desk(FakeModel(spam=0.95))
desk.check()
print(desk.client.get("/metrics").text)
"""


def test_worker_processes_are_counted_together(tmp_path):
    root = Path(__file__).parents[3]
    environ = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}

    texts = [
        subprocess.run(
            [sys.executable, "-c", WORKER],
            cwd=root, env=environ, check=True, capture_output=True, text=True,
        ).stdout
        for _ in range(2)
    ]  # fmt: skip

    assert 'hamgate_verdicts_total{action="spam"} 1.0' in texts[0]
    assert 'hamgate_verdicts_total{action="spam"} 2.0' in texts[1]


def test_drift_is_measured_when_metrics_are_asked_for(desk):
    desk.check()

    assert counted(desk)["hamgate_flag_rate"] == 1


def test_metrics_answer_when_drift_cannot_be_measured(desk):
    desk.world.store.is_down = True

    assert desk.client.get("/metrics").status_code == 200


DRIFTING_WORKER = """
import sys
from tests.fakes import FakeModel
from tests.integration.web.api_desk import make_desk
desk = make_desk(FakeModel(spam=float(sys.argv[1])))
desk.check()
desk.check()
print(desk.client.get("/metrics").text)
"""


def test_of_several_workers_the_newest_gauge_counts(tmp_path):
    root = Path(__file__).parents[3]
    environ = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}

    texts = [
        subprocess.run(
            [sys.executable, "-c", DRIFTING_WORKER, spam],
            cwd=root, env=environ, check=True, capture_output=True, text=True,
        ).stdout
        for spam in ("0.95", "0.0")
    ]  # fmt: skip

    found = [re.findall("^hamgate_flag_rate (.*)$", text, re.M) for text in texts]
    assert found == [["1.0"], ["0.0"]]


def test_problems_of_health_routes_are_problems_too(desk):
    assert problem_code(desk.client.post("/healthz")) == "method-not-allowed"


def test_a_version_that_could_not_be_taken_up_is_a_warning(desk):
    desk.world.ports.models.what_fails = "bad-artifact"

    response = desk.client.get("/readyz")

    assert response.status_code == 200
    assert response.json["checks"]["model"] == "ok"
    assert response.json["warnings"] == {"model": "bad-artifact"}


def test_what_is_not_ready_at_all_gives_no_warning():
    desk = make_desk(model=None)
    desk.world.ports.models.what_fails = "bad-artifact"

    assert "warnings" not in desk.client.get("/readyz").json
