"""How two models differ on the same rows, and whether chance explains it."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

__all__ = ["Difference", "by_chance", "rate_difference", "recall_difference"]

_N_DRAWS = 1_000


@dataclass(frozen=True, slots=True)
class Difference:
    """What the candidate has more than the champion, with a 95 % interval."""

    champion: float
    candidate: float
    low: float
    high: float

    @property
    def more(self) -> float:
        """The difference itself."""
        return self.candidate - self.champion


def rate_difference(
    champion: NDArray[np.bool_], candidate: NDArray[np.bool_]
) -> Difference:
    """Compare two shares of the same rows.

    The interval is that of Agresti and Min 2005 for matched pairs: half a row is added
    to each of the four cells.
    """
    n = len(champion)
    gained = float((candidate & ~champion).sum()) + 0.5
    lost = float((champion & ~candidate).sum()) + 0.5
    middle = (gained - lost) / (n + 2)
    spread = gained + lost - (gained - lost) ** 2 / (n + 2)
    half = 1.96 * sqrt(spread) / (n + 2)
    before, after = float(champion.mean()), float(candidate.mean())
    return Difference(before, after, middle - half, middle + half)


def by_chance(worse: int, better: int) -> float:
    """Return how likely chance makes at least `worse` of the rows that changed worse.

    McNemar's exact test, one-sided.
    """
    return float(binom.sf(worse - 1, worse + better, 0.5))


def recall_difference(
    y: NDArray[np.bool_],
    champion: NDArray[np.float64],
    candidate: NDArray[np.float64],
    ham_blocked: float,
) -> Difference:
    """Compare recall where each model blocks at most `ham_blocked` of the ham.

    The interval is a bootstrap over rows, spam and ham each drawn by themselves, with
    the thresholds set anew in each draw. The same scores give the same numbers.

    Parameters
    ----------
    y : array of bool, shape (n_rows,)
        True for the head's label, False for ham; both must be there.
    champion, candidate : array of float, shape (n_rows,)
        Scores of the same rows.
    """
    draw = np.random.default_rng(0)
    n_spam, n_ham = int(y.sum()), int((~y).sum())
    pairs = [(each[y], each[~y]) for each in (champion, candidate)]
    before, after = (_recall(*pair, ham_blocked) for pair in pairs)
    more = np.empty(_N_DRAWS)
    for n in range(_N_DRAWS):
        spam, ham = draw.integers(n_spam, size=n_spam), draw.integers(n_ham, size=n_ham)
        one, other = (_recall(a[spam], b[ham], ham_blocked) for a, b in pairs)
        more[n] = other - one
    low, high = np.quantile(more, (0.025, 0.975))
    return Difference(before, after, float(low), float(high))


def _recall(
    spam: NDArray[np.float64], ham: NDArray[np.float64], ham_blocked: float
) -> float:
    """Return the share of `spam` above all ham but the highest few that may be."""
    allowed = int(ham_blocked * len(ham) + 1e-9)
    edge = np.partition(ham, -allowed - 1)[-allowed - 1]
    return float((spam > edge).mean())
