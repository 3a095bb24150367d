"""Measure what each way to disguise a text costs a model."""

from collections import Counter
from collections.abc import Callable, Iterable
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from moderation.classify.scorer import Scorer
from moderation.tables import comments_of
from training.judged import Judged, judge
from training.obfuscation import OBFUSCATIONS, obfuscate

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["evaluate_obfuscations", "pooled"]

_COUNTS = (
    "n_spam",
    "acted_clean",
    "acted_disguised",
    "n_ham",
    "blocked_clean",
    "blocked_disguised",
)


def evaluate_obfuscations(
    table: "DataFrame", model: Scorer, advance: Callable[[int], object] = int
) -> dict[str, Any]:
    """Disguise ham and spam of `table` in each way and compare with the clean text.

    A disguise depends on the text alone, so that the same rows give the same numbers.

    Parameters
    ----------
    advance : callable
        Is told how many rows were scored, as they are.

    Returns
    -------
    dict
        For each name in `OBFUSCATIONS`: `all` rows, and those that were `changed`, as
        a text without Latin letters or links offers nothing to some of them. Each has
        `n_spam` and `n_ham`, how many of them were `acted` on (spam caught or held) or
        `blocked` (ham), `clean` and `disguised`, and of these `share`, what is still
        caught or held of what was, and `points`, how many percent more of ham are
        blocked. Both are None where there is nothing to divide by.
    """
    rows = table[table["label"].isin(("ham", "spam"))].reset_index(drop=True)
    labels = rows["label"].to_numpy(str)
    clean = judge(comments_of(rows), model, advance)
    found = {}
    for kind in OBFUSCATIONS:
        texts = [
            obfuscate(text, kind, Random(f"{kind} {text}")) for text in rows["text"]
        ]
        changed = np.array(texts, object) != rows["text"].to_numpy(object)
        disguised = judge(comments_of(rows.assign(text=texts)), model, advance)
        found[kind] = {
            "all": _compared(labels, clean, disguised, np.ones(len(rows), bool)),
            "changed": _compared(labels, clean, disguised, changed.astype(bool)),
        }
    return found


def pooled(found: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Add up what `evaluate_obfuscations` returned for several sources."""
    parts = list(found)
    return {
        kind: {
            part: _summed(each[kind][part] for each in parts)
            for part in ("all", "changed")
        }
        for kind in OBFUSCATIONS
    }


def _summed(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums.update({name: row[name] for name in _COUNTS})
    return _rates(sums)


def _compared(
    labels: NDArray[np.str_],
    clean: Judged,
    disguised: Judged,
    inside: NDArray[np.bool_],
) -> dict[str, Any]:
    spam, ham = inside & (labels == "spam"), inside & (labels == "ham")
    counted = (
        spam, clean.acted & spam, disguised.acted & spam,
        ham, clean.blocked & ham, disguised.blocked & ham,
    )  # fmt: skip
    return _rates(
        dict(zip(_COUNTS, (int(each.sum()) for each in counted), strict=True))
    )


def _rates(counts: dict[str, int]) -> dict[str, Any]:
    more = counts["blocked_disguised"] - counts["blocked_clean"]
    acted, n_ham = counts["acted_clean"], counts["n_ham"]
    return {
        **{name: counts[name] for name in _COUNTS},
        "share": round(counts["acted_disguised"] / acted, 4) if acted else None,
        "points": round(100 * more / n_ham, 3) if n_ham else None,
    }
