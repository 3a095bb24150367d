"""A share of a number of cases, and how far off it may be."""

from dataclasses import dataclass

from scipy.special import betaincinv

__all__ = ["Share"]

_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Share:
    """`k` of `n` cases; `low` and `high` are Clopper and Pearson's bounds at 95 %."""

    k: int = 0
    n: int = 0

    @property
    def rate(self) -> float:
        """The share itself, in [0, 1]; 0 of no cases."""
        return self.k / self.n if self.n else 0.0

    @property
    def low(self) -> float:
        """The lower bound (Clopper and Pearson, Biometrika 26, 1934)."""
        if self.k == 0:
            return 0.0
        return float(betaincinv(self.k, self.n - self.k + 1, _TAIL))

    @property
    def high(self) -> float:
        """The upper bound."""
        if self.k == self.n:
            # Of no cases, too: nothing is known.
            return 1.0
        return float(betaincinv(self.k + 1, self.n - self.k, 1 - _TAIL))
