"""What a few errors among some trials say of the share of errors."""

import math

from scipy.special import bdtrik, bdtrin, betaincinv

__all__ = ["interval", "least_trials", "likely_most", "safe_most", "upper_bound"]

# Of twenty bounds one may be wrong.
_RISK = 0.05
# Nobody labels the billions that a smaller share takes.
_LEAST_SHARE = 1e-9


def interval(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return Clopper and Pearson's interval, two-sided, for a rate of `k` in `n`."""
    tail = (1 - level) / 2
    low = float(betaincinv(k, n - k + 1, tail)) if k else 0.0
    # Of no cases, too: nothing is known.
    high = float(betaincinv(k + 1, n - k, 1 - tail)) if k < n else 1.0
    return low, high


def upper_bound(n_errors: float, n_trials: float) -> float:
    """Return the share that the true one exceeds in at most one case of twenty.

    Clopper and Pearson, Biometrika 26 (1934), one-sided. Errors of weighted trials are
    their weighted share times the effective number of trials.
    """
    if n_errors >= n_trials:
        return 1.0
    return float(betaincinv(n_errors + 1, n_trials - n_errors, 1 - _RISK))


def safe_most(n_trials: float, share: float) -> float:
    """Return how many errors have an upper bound of `share`; negative if none has."""
    if n_trials <= 0 or share <= 0 or upper_bound(0, n_trials) > share:
        return -1.0
    return float(bdtrik(_RISK, n_trials, share))


def likely_most(n_trials: int, share: float) -> int:
    """Return how many errors do not yet contradict a true share of `share`.

    Where it is true, more than these come in less than one case of twenty.
    """
    if (1 - share) ** n_trials > 1 - _RISK:
        return 0
    return min(math.floor(float(bdtrik(1 - _RISK, n_trials, share))) + 1, n_trials)


def least_trials(n_errors: int, share: float) -> int | None:
    """Return how many trials bring the bound of `n_errors` down to `share`, if any."""
    if share < _LEAST_SHARE:
        return None
    return math.ceil(float(bdtrin(n_errors, _RISK, share)))
