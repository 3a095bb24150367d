"""What a candidate must not lose against the champion to be let in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moderation.classify.weights import HEADS
from training.metrics import calibration
from training.paired import Difference, rate_difference, recall_difference
from training.parts import Part, together
from training.slices import SliceDifference, slice_differences

if TYPE_CHECKING:
    from training.costs import Costs

__all__ = ["Gate", "all_gates"]

# Shares of ham that a site may promise not to block.
_PROMISES = (0.01, 0.001)
_LEAST_ROWS = 30
# A table of ten bins says nothing of fewer rows.
_LEAST_CALIBRATION_ROWS = 100
_CALIBRATION = 0.02
_MOST_LOSS = {"caught": 0.05, "ham_blocked": 0.02}
# There are dozens of slices: at 5 % a good candidate would fail one by chance.
_CHANCE = 0.01
_MOST_BYTES = 8 * 1024 * 1024
_MOST_TIMES = 1.25


@dataclass(frozen=True, slots=True)
class Gate:
    """One demand: `figure` must not be worse than `limit`; the sentence says both."""

    name: str
    part: str
    figure: float
    limit: float
    passed: bool
    sentence: str


def all_gates(parts: Sequence[Part], costs: "Costs") -> list[Gate]:
    """Hold the candidate against the champion in all that counts."""
    found = [gate for part in parts for gate in _of_part(part)]
    differences = slice_differences(together([*parts]))
    found += [_slices(measure, differences) for measure in _MOST_LOSS]
    return [*found, *_of_costs(costs)]


def _of_part(part: Part) -> Iterator[Gate]:
    for head in HEADS[:2]:
        known = (part.labels == head) | (part.labels == "ham")
        y = part.labels[known] == head
        if min(y.sum(), (~y).sum()) >= _LEAST_ROWS:
            yield from _recalls(part, head, known, y)
    ham = part.labels == "ham"
    if ham.sum() >= _LEAST_ROWS:
        one, other = part.champion, part.candidate
        yield _ham("ham-blocked", part, one.blocked[ham], other.blocked[ham])
        yield _ham("ham-held", part, one.acted[ham], other.acted[ham])
    yield from _calibration(part)


def _recalls(
    part: Part, head: str, known: NDArray[np.bool_], y: NDArray[np.bool_]
) -> Iterator[Gate]:
    column = HEADS.index(head)
    one, other = (
        judged.scores[known, column] for judged in (part.champion, part.candidate)
    )
    for promise in _PROMISES:
        found = recall_difference(y, one, other, promise)
        what = f"recall of {head} at {promise:.1%} ham blocked"
        yield Gate(
            f"recall-{head}-at-{promise:.1%}",
            part.name,
            round(found.high, 4),
            0.0,
            found.high >= 0,
            f"{what}, {part.name}: {_said(found)}",
        )


def _ham(
    name: str, part: Part, one: NDArray[np.bool_], other: NDArray[np.bool_]
) -> Gate:
    found = rate_difference(one, other)
    what = {"ham-blocked": "ham blocked", "ham-held": "ham held or blocked"}[name]
    return Gate(
        name,
        part.name,
        round(found.low, 4),
        0.0,
        found.low <= 0,
        f"{what}, {part.name}: {_said(found)}",
    )


def _calibration(part: Part) -> Iterator[Gate]:
    known = (part.labels == "spam") | (part.labels == "ham")
    if known.sum() < _LEAST_CALIBRATION_ROWS:
        return
    y = (part.labels[known] == "spam").astype(int)
    before, after = (
        calibration(y, judged.scores[known, 0])["expected_error"]
        for judged in (part.champion, part.candidate)
    )
    yield Gate(
        "calibration",
        part.name,
        round(after - before, 4),
        _CALIBRATION,
        after - before <= _CALIBRATION,
        f"calibration error, {part.name}: {before:.3f} became {after:.3f}, "
        f"{_CALIBRATION} more is allowed",
    )


def _slices(measure: str, differences: list[SliceDifference]) -> Gate:
    """Judge all slices by one measure; the worst that no chance explains counts."""
    limit = _MOST_LOSS[measure]
    found = [each for each in differences if each.measure == measure]
    sure = [each for each in found if each.chance < _CHANCE]
    worst = max(sure, key=lambda each: each.loss, default=None)
    loss = round(max(worst.loss, 0.0), 4) if worst else 0.0
    words = "caught or held" if measure == "caught" else "ham blocked"
    sentence = f"{words} by slice: none of {len(found)} slices is worse beyond chance"
    if worst and loss:
        sentence = (
            f"{words}, {worst.name}: {_said(worst.difference)} on {worst.n} rows, "
            f"{limit} worse is allowed"
        )
    name = f"slices-{measure.replace('_', '-')}"
    return Gate(name, "all", loss, limit, loss <= limit, sentence)


def _of_costs(costs: "Costs") -> Iterator[Gate]:
    before, after = costs.n_bytes
    limit = min(_MOST_BYTES, int(_MOST_TIMES * before))
    size = f"size: {before:,} bytes became {after:,}, {limit:,} are allowed"
    yield Gate("size", "all", after, limit, after <= limit, size)
    slow, fast = costs.seconds[1], max(costs.seconds[0], 1e-9)
    ratio = round(slow / fast, 3)
    said = f"time a comment: {ratio:.2f} times the champion's, {_MOST_TIMES} is allowed"
    yield Gate("latency", "golden", ratio, _MOST_TIMES, ratio <= _MOST_TIMES, said)


def _said(found: Difference) -> str:
    return (
        f"{found.champion:.3f} became {found.candidate:.3f} "
        f"(difference {found.more:+.3f}, 95 % {found.low:+.3f} to {found.high:+.3f})"
    )
