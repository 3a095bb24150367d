"""A site that nobody has seen: Hamgate and its rivals, trained without each source."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.rivals import RIVALS, TFIDF_ROWS, missing
from benchmarks.timing import table
from moderation.tables import comments_of
from training.leaving import LeftOut, leave_one_out, left_out_tests, without_metadata
from training.metrics import head_metrics
from training.shipped import shipped_rows

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["run"]

_SOURCES = (
    "wp_blogs_a",
    "youtube_uci",
    "youtube_judol_id",
    "telegram_antispam",
    "sms_uci",
    "x_janitr",
)
_SHOWN = ("ham_blocked", "ham_held", "spam_caught", "spam_caught_or_held")


def run(datasets: Path | None) -> None:
    """Print ranking beside the rivals, then what the thresholds of Hamgate do."""
    if datasets is None:
        print("HAMGATE_DATASETS is not set")
        return
    for name in filter(missing, RIVALS):
        print(f"{name} is left out, it is not installed: {missing(name)}")
    print_tables(shipped_rows(datasets), left_out_tests(datasets, _SOURCES))


def print_tables(rows: "DataFrame", tests: "dict[str, DataFrame]") -> None:
    """Print both tables for sources with their test rows, and how long it took."""
    ranking: list[list[str]] = []
    promises: list[list[str]] = []
    taken: dict[str, float] = {}
    for each in leave_one_out(rows, tests):
        ranking += _ranking(each, rows, taken)
        promises += _promises(each)
    head = ["left out", "classifier", "AUC", "recall at 1 %", "recall at 0.1 %"]
    print(table(head, ranking))
    head = ["left out", "Hamgate", *(name.replace("_", " ") for name in _SHOWN)]
    print("\n" + table(head, promises))
    print(f"\n{len(rows):,} rows to learn from; TF-IDF + LR: {TFIDF_ROWS:,} at most.")
    print(", ".join(f"{name} {seconds:.0f} s" for name, seconds in taken.items()))


def _ranking(
    each: LeftOut, rows: "DataFrame", taken: dict[str, float]
) -> list[list[str]]:
    test = each.test[each.test["label"].isin(("ham", "spam"))]
    bare = without_metadata(test)
    found = {
        "Hamgate, all fields": each.model.score(comments_of(test))[:, 0],
        "Hamgate, text alone": each.model.score(comments_of(bare))[:, 0],
    }
    train = rows[~rows["source"].isin(each.without)]
    texts, y = train["text"].tolist(), (train["label"] == "spam").to_numpy(int)
    for name, fit in RIVALS.items():
        if not missing(name):
            began = time.perf_counter()
            found[name] = fit(texts, y)(test["text"].tolist())
            taken[name] = taken.get(name, 0.0) + time.perf_counter() - began
    labels = test["label"].to_numpy(str)
    return [
        [each.source, name, *_cells(labels, np.asarray(scores, float))]
        for name, scores in found.items()
    ]


def _cells(labels: NDArray[np.str_], scores: NDArray[np.float64]) -> list[str]:
    # Ranks, as rivals score on scales of their own.
    _, ranks = np.unique(scores, return_inverse=True)
    found = head_metrics(labels, ranks / max(ranks.max(), 1), "spam")
    recalls = [found[name] for name in ("recall_at_1pct", "recall_at_0.1pct")]
    return [
        f"{found['auc']:.4f}",
        *(f"{r['recall']:.3f} [{r['low']:.3f}, {r['high']:.3f}]" for r in recalls),
    ]


def _promises(each: LeftOut) -> list[list[str]]:
    found = each.evaluate()
    both = {
        "all fields": found["at_thresholds"],
        "text alone": found["without_metadata"]["at_thresholds"],
    }
    return [
        [each.source, name, *(_rate(rates[shown]) for shown in _SHOWN)]
        for name, rates in both.items()
    ]


def _rate(row: dict[str, Any]) -> str:
    return (
        f"{100 * row['rate']:.2f} % [{100 * row['low']:.2f}, {100 * row['high']:.2f}]"
    )
