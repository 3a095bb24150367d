"""Rows that champion and candidate judged without having learned from them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moderation.classify.scorer import Scorer
from moderation.tables import comments_of
from moderation.verdict import Thresholds
from training.candidates import Candidate
from training.feedback import unseen_by
from training.judged import Judged, decided, judge

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["LEAST_TRUST", "Part", "feedback_part", "golden_part", "together"]

# What a reader reports is no evidence by itself.
LEAST_TRUST = 0.5
_SLICED = ["text", "label", "lang", "source"]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one origin, ``golden`` or ``feedback``, and what became of each."""

    name: str
    table: "DataFrame"
    champion: Judged
    candidate: Judged

    @property
    def labels(self) -> NDArray[np.str_]:
        """The label of each row, shape (n_rows,)."""
        return self.table["label"].to_numpy(str)


def golden_part(golden: "DataFrame", champion: Scorer, candidate: Scorer) -> Part:
    """Judge the golden set, which no model has seen, by both."""
    comments = comments_of(golden)
    return Part("golden", golden, judge(comments, champion), judge(comments, candidate))


def feedback_part(
    table: "DataFrame", champion: Scorer, candidate: Candidate
) -> Part | None:
    """Judge the feedback by both, without rows that the champion learned from.

    The candidate's scores are those of the folds. None if no rows are left.
    """
    until = str(champion.manifest.get("made", {}).get("until", ""))
    used = unseen_by(table, until) & (table["trust"] >= LEAST_TRUST).to_numpy(bool)
    if not used.any():
        return None
    kept = table[used].reset_index(drop=True)
    thresholds = Thresholds(**candidate.model.manifest["thresholds"])
    return Part(
        "feedback",
        kept,
        judge(comments_of(kept), champion),
        decided(candidate.held_out[used], thresholds),
    )


def together(parts: "list[Part]") -> Part:
    """Return the rows of all parts as one, in the columns that slices need."""
    import pandas as pd

    return Part(
        "all",
        pd.concat([part.table[_SLICED] for part in parts], ignore_index=True),
        _joined([part.champion for part in parts]),
        _joined([part.candidate for part in parts]),
    )


def _joined(judged: list[Judged]) -> Judged:
    return Judged(
        scores=np.concatenate([each.scores for each in judged]),
        labels=[label for each in judged for label in each.labels],
        blocked=np.concatenate([each.blocked for each in judged]),
        held=np.concatenate([each.held for each in judged]),
    )
