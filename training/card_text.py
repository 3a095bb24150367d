"""A model card as Markdown."""

from collections.abc import Iterator
from typing import Any

__all__ = ["card_text", "cell", "gate_line"]

_RATES = (
    "ham_blocked",
    "ham_held",
    "spam_caught",
    "spam_caught_or_held",
    "abuse_held_or_blocked",
)


def card_text(card: dict[str, Any]) -> str:
    """Say what a card holds, for people."""
    parts = (_head, _made, _metrics, _slices, _gates, _wrong)
    return (
        "\n".join(line for part in parts for line in (*part(card), "")).rstrip() + "\n"
    )


def gate_line(gate: dict[str, Any]) -> str:
    """Say how one gate went."""
    return f"{'passed' if gate['passed'] else 'REFUSED'}: {gate['sentence']}"


def cell(text: str) -> str:
    """Return a text as code that no table and no Markdown takes for its own."""
    plain = " ".join(text.split()).replace("`", "'").replace("|", "¦")
    return f"`{plain[:160]}`"


def _head(card: dict[str, Any]) -> Iterator[str]:
    yield f"# Model {card['name']}"
    yield ""
    verdict = "passed all gates" if card["accepted"] else "was refused by its gates"
    yield f"Made at {card['created_at']}; it {verdict}."
    yield ""
    yield card["purpose"]
    yield ""
    yield from (f"- {limit}" for limit in card["limits"])


def _made(card: dict[str, Any]) -> Iterator[str]:
    made, feedback = card["made"], card["feedback"]
    base = f" of {made['base']}" if made["base"] else ""
    yield "## Made from"
    yield ""
    yield f"Made {made['how']}{base}, and of {feedback['n']:,} labels, given from"
    yield f"{feedback['first'][:10]} to {feedback['last'][:10]}."
    yield ""
    yield "| Site | Labels |"
    yield "|---|---|"
    for site, counts in feedback["by_site"].items():
        yield f"| {site} | {_counts(counts)} |"
    yield ""
    yield f"By weight: {_counts(feedback['by_weight'], ' of ')}."
    yield ""
    yield "| Base rows of | Labels |"
    yield "|---|---|"
    for row in card["sources"]:
        if row["source"] != "feedback":
            yield f"| {row['source']} | {_counts(row['rows'])} |"
    yield ""
    libraries = ", ".join(f"{k} {v}" for k, v in card["libraries"].items())
    yield f"Libraries: {libraries}."


def _counts(counts: dict[str, int], sign: str = " ") -> str:
    return ", ".join(f"{n:,}{sign}{name}" for name, n in counts.items())


def _metrics(card: dict[str, Any]) -> Iterator[str]:
    yield "## How good"
    yield ""
    yield "With 95 % intervals; feedback on folds that did not learn from it."
    for name, both in card["metrics"].items():
        yield ""
        yield f"### On {name}, {both['n']:,} comments"
        yield ""
        yield "| Measure | Champion | This model |"
        yield "|---|---|---|"
        yield from _rows(both["champion"], both["candidate"])


def _rows(one: dict[str, Any], other: dict[str, Any]) -> Iterator[str]:
    for head, row in one["heads"].items():
        if "auc" in row:
            pair = row, other["heads"][head]
            yield f"| AUC, {head} | {' | '.join(map(_auc, pair))} |"
            for key in ("recall_at_1pct", "recall_at_0.1pct"):
                what = f"recall of {head} at {key[10:-3]} % ham blocked"
                said = (_interval(each[key], "recall") for each in pair)
                yield f"| {what} | {' | '.join(said)} |"
            errors = (f"{each['calibration']['expected_error']:.3f}" for each in pair)
            yield f"| calibration error, {head} | {' | '.join(errors)} |"
    for name in _RATES:
        if one["at_thresholds"][name]["n"]:
            pair = one["at_thresholds"][name], other["at_thresholds"][name]
            said = (_interval(each, "rate") for each in pair)
            yield f"| {name.replace('_', ' ')} | {' | '.join(said)} |"


def _auc(row: dict[str, Any]) -> str:
    return f"{row['auc']:.3f} [{row['auc_low']:.3f}, {row['auc_high']:.3f}]"


def _interval(row: dict[str, Any], key: str) -> str:
    return f"{row[key]:.3f} [{row['low']:.3f}, {row['high']:.3f}]"


def _slices(card: dict[str, Any]) -> Iterator[str]:
    yield "## Slices"
    yield ""
    yield "| Slice | Measure | Rows | Champion | This model | Difference, 95 % |"
    yield "|---|---|---:|---:|---:|---|"
    for row in card["slices"]:
        yield (
            f"| {row['slice']} | {row['measure'].replace('_', ' ')} | {row['n']:,} "
            f"| {row['champion']:.3f} | {row['candidate']:.3f} "
            f"| {row['low']:+.3f} to {row['high']:+.3f} |"
        )


def _gates(card: dict[str, Any]) -> Iterator[str]:
    yield "## Gates"
    yield ""
    yield from (f"- {gate_line(gate)}" for gate in card["gates"])


def _wrong(card: dict[str, Any]) -> Iterator[str]:
    yield "## What it gets wrong"
    yield ""
    total = card["metrics"]["golden"]["n"]
    yield f"{card['n_wrong']} of the {total} golden comments; the first of them:"
    yield ""
    yield "| Label | Action | Kind | Language | Text |"
    yield "|---|---|---|---|---|"
    for row in card["wrong"]:
        yield (
            f"| {row['label']} | {row['action']} | {row['kind']} | {row['lang']} "
            f"| {cell(row['text'])} |"
        )
