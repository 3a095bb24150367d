"""Draw how good a candidate is, beside the champion; needs the extra `pictures`."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve, roc_curve

from training.judged import Judged
from training.parts import Part

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_report", "has_pictures"]

_INCHES = (10, 5)
_STYLES = (("champion", "--"), ("candidate", "-"))
_LEAST_BLOCKED = 5e-4


def has_pictures() -> bool:
    """Tell whether matplotlib is there."""
    return find_spec("matplotlib") is not None


def draw_report(folder: Path, parts: Sequence[Part], card: dict[str, Any]) -> None:
    """Write the pictures of a report as PNG files to `folder`, which is made."""
    folder.mkdir()
    usable = [part for part in parts if _known(part)[1].any()]
    usable = [part for part in usable if not _known(part)[1].all()]
    figures = {
        "roc-and-pr": _curves(usable),
        "calibration": _calibration(card),
        "thresholds": _thresholds(usable),
        "slices": _slices(card),
        "learning-curve": _learning(card),
    }
    for name, figure in figures.items():
        # Without a date in the file the same numbers give the same bytes.
        figure.savefig(folder / f"{name}.png", dpi=100, metadata={"Software": None})


def _figure(n_columns: int = 1) -> "tuple[Figure, list[Axes]]":
    from matplotlib.figure import Figure

    figure = Figure(figsize=_INCHES, layout="constrained")
    axes = figure.subplots(1, n_columns, squeeze=False)
    for each in axes[0]:
        each.grid(visible=True, alpha=0.3)
    return figure, list(axes[0])


def _known(part: Part) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rows are spam or ham, and which of these are spam."""
    known = (part.labels == "spam") | (part.labels == "ham")
    return known, part.labels[known] == "spam"


def _judged(part: Part, who: str) -> Judged:
    return part.champion if who == "champion" else part.candidate


def _curves(parts: Sequence[Part]) -> "Figure":
    figure, (roc, precision) = _figure(2)
    for part in parts:
        known, y = _known(part)
        for who, style in _STYLES:
            scores = _judged(part, who).scores[known, 0]
            blocked, caught, _ = roc_curve(y, scores)
            label = f"{who}, {part.name}"
            blocked = np.maximum(blocked, _LEAST_BLOCKED / 10)
            roc.plot(blocked, caught, style, drawstyle="steps-post", label=label)
            right, recall, _ = precision_recall_curve(y, scores)
            precision.plot(recall, right, style, label=label)
    roc.set_xscale("log")
    roc.set(xlim=(_LEAST_BLOCKED, 1), ylim=(0, 1.01))
    roc.set(xlabel="ham blocked (share)", ylabel="spam caught (share)")
    precision.set(xlabel="spam caught (share)", ylabel="spam among what is caught")
    _legend(roc, precision)
    return figure


def _calibration(card: dict[str, Any]) -> "Figure":
    figure, axes = _figure(len(card["metrics"]))
    for axis, (name, both) in zip(axes, card["metrics"].items(), strict=True):
        axis.plot([0, 1], [0, 1], color="gray", linewidth=0.8)
        for who, style in _STYLES:
            row = both[who]["heads"].get("spam", {})
            bins = row.get("calibration", {}).get("bins", [])
            points = [mean for mean, _, _ in bins], [share for _, share, _ in bins]
            axis.plot(*points, style, marker="o", label=who)
        axis.set(xlabel="score", ylabel="spam (share)", title=name)
    _legend(*axes)
    return figure


def _thresholds(parts: Sequence[Part]) -> "Figure":
    figure, (axis,) = _figure()
    edges = np.linspace(0, 1, 501)
    for part in parts:
        known, y = _known(part)
        scores = part.candidate.scores[known, 0]
        for what, rows in (("spam caught", scores[y]), ("ham blocked", scores[~y])):
            share = [(rows >= edge).mean() for edge in edges]
            axis.plot(edges, share, label=f"{what}, {part.name}")
    axis.set(xlabel="threshold", ylabel="share from the threshold up", yscale="symlog")
    axis.set_yscale("symlog", linthresh=0.01)
    axis.set(ylim=(0, 1.05))
    _legend(axis)
    return figure


def _slices(card: dict[str, Any]) -> "Figure":
    from matplotlib.figure import Figure

    rows = card["slices"][::-1]
    height = max(_INCHES[1], 0.22 * len(rows))
    figure = Figure(figsize=(_INCHES[0], height), layout="constrained")
    axis = figure.subplots()
    axis.axvline(0, color="gray", linewidth=0.8)
    for n, row in enumerate(rows):
        color = "tab:blue" if row["measure"] == "caught" else "tab:red"
        axis.plot([row["low"], row["high"]], [n, n], color=color)
        axis.plot([row["candidate"] - row["champion"]], [n], "o", color=color)
    names = [f"{row['slice']}, {row['measure'].replace('_', ' ')}" for row in rows]
    axis.set_yticks(range(len(rows)), names, fontsize="x-small")
    axis.set(xlabel="candidate less champion, with 95 % intervals")
    return figure


def _learning(card: dict[str, Any]) -> "Figure":
    figure, (axis,) = _figure()
    rows = [row for row in card["learning_curve"] if "auc" in row]
    counts = [row["n_rows"] for row in rows]
    if rows:
        axis.plot(counts, [row["auc"] for row in rows], marker="o", label="AUC")
        recalls = [row["recall_at_1pct"]["recall"] for row in rows]
        axis.plot(counts, recalls, marker="o", label="recall at 1 % ham blocked")
    axis.set(xlabel="labels learned from", ylabel="on labels held out")
    _legend(axis)
    return figure


def _legend(*axes: "Axes") -> None:
    for axis in axes:
        if axis.get_legend_handles_labels()[0]:
            axis.legend(fontsize="small")
