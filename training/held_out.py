"""What the heads say of rows that their fits had not seen, as the service would."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from moderation.classify.corroborate import corroborated
from moderation.classify.pieces import PIECE_DISCOUNT
from moderation.classify.weights import HEADS
from moderation.verdict import Thresholds
from training.heads import FittedHead
from training.rows import Rows

__all__ = ["HeldOut", "held_out_scores"]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Scores of the rows of the table, in their order.

    `scores` has shape (n_rows, 3), heads in the order of `HEADS`; `corroborated`,
    `labels`, `origins` and `for_footer_only`, as in `Rows`, have shape (n_rows,).
    """

    scores: NDArray[np.float64]
    corroborated: NDArray[np.float64]
    labels: NDArray[np.str_]
    origins: NDArray[np.str_]
    for_footer_only: NDArray[np.bool_]
    how: str

    def acted(self, thresholds: Thresholds) -> NDArray[np.bool_]:
        """Tell which rows would have been held or blocked, shape (n_rows,)."""
        spam, abuse, footer = self.scores.T
        return np.asarray(
            (spam >= thresholds.hold)
            | (abuse >= thresholds.abuse)
            | (footer >= thresholds.footer)
        )


def held_out_scores(rows: Rows, fitted: dict[str, FittedHead]) -> HeldOut:
    """Return the scores of held-out rows; a head that was not fitted scores 0."""
    given = np.flatnonzero(rows.is_given)
    scores = np.zeros((len(given), len(HEADS)))
    sure = np.zeros(len(given))
    for n, head in enumerate(HEADS):
        if head == "spam" and head in fitted:
            log_odds, supported = _with_pieces(fitted[head].held_out, rows)
            scores[:, n], sure = expit(log_odds[given]), expit(supported[given])
        elif head in fitted:
            scores[:, n] = expit(fitted[head].held_out[given, 0])
    n_origins = len(np.unique(rows.origins))
    return HeldOut(
        scores=scores,
        corroborated=sure,
        labels=rows.labels[given],
        origins=rows.origins[given],
        for_footer_only=rows.for_footer_only[given],
        how=f"rows held out by {len(rows.folds)} folds, of {n_origins} origins",
    )


def _with_pieces(
    held_out: NDArray[np.float64], rows: Rows
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return log-odds, and those that are corroborated, of the worst piece of each."""
    log_odds = held_out[:, 0] - PIECE_DISCOUNT * rows.is_piece
    supported = corroborated(log_odds, held_out[:, 1:])
    worst, worst_supported = log_odds.copy(), supported.copy()
    np.maximum.at(worst, rows.owner, log_odds)
    np.maximum.at(worst_supported, rows.owner, supported)
    return worst, worst_supported
