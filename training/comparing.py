"""Two versions side by side, on comments that neither learned from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.classify.scorer import Scorer
from moderation.tables import comments_of
from training.costs import Costs, costs_of
from training.evaluate import measured
from training.feedback import unseen_by
from training.golden import golden_rows
from training.judged import Judged, judge
from training.paired import rate_difference
from training.parts import LEAST_TRUST

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Loaded", "compare", "comparison_text", "load"]

_LEAST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """A version that is loaded, and its folder."""

    scorer: Scorer
    folder: Path

    @property
    def until(self) -> str:
        """When the newest label was given that it learned from, or ""."""
        return str(self.scorer.manifest.get("made", {}).get("until", ""))


def load(folder: Path) -> Loaded:
    """Load a version; `BadArtifact` if it cannot be used."""
    return Loaded(Scorer.load(folder), folder)


def compare(one: Loaded, other: Loaded, feedback: "DataFrame") -> dict[str, Any]:
    """Return the metrics of both on the golden set, and on feedback new to both.

    `feedback` is a table as `feedback_table` returns it, or has no rows.
    """
    golden = golden_rows()
    tables = {"golden": golden}
    unseen = unseen_by(feedback, one.until) & unseen_by(feedback, other.until)
    kept = feedback[unseen & (feedback["trust"] >= LEAST_TRUST)]
    if len(kept) >= _LEAST_ROWS:
        tables["feedback"] = kept.reset_index(drop=True)
    costs = costs_of(
        (one.scorer, one.folder), (other.scorer, other.folder), comments_of(golden)
    )
    return {
        "models": [one.scorer.name, other.scorer.name],
        "on": {name: _both(table, one, other) for name, table in tables.items()},
        **_costs(costs, len(golden)),
    }


def _both(table: "DataFrame", one: Loaded, other: Loaded) -> dict[str, Any]:
    comments, labels = comments_of(table), table["label"].to_numpy(str)
    first, second = judge(comments, one.scorer), judge(comments, other.scorer)
    turned = (first.blocked != second.blocked) | (first.held != second.held)
    return {
        "n": len(table),
        "metrics": [measured(labels, first), measured(labels, second)],
        "turned": int(turned.sum()),
        "differences": {
            "ham_blocked": _difference(first, second, labels == "ham", "blocked"),
            "ham_held_or_blocked": _difference(first, second, labels == "ham", "acted"),
            "rest_held_or_blocked": _difference(
                first, second, labels != "ham", "acted"
            ),
        },
    }


def _difference(one: Judged, other: Judged, rows: Any, what: str) -> dict[str, float]:  # noqa: ANN401 (a mask)
    if not rows.any():
        return {}
    found = rate_difference(getattr(one, what)[rows], getattr(other, what)[rows])
    names = ("more", "low", "high")
    return {name: round(getattr(found, name), 4) for name in names}


def _costs(costs: Costs, n_comments: int) -> dict[str, Any]:
    per_comment = [each / n_comments * 1e6 for each in costs.seconds]
    return {
        "n_bytes": [*costs.n_bytes],
        "microseconds": [round(each, 1) for each in per_comment],
    }


def comparison_text(found: dict[str, Any]) -> str:
    """Say what `compare` found, for people."""
    names = found["models"]
    lines = [f"{'':34}{names[0]:>22}{names[1]:>22}"]
    for name, both in found["on"].items():
        lines += [
            "",
            f"{name}, {both['n']:,} comments, {both['turned']} verdicts differ",
        ]
        lines += [*_lines(*both["metrics"])]
        for what, row in both["differences"].items():
            if row:
                said = f"{row['more']:+.3f} [{row['low']:+.3f}, {row['high']:+.3f}]"
                lines.append(f"  {what.replace('_', ' ') + ', more':32}{said:>44}")
    if "feedback" not in found["on"]:
        lines += ["", "feedback: too little that neither learned from"]
    lines += ["", _line("bytes", *(f"{n:,}" for n in found["n_bytes"]))]
    lines.append(_line("microseconds a comment", *map(str, found["microseconds"])))
    return "\n".join(lines)


def _lines(one: dict[str, Any], other: dict[str, Any]) -> Iterator[str]:
    for head, row in one["heads"].items():
        pair = row, other["heads"][head]
        if "auc" in row:
            yield _line(f"AUC, {head}", *(f"{each['auc']:.4f}" for each in pair))
            for key, at in (("recall_at_1pct", "1 %"), ("recall_at_0.1pct", ".1 %")):
                said = (f"{each[key]['recall']:.3f}" for each in pair)
                yield _line(f"recall of {head} at {at}", *said)
    for name, row in one["at_thresholds"].items():
        if row["n"]:
            rates = row["rate"], other["at_thresholds"][name]["rate"]
            yield _line(name.replace("_", " "), *(f"{rate:.2%}" for rate in rates))


def _line(name: str, one: str, other: str) -> str:
    return f"  {name:32}{one:>22}{other:>22}"
