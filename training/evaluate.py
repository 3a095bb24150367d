"""Measure a model on labelled rows: ranking, promises, calibration, slices."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from moderation.classify.scorer import Scorer
from moderation.classify.weights import HEADS
from moderation.tables import comments_of
from moderation.verdict import Label
from training.families import by_family
from training.judged import Judged, judge, rate
from training.metrics import head_metrics
from training.split import families_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pandas import DataFrame

__all__ = ["evaluate_model", "measured"]

# A smaller slice says nothing.
_LEAST_ROWS = 20


def evaluate_model(
    table: "DataFrame", model: Scorer, advance: "Callable[[int], object]" = int
) -> dict[str, Any]:
    """Return the metrics of `model` on `table`, in all, by source, language and family.

    Parameters
    ----------
    advance : callable
        Is told how many rows were scored, as they are.
    """
    labels = table["label"].to_numpy(str)
    judged = judge(comments_of(table), model, advance)
    return {
        "model": model.name,
        "n_rows": len(table),
        **measured(labels, judged),
        "confusion": _confusion(labels, judged.labels),
        "by_source": _slices(table, "source", labels, judged.scores),
        "by_lang": _slices(table, "lang", labels, judged.scores),
        "by_family": by_family(families_of(table), labels, judged.acted),
    }


def measured(labels: NDArray[np.str_], judged: Judged) -> dict[str, Any]:
    """Return the metrics of heads, and what the thresholds block, hold and catch."""
    return {
        "heads": _heads(labels, judged.scores),
        "at_thresholds": _at_thresholds(labels, judged),
    }


def _heads(labels: NDArray[np.str_], scores: NDArray[np.float64]) -> dict[str, Any]:
    measured = {
        head: head_metrics(labels, scores[:, n], head) for n, head in enumerate(HEADS)
    }
    return {head: found for head, found in measured.items() if found["n_positive"]}


def _at_thresholds(labels: NDArray[np.str_], judged: Judged) -> dict[str, Any]:
    """Say what the model's own thresholds block, hold and catch."""
    ham, spam = labels == "ham", labels == "spam"
    return {
        "ham_blocked": rate(judged.blocked[ham]),
        "ham_held": rate(judged.held[ham]),
        "spam_caught": rate(judged.blocked[spam]),
        "spam_caught_or_held": rate(judged.acted[spam]),
        "abuse_held_or_blocked": rate(judged.acted[labels == "abuse"]),
        "footer_blocked": rate(judged.blocked[labels == "footer"]),
    }


def _confusion(
    labels: NDArray[np.str_], answered: "Sequence[Label]"
) -> dict[str, dict[str, int]]:
    counts = Counter(zip(labels.tolist(), map(str, answered), strict=True))
    rows = [label.value for label in Label]
    return {
        row: {column: counts[row, column] for column in rows}
        for row in rows
        if row in labels
    }


def _slices(
    table: "DataFrame",
    column: str,
    labels: NDArray[np.str_],
    scores: NDArray[np.float64],
) -> dict[str, Any]:
    if column not in table.columns:
        return {}
    values = table[column].to_numpy(str)
    found = {}
    for value in sorted(set(values)):
        inside = values == value
        if inside.sum() >= _LEAST_ROWS:
            found[value or "unnamed"] = _heads(labels[inside], scores[inside])
    return found
