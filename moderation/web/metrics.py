"""What the service counts of itself; no label ever holds what a caller sent."""

import os
import re
from time import perf_counter
from typing import cast

from flask import Flask, Request, Response
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from moderation.verdict import Action
from moderation.web.drift import DriftGauges

__all__ = ["Metrics", "of", "route_of"]

_VARIABLE = re.compile("<(?:[^<>]*:)?([^<>:]*)>")

_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5)


class Metrics:
    """The counters of one application, and the gauges of `drift`.

    Several worker processes add up through the folder that the environment names as
    ``PROMETHEUS_MULTIPROC_DIR``, which has to be set before this module is imported.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "hamgate_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._verdicts = Counter(
            "hamgate_verdicts", "Verdicts given.", ("action",), registry=self._registry
        )
        self._judging = Histogram(
            "hamgate_judge_seconds",
            "Time to judge the comments of one request.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._store_errors = Counter(
            "hamgate_store_errors",
            "Requests that the database failed.",
            registry=self._registry,
        )
        self.drift = DriftGauges(self._registry)
        self._by_action = {each: self._verdicts.labels(each.value) for each in Action}
        self._by_request: dict[tuple[str, str, int], Counter] = {}

    def answered(self, request: Request, response: Response) -> None:
        """Count a request under the template of its route."""
        rule = request.url_rule
        # An unknown path comes with any method that its sender thought of.
        route, method = (rule.rule, request.method) if rule else ("", "")
        key = (method, route, response.status_code)
        if (counter := self._by_request.get(key)) is None:
            labels = (method, route_of(route), str(response.status_code))
            self._by_request[key] = counter = self._requests.labels(*labels)
        counter.inc()

    def judged(self, actions: list[Action], since: float) -> None:
        """Count verdicts; `since` is when judging began, by `perf_counter`."""
        self._judging.observe(perf_counter() - since)
        for action in actions:
            self._by_action[action].inc()

    def store_failed(self) -> None:
        """Count a request that ended with `StoreUnavailable`."""
        self._store_errors.inc()

    def text(self) -> bytes:
        """Write all counters for Prometheus, of all worker processes together."""
        if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            return generate_latest(self._registry)
        everyone = CollectorRegistry()
        MultiProcessCollector(everyone)  # type: ignore[no-untyped-call]
        return generate_latest(everyone)


def route_of(rule: str) -> str:
    """Write a route as OpenAPI does: ``/v1/comments/{comment_id}``."""
    return _VARIABLE.sub(r"{\1}", rule)


def of(app: Flask) -> Metrics:
    """Find the counters of `app`."""
    return cast(Metrics, app.extensions["metrics"])
