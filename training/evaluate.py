"""Measure a model on labelled rows: ranking, promises, calibration, slices."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from moderation.classify.decide import decide
from moderation.classify.scorer import Scorer
from moderation.classify.weights import HEADS
from moderation.comment import Comment
from moderation.tables import comments_of
from moderation.verdict import Action, Assessment, Label, Scores
from training.metrics import head_metrics, interval

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pandas import DataFrame

__all__ = ["evaluate_model"]

_CHUNK = 1024
# A smaller slice says nothing.
_LEAST_ROWS = 20


def evaluate_model(
    table: "DataFrame", model: Scorer, advance: "Callable[[int], object]" = int
) -> dict[str, Any]:
    """Return the metrics of `model` on `table`, in all and by source and language.

    Parameters
    ----------
    advance : callable
        Is told how many rows were scored, as they are.
    """
    labels = table["label"].to_numpy(str)
    scores = _scores(comments_of(table), model, advance)
    decided = [
        decide(Assessment(Scores(*map(float, row))), model.thresholds) for row in scores
    ]
    return {
        "model": model.name,
        "n_rows": len(table),
        "heads": _heads(labels, scores),
        "at_thresholds": _at_thresholds(labels, [action for _, action in decided]),
        "confusion": _confusion(labels, [label for label, _ in decided]),
        "by_source": _slices(table, "source", labels, scores),
        "by_lang": _slices(table, "lang", labels, scores),
    }


def _scores(
    comments: "Sequence[Comment]", model: Scorer, advance: "Callable[[int], object]"
) -> NDArray[np.float64]:
    parts = [np.empty((0, len(HEADS)))]
    for first in range(0, len(comments), _CHUNK):
        chunk = comments[first : first + _CHUNK]
        parts.append(model.score(chunk).astype(float))
        advance(len(chunk))
    return np.concatenate(parts)


def _heads(labels: NDArray[np.str_], scores: NDArray[np.float64]) -> dict[str, Any]:
    measured = {
        head: head_metrics(labels, scores[:, n], head) for n, head in enumerate(HEADS)
    }
    return {head: found for head, found in measured.items() if found["n_positive"]}


def _at_thresholds(
    labels: NDArray[np.str_], actions: "Sequence[Action]"
) -> dict[str, Any]:
    """Say what the model's own thresholds block, hold and catch."""
    blocked = np.array(
        [each in (Action.SPAM, Action.DISCARD) for each in actions], bool
    )
    held = np.array([each is Action.HOLD for each in actions], bool)
    ham, spam = labels == "ham", labels == "spam"
    return {
        "ham_blocked": _rate(blocked[ham]),
        "ham_held": _rate(held[ham]),
        "spam_caught": _rate(blocked[spam]),
        "spam_caught_or_held": _rate((blocked | held)[spam]),
        "abuse_held_or_blocked": _rate((blocked | held)[labels == "abuse"]),
        "footer_blocked": _rate(blocked[labels == "footer"]),
    }


def _rate(happened: NDArray[np.bool_]) -> dict[str, Any]:
    n = len(happened)
    if not n:
        return {"n": 0}
    k = int(happened.sum())
    low, high = interval(k, n)
    return {
        "rate": round(k / n, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "n": n,
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
