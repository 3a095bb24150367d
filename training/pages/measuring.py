"""How well blocks, comments and main text of pages are found."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from training.pages.reading import LabelledSource

__all__ = ["Found", "balanced_f1", "missed_at_recall", "page_metrics", "token_f1"]

_TOKEN = re.compile(r"\w+")
_Tokens = Counter[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What one method makes of one page: main text, comments, and a label a block.

    `labels` is None for a method that knows no blocks.
    """

    article: str
    comments: str
    labels: NDArray[np.int64] | None = None


def page_metrics(
    pages: Sequence[LabelledSource], found: Sequence[Found]
) -> dict[str, Any]:
    """Return what `found` makes of `pages`, in the same order.

    `comments_micro` and `comments_macro` are token F1 over the pages that have
    comments, `snippets_found` and `snippets_leaked` shares of the strings that people
    marked as comments which stand in its comments, and in its main text, `main` is
    token F1 over article pages, macro. `blocks` is F1 over the labels, each label
    counting alike, where a method labels blocks.
    """
    pairs = list(zip(pages, found, strict=True))
    overlaps = [
        _overlap("\n".join(page.gold["comments"]), each.comments)
        for page, each in pairs
        if page.gold["comments"]
    ]
    marked = [
        (_letters(snippet), each)
        for page, each in pairs
        for snippet in page.gold["snippets"]
    ]
    main = [
        token_f1(page.gold["article"], each.article)
        for page, each in pairs
        if page.gold["article"]
    ]
    result = {
        "comments_micro": _f1(*np.sum(overlaps, axis=0)) if overlaps else None,
        "comments_macro": _mean([_f1(*each) for each in overlaps]),
        "snippets_found": _mean([s in _letters(each.comments) for s, each in marked]),
        "snippets_leaked": _mean([s in _letters(each.article) for s, each in marked]),
        "main": _mean(main),
        "n": {"comments": len(overlaps), "snippets": len(marked), "main": len(main)},
    }
    if all(each.labels is not None for each in found):
        y = np.concatenate([page.labels for page in pages])
        labels = np.concatenate(
            [each.labels for each in found if each.labels is not None]
        )
        result |= balanced_f1(y, labels)
    return result


def balanced_f1(y: NDArray[np.int64], labels: NDArray[np.int64]) -> dict[str, Any]:
    """Return macro F1 over the blocks with a label, as if labels were equally many."""
    known = y >= 0
    y, labels = y[known], labels[known]
    weights = 1 / np.maximum(np.bincount(y, minlength=3), 1)[y]
    each = f1_score(y, labels, labels=[0, 1, 2], average=None, sample_weight=weights)
    plain = f1_score(y, labels, labels=[0, 1, 2], average="macro")
    return {
        "blocks": float(each.mean()),
        "blocks_each": [float(value) for value in each],
        "blocks_unbalanced": float(plain),
        "n_blocks": len(y),
    }


def missed_at_recall(
    scores: NDArray[np.float64], is_comment: NDArray[np.bool_], recall: float
) -> float:
    """Return the share of others that score as high as `recall` of the comments do."""
    threshold = np.quantile(scores[is_comment], 1 - recall)
    return float((scores[~is_comment] >= threshold).mean())


def token_f1(gold: str, found: str) -> float:
    """Return F1 over words, each as often as it stands there; 1 if both are empty."""
    return _f1(*_overlap(gold, found))


def _overlap(gold: str, found: str) -> tuple[int, int, int]:
    a, b = _tokens(gold), _tokens(found)
    return (a & b).total(), a.total(), b.total()


def _f1(shared: int, n_gold: int, n_found: int) -> float:
    return 2 * shared / (n_gold + n_found) if n_gold + n_found else 1.0


def _tokens(text: str) -> _Tokens:
    return Counter(_TOKEN.findall(text.lower()))


def _letters(text: str) -> str:
    return "".join(_TOKEN.findall(text.lower()))


def _mean(values: Sequence[float | bool]) -> float | None:
    return float(np.mean(values)) if values else None
