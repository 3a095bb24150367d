"""How the spam scores of ham and of spam are spread, to notice when that changes."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from moderation.classify.corroborate import tempered
from moderation.classify.drift import BINS
from moderation.features.kinds import Kind
from training.held_out import HeldOut

__all__ = ["score_histogram"]

_TINY = 1e-6


def score_histogram(
    held_out: HeldOut, threshold: float
) -> dict[str, list[float]] | None:
    """Return the share of each tenth of the spam score, of ``ham`` and of ``spam``.

    None if there are no rows of one of them. Each origin counts alike. Scores are those
    that the service would give with `threshold` for spam; it compares what comes in
    with them, see `moderation.classify.drift`.
    """
    shared = ~held_out.for_footer_only
    served = _served(held_out.scores[:, 0], held_out.corroborated, threshold)
    rows = {label: shared & (held_out.labels == label) for label in ("ham", "spam")}
    if not all(each.any() for each in rows.values()):
        return None
    return {
        label: _spread(served[each], held_out.origins[each])
        for label, each in rows.items()
    }


def _served(
    scores: NDArray[np.float64], sure: NDArray[np.float64], threshold: float
) -> NDArray[np.float64]:
    """Press scores without corroboration below the threshold, as the scorer does."""
    ceiling = float(logit(min(max(threshold, _TINY), 1 - _TINY)))
    log_odds = logit(np.clip(scores, _TINY, 1 - _TINY))
    nothing = np.zeros((len(scores), len(Kind)))
    pressed = expit(tempered(log_odds, nothing, ceiling))
    return np.asarray(np.maximum(pressed, sure), float)


def _spread(scores: NDArray[np.float64], origins: NDArray[np.str_]) -> list[float]:
    """Return ten shares that sum to 1, each origin counting alike."""
    _, number, counts = np.unique(origins, return_inverse=True, return_counts=True)
    tenths = np.minimum((scores * BINS).astype(int), BINS - 1)
    weights = 1 / counts[number] / len(counts)
    shares = np.bincount(tenths, weights=weights, minlength=BINS)
    return [round(float(each), 6) for each in shares]
