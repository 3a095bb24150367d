"""Drift as gauges, measured when somebody asks and at most once a minute."""

import logging
import threading
import time
from math import nan

from prometheus_client import CollectorRegistry, Gauge

from moderation.services import drifting
from moderation.services.ports import Ports

__all__ = ["DriftGauges"]

_EVERY_S = 60.0

_SENTENCES = {
    "hamgate_score_psi": "Population stability index of spam scores against training.",
    "hamgate_flag_rate": "Share of the newest comments that were not approved.",
    "hamgate_calibration_error": "Expected error of spam scores against feedback.",
    "hamgate_unseen_ngrams": "Share of words and pairs that are new to the model.",
    "hamgate_model_age_days": "Days since the model in use was made.",
}

_log = logging.getLogger(__name__)


class DriftGauges:
    """The gauges of one worker; of several workers the newest value counts.

    A gauge is there from its first value on: zero would be one. What becomes unknown
    is NaN.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._gauges: dict[str, Gauge] = {}
        self._lock = threading.Lock()
        self._again_at = float("-inf")

    def refresh(self, ports: Ports) -> None:
        """Measure anew if it is time; what fails is logged and leaves all as it was."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            if time.monotonic() >= self._again_at:
                self._again_at = time.monotonic() + _EVERY_S
                self._measure(ports)
        except Exception as error:
            # The other counters are wanted most when something is broken.
            _log.warning("drift cannot be measured: %s", type(error).__name__)
        finally:
            self._lock.release()

    def _measure(self, ports: Ports) -> None:
        found = drifting.of_all(ports=ports)
        values = {
            "hamgate_score_psi": found.psi,
            "hamgate_flag_rate": found.flagged.rate if found.n else None,
            "hamgate_calibration_error": found.error,
            "hamgate_unseen_ngrams": found.unseen,
            "hamgate_model_age_days": found.model_age_days,
        }
        for name, value in values.items():
            if value is not None:
                self._gauge(name).set(value)
            elif name in self._gauges:
                self._gauges[name].set(nan)

    def _gauge(self, name: str) -> Gauge:
        if name not in self._gauges:
            self._gauges[name] = Gauge(
                name,
                _SENTENCES[name],
                registry=self._registry,
                multiprocess_mode="mostrecent",
            )
        return self._gauges[name]
