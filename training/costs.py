"""What a model takes: bytes on disk and time a comment."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from moderation.classify.artifact import WEIGHTS
from moderation.classify.scorer import Scorer
from moderation.comment import Comment
from moderation.manifest import MANIFEST

__all__ = ["Costs", "costs_of", "size_of"]

_ROUNDS = 5
# A machine that is busy with other work is asked again before it says "slower".
_MOST_ROUNDS = 30
_CLOSE = 1.1
_CHUNK = 32


@dataclass(frozen=True, slots=True)
class Costs:
    """Champion, then candidate: bytes of the artifact, and seconds for all comments."""

    n_bytes: tuple[int, int]
    seconds: tuple[float, float]


def costs_of(
    champion: tuple[Scorer, Path],
    candidate: tuple[Scorer, Path],
    comments: Sequence[Comment],
) -> Costs:
    """Weigh both artifacts, and time both models on `comments` by turns."""
    seconds = _by_turns(champion[0], candidate[0], comments)
    return Costs((size_of(champion[1]), size_of(candidate[1])), seconds)


def size_of(folder: Path) -> int:
    """Return the bytes of the arrays and the manifest, without reports."""
    return sum((folder / name).stat().st_size for name in (WEIGHTS, MANIFEST))


def _by_turns(
    one: Scorer, other: Scorer, comments: Sequence[Comment]
) -> tuple[float, float]:
    """Return the fastest of some rounds of each, so that other work counts for none."""
    chunks = [comments[n : n + _CHUNK] for n in range(0, len(comments), _CHUNK)]
    pairs = [_fastest(one, other, chunk) for chunk in chunks]
    return sum(first for first, _ in pairs), sum(second for _, second in pairs)


def _fastest(
    one: Scorer, other: Scorer, comments: Sequence[Comment]
) -> tuple[float, float]:
    first = second = float("inf")
    for n in range(_MOST_ROUNDS):
        if n >= _ROUNDS and second <= first * _CLOSE:
            break
        first = min(first, _seconds(one, comments))
        second = min(second, _seconds(other, comments))
    return first, second


def _seconds(model: Scorer, comments: Sequence[Comment]) -> float:
    began = time.perf_counter()
    model.score(comments)
    return time.perf_counter() - began
