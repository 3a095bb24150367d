"""Is the service alive, is it ready, and what has it done."""

from apiflask import APIBlueprint
from flask import Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST

from moderation.services import reading
from moderation.web import access, metrics
from moderation.web.answers import json_response

__all__ = ["bp"]

bp = APIBlueprint("health", __name__, tag="Health")


@bp.get("/healthz")
def get_health() -> Response:
    """Say that the process answers; asks nothing else."""
    return json_response({"status": "ok"})


@bp.get("/readyz")
def get_readiness() -> Response:
    """Say whether the database and the model are ready."""
    checks = reading.readiness(ports=access.ports())
    checks |= dict.fromkeys(current_app.extensions["ready"](), "unavailable")
    ready = all(said == "ok" for said in checks.values())
    answer = {"status": "ok" if ready else "degraded", "checks": checks}
    if ready and (warnings := reading.warnings(ports=access.ports())):
        answer["warnings"] = warnings
    return json_response(answer, 200 if ready else 503)


@bp.get("/metrics")
def get_metrics() -> Response:
    """Return counters for Prometheus."""
    counters = metrics.of(current_app)
    counters.drift.refresh(access.ports())
    return Response(counters.text(), content_type=CONTENT_TYPE_LATEST)
