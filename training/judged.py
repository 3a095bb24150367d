"""What a model's own thresholds do to comments, as arrays, and rates of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.classify.bounds import interval
from moderation.classify.decide import decide
from moderation.classify.scorer import Scorer
from moderation.classify.weights import HEADS
from moderation.comment import Comment
from moderation.verdict import Action, Assessment, Label, Scores, Thresholds

__all__ = ["Judged", "decided", "judge", "rate"]

_CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of comments, in their order.

    `scores` has shape (n_comments, 3), heads in the order of `HEADS`; `blocked` and
    `held` have shape (n_comments,) and are never both True.
    """

    scores: NDArray[np.float64]
    labels: list[Label]
    blocked: NDArray[np.bool_]
    held: NDArray[np.bool_]

    @property
    def acted(self) -> NDArray[np.bool_]:
        """Tell which comments were blocked or held."""
        return self.blocked | self.held


def judge(
    comments: Sequence[Comment],
    model: Scorer,
    advance: Callable[[int], object] = int,
) -> Judged:
    """Score `comments` and decide by the thresholds of `model`, without any rules.

    Parameters
    ----------
    advance : callable
        Is told how many comments were scored, as they are.
    """
    parts = [np.empty((0, len(HEADS)))]
    for first in range(0, len(comments), _CHUNK):
        chunk = comments[first : first + _CHUNK]
        parts.append(model.score(chunk).astype(float))
        advance(len(chunk))
    return decided(np.concatenate(parts), model.thresholds)


def decided(scores: NDArray[np.float64], thresholds: Thresholds) -> Judged:
    """Decide by `thresholds`; `scores` have shape (n_comments, 3)."""
    pairs = [decide(Assessment(Scores(*map(float, row))), thresholds) for row in scores]
    actions = [action for _, action in pairs]
    return Judged(
        scores=scores,
        labels=[label for label, _ in pairs],
        blocked=np.array(
            [each in (Action.SPAM, Action.DISCARD) for each in actions], bool
        ),
        held=np.array([each is Action.HOLD for each in actions], bool),
    )


def rate(happened: NDArray[np.bool_]) -> dict[str, Any]:
    """Return the share of True with a 95 % interval, or `n` alone if it is 0."""
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
