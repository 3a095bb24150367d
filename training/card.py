"""The card of a model: what for, made from what, how good, and what it gets wrong."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from moderation.verdict import Action, Label
from training.evaluate import measured
from training.judged import Judged
from training.parts import Part, together
from training.slices import slice_differences

if TYPE_CHECKING:
    from pandas import DataFrame

    from training.candidates import Candidate
    from training.gates import Gate

__all__ = ["action_of", "card_of", "is_wrong"]

PURPOSE = (
    "Judges comments on the sites of this installation: ham, spam, abuse or footer. "
    "It is not made to judge people, or texts that are no comments."
)
_LIMITS = (
    "The labels are what people on these sites said, errors included.",
    "It reads text, names and links; it does not see pictures or what a link leads to.",
    "Languages and kinds of comments with few rows below were hardly measured.",
)
_MOST_EXAMPLES = 30


def card_of(
    manifest: dict[str, Any],
    candidate: "Candidate",
    feedback: "DataFrame",
    parts: Sequence[Part],
    gates: "Sequence[Gate]",
) -> dict[str, Any]:
    """Return the card as plain JSON; it quotes golden comments and no others."""
    golden = next(part for part in parts if part.name == "golden")
    return {
        "name": manifest["name"],
        "created_at": manifest["created_at"],
        "purpose": PURPOSE,
        "limits": list(_LIMITS),
        "made": manifest["made"],
        "feedback": _counted(feedback),
        "sources": manifest["sources"],
        "libraries": manifest["libraries"],
        "thresholds": manifest["thresholds"],
        "metrics": {part.name: _both(part) for part in parts},
        "slices": [_slice(each) for each in slice_differences(together([*parts]))],
        "gates": [asdict(gate) for gate in gates],
        "accepted": all(gate.passed for gate in gates),
        "learning_curve": candidate.curve,
        "wrong": _wrong(golden)[:_MOST_EXAMPLES],
        "n_wrong": len(_wrong(golden)),
    }


def action_of(judged: Judged, n: int) -> str:
    """Return what was done to a comment."""
    if judged.blocked[n]:
        return Action.SPAM.value
    return (Action.HOLD if judged.held[n] else Action.APPROVE).value


def is_wrong(label: str, judged: Judged, n: int) -> bool:
    """Tell ham that is not approved, and anything else that is."""
    return bool(judged.acted[n]) == (label == Label.HAM)


def _counted(feedback: "DataFrame") -> dict[str, Any]:
    """Count labels by site number and by how much they are trusted."""
    by_site: dict[str, dict[str, int]] = {}
    pairs = Counter(zip(feedback["source"], feedback["label"], strict=True))
    for (site, label), n in sorted(pairs.items()):
        by_site.setdefault(site, {})[label] = n
    trust = Counter(f"{weight:.2g}" for weight in feedback["trust"])
    return {
        "n": len(feedback),
        "by_label": dict(sorted(Counter(feedback["label"]).items())),
        "by_site": by_site,
        "by_weight": dict(sorted(trust.items())),
        "first": feedback["given_at"].min().isoformat(),
        "last": feedback["given_at"].max().isoformat(),
    }


def _both(part: Part) -> dict[str, Any]:
    return {
        "n": len(part.table),
        "champion": measured(part.labels, part.champion),
        "candidate": measured(part.labels, part.candidate),
    }


def _slice(each: Any) -> dict[str, Any]:  # noqa: ANN401 (a SliceDifference)
    found = each.difference
    return {
        "slice": each.name,
        "measure": each.measure,
        "n": each.n,
        "champion": round(found.champion, 4),
        "candidate": round(found.candidate, 4),
        "low": round(found.low, 4),
        "high": round(found.high, 4),
    }


def _wrong(golden: Part) -> list[dict[str, Any]]:
    rows = []
    for n, row in enumerate(golden.table.to_dict("records")):
        if is_wrong(row["label"], golden.candidate, n):
            said = {name: row[name] for name in ("text", "label", "kind", "lang")}
            spam = round(float(golden.candidate.scores[n, 0]), 3)
            rows.append(said | {"action": action_of(golden.candidate, n), "spam": spam})
    return rows
