"""What a site's moderators taught, as rows that a site model is fitted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classify.weights import Weights
from moderation.features.union import Encoded

__all__ = ["DENSE_SHARE", "Lesson", "Row", "labels_of", "rows_of"]

# Dense columns weigh against the text as in training.scaling.
DENSE_SHARE = np.float32(0.6)


_ONCE = datetime.min.replace(tzinfo=UTC)


class Row(NamedTuple):
    """One comment as scaled columns of the model, rising, each of shape (n_present,).

    Words and n-grams are weighed by their rarity; both blocks have length 1.
    """

    columns: NDArray[np.int32]
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One comment that a site kept, and what was said of it.

    `log_odds` are those of spam by the base model alone. `is_spam` is None where
    nobody spoke; then `was_spam` is what the service had thought. `weight` is by who
    spoke, `is_trusted` for the site's own people. `reporter` tells voices apart, and
    `is_confirmed` says that two of them agreed. What is no evidence teaches, but no
    threshold rests on it.
    """

    comment_id: str
    row: Row
    log_odds: float
    is_spam: bool | None
    was_spam: bool
    weight: float = 1.0
    is_trusted: bool = False
    reporter: str = ""
    given_at: datetime = _ONCE
    is_confirmed: bool = False
    is_evidence: bool = True


def rows_of(encoded: Encoded, weights: Weights) -> list[Row]:
    """Scale a batch of encoded comments as the base model does."""
    return [_row(encoded, weights, n) for n in range(len(encoded.dense))]


def _row(encoded: Encoded, weights: Weights, n: int) -> Row:
    columns: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float32]] = []
    starts = weights.layout.block_starts
    for block, start in enumerate(starts):
        buckets = encoded.blocks[block][n]
        squares = weights.blocks[block][buckets, -1]
        length = _length(squares) if block < 2 else np.float32(1)
        columns.append(buckets.astype(np.int64) + start)
        values.append(np.sqrt(squares) / length)
    dense = encoded.dense[n]
    present = np.flatnonzero(dense)
    columns.append(present + weights.layout.n_hashed)
    values.append(dense[present] * DENSE_SHARE)
    return Row(
        np.concatenate(columns).astype(np.int32),
        np.concatenate(values).astype(np.float32),
    )


def _length(squares: NDArray[np.float32]) -> np.float32:
    total = float(squares.sum())
    return np.float32(np.sqrt(total)) if total > 0 else np.float32(1)


def labels_of(lessons: Sequence[Lesson]) -> NDArray[np.float64]:
    """Return 1 for spam, 0 for ham, and what the service thought where nobody spoke."""
    said = [each.was_spam if each.is_spam is None else each.is_spam for each in lessons]
    return np.array(said, float)
