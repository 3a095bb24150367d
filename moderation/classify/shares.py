"""A share of a number of cases, and how far off it may be."""

from dataclasses import dataclass

from moderation.classify.bounds import interval

__all__ = ["Share"]


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
        """The lower bound."""
        return interval(self.k, self.n)[0]

    @property
    def high(self) -> float:
        """The upper bound; 1 of no cases."""
        return interval(self.k, self.n)[1]
