"""What leaving sources out and disguising texts showed, as tables for people."""

from collections.abc import Iterator
from typing import Any

from training.obfuscated import pooled
from training.report import auc_text, families_text, obfuscations_text, recall_text

__all__ = ["leaving_text"]

_SHOWN = (
    "ham_blocked",
    "ham_held",
    "spam_caught",
    "spam_caught_or_held",
    "abuse_held_or_blocked",
)


# Families that people read; all of them are in the JSON.
_MOST_FAMILIES = 30


def leaving_text(found: dict[str, Any]) -> str:
    """Say how good models are on the sources that each had not seen."""
    sources = found["left_out"]
    lines = [line for each in sources for line in (*_source(each), "")]
    disguised = [each["obfuscations"] for each in sources if "obfuscations" in each]
    if len(disguised) > 1:
        lines += ["all sources, disguised", *obfuscations_text(pooled(disguised))]
    if sources and sources[-1]["families_held_out"]:
        lines += [f"families held out whole, without {sources[-1]['source']}"]
        lines += families_text(sources[-1]["families_held_out"], _MOST_FAMILIES)
    return "\n".join(lines).rstrip()


def _source(each: dict[str, Any]) -> Iterator[str]:
    without = ", ".join(each["trained_without"]) or "nothing: it is never learned from"
    yield f"{each['source']}, {each['n_rows']:,} rows; trained without {without}"
    alone = each["without_metadata"]
    for head in each["heads"]:
        yield _head(head, each["heads"][head])
        yield _head("", alone["heads"][head])
    thresholds = f"  {'at the thresholds':24}{'all fields':>10}"
    yield f"{thresholds:60}without metadata"
    for name in _SHOWN:
        row, bare = each["at_thresholds"][name], alone["at_thresholds"][name]
        if row["n"]:
            line = f"    {name.replace('_', ' '):22}{_rate(row)}  of {row['n']:,}"
            yield f"{line:60}{_rate(bare)}"
    if "obfuscations" in each:
        yield "  disguised"
        yield from obfuscations_text(each["obfuscations"])


def _head(head: str, row: dict[str, Any]) -> str:
    start = f"  {head:8}{'all fields' if head else 'without metadata':17}"
    if "auc" not in row:
        return f"{start} n={row['n_positive']:,} (no ham to compare with)"
    one, tenth = (
        recall_text(row["recall_at_1pct"]),
        recall_text(row["recall_at_0.1pct"]),
    )
    return (
        f"{start} AUC {auc_text(row)}  recall at 1% {one}  at 0.1% {tenth}  "
        f"n={row['n_positive']:,}+{row['n_ham']:,}"
    )


def _rate(row: dict[str, float]) -> str:
    return f"{row['rate']:8.2%}  [{row['low']:.2%}, {row['high']:.2%}]"
