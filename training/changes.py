"""What a candidate does otherwise than the champion, as Markdown."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.card import action_of, is_wrong
from training.card_text import cell
from training.parts import Part

__all__ = ["changes_text"]

_MOST_EXAMPLES = 40


def changes_text(name: str, champion: str, parts: Sequence[Part]) -> str:
    """Say which verdicts turn; only golden comments are quoted."""
    lines = [f"# What changes from {champion} to {name}", ""]
    for part in parts:
        lines += [*_counts(part), ""]
        if part.name == "golden":
            lines += [*_examples(part), ""]
    return "\n".join(lines).rstrip() + "\n"


def _turned(part: Part) -> NDArray[np.intp]:
    pairs = (part.champion, part.candidate)
    before, after = ([action_of(x, n) for n in range(len(part.table))] for x in pairs)
    return np.flatnonzero(np.array(before, str) != np.array(after, str))


def _counts(part: Part) -> Iterator[str]:
    turned = _turned(part)
    yield f"## On {part.name}"
    yield ""
    yield f"{len(turned)} of {len(part.table):,} verdicts turn."
    yield ""
    if not len(turned):
        return
    yield "| Label | From | To | Comments |"
    yield "|---|---|---|---:|"
    ways: dict[tuple[str, str, str], int] = {}
    for n in turned:
        way = (part.labels[n], *_ways(part, n))
        ways[way] = ways.get(way, 0) + 1
    for (label, before, after), count in sorted(ways.items()):
        yield f"| {label} | {before} | {after} | {count} |"


def _ways(part: Part, n: int) -> tuple[str, str]:
    return action_of(part.champion, n), action_of(part.candidate, n)


def _examples(part: Part) -> Iterator[str]:
    turned = _turned(part)[:_MOST_EXAMPLES]
    if not len(turned):
        return
    yield "| | Label | From | To | Text |"
    yield "|---|---|---|---|---|"
    for n in turned:
        row: dict[str, Any] = part.table.iloc[n].to_dict()
        before, after = _ways(part, n)
        wrong = is_wrong(row["label"], part.candidate, n)
        mark = "worse" if wrong else "better"
        if wrong == is_wrong(row["label"], part.champion, n):
            mark = "other"
        yield f"| {mark} | {row['label']} | {before} | {after} | {cell(row['text'])} |"
