"""Time calls, and say how."""

import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles

__all__ = ["interleaved_us", "table"]


def interleaved_us(
    calls: dict[str, Callable[[], object]], rounds: int = 40
) -> dict[str, tuple[float, float]]:
    """Return median and 99th percentile of each call in microseconds.

    The calls take turns of twenty, so that a noisy moment hits all alike, and each runs
    with its own code in the processor's caches, as in a worker that does nothing else.
    """
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    for _ in range(rounds):
        for name, call in calls.items():
            taken[name] += [_once_us(call) for _ in range(_TURN)]
    return {name: (median(t), quantiles(t, n=100)[98]) for name, t in taken.items()}


_TURN = 20


def _once_us(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1e6


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
