"""Where a site begins: the thresholds that a model brings for each promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moderation.verdict import Thresholds

__all__ = ["Start", "start_of"]

Row = tuple[float, float | None]


@dataclass(frozen=True, slots=True)
class Start:
    """What a model's held-out ham supports.

    `hold` and `spam` are pairs of a promised share and the threshold for it, shares
    rising; the threshold is None where there was too little ham.
    """

    thresholds: Thresholds
    hold: tuple[Row, ...]
    spam: tuple[Row, ...]


def start_of(thresholds: Thresholds, manifest: Mapping[str, Any]) -> Start:
    """Read the start of a model; an older one has three thresholds to offer."""
    table = manifest.get("promised")
    if table is None:
        rows = _of_older(thresholds)
        return Start(thresholds, rows, rows[:2])
    shares = table["shares"]
    return Start(
        thresholds,
        tuple(zip(shares, table["hold"], strict=True)),
        tuple(zip(shares, table["spam"], strict=True)),
    )


def _of_older(thresholds: Thresholds) -> tuple[Row, ...]:
    """Pair thresholds with the shares of ham that they were chosen for."""
    return (
        (0.0005, thresholds.discard),
        (0.005, thresholds.spam),
        (0.05, thresholds.hold),
    )
