"""Count what turns between two verdicts on the same comments, in constant memory."""

import heapq
from collections import Counter
from dataclasses import dataclass, field

from moderation.classify.shares import Share
from moderation.verdict import Action, Label

__all__ = ["Pair", "Side", "Tally"]

_N_EXAMPLES = 20
_BLOCKED = (Action.SPAM, Action.DISCARD)
# What the thresholds of spam and footer are to block; abuse is held.
_TO_BLOCK = (Label.SPAM, Label.FOOTER)


@dataclass(frozen=True, slots=True)
class Pair:
    """One comment judged twice; `label` is what somebody of the site called it."""

    id: str
    text: str
    old: Action
    new: Action
    old_score: float
    new_score: float
    label: Label | None = None


@dataclass(slots=True)
class Side:
    """One of the two verdicts, on the comments that were labelled."""

    counts: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, action: Action, label: Label) -> None:
        """Count one labelled comment."""
        blocked, is_ham = action in _BLOCKED, label is Label.HAM
        if label in _TO_BLOCK:
            self.counts["caught", blocked] += 1
        if is_ham:
            self.counts["ham_blocked", blocked] += 1
            self.counts["ham_held", action is Action.HOLD] += 1
        if blocked:
            self.counts["precision", not is_ham] += 1

    def shares(self) -> dict[str, Share]:
        """Return `caught`, `ham_blocked`, `ham_held` and `precision`.

        Of labelled spam and footers those blocked, of labelled ham those blocked and
        those held, of labelled comments that were blocked those that are no ham.
        """
        names = ("caught", "ham_blocked", "ham_held", "precision")
        return {name: self._share(name) for name in names}

    def _share(self, name: str) -> Share:
        yes, no = self.counts[name, True], self.counts[name, False]
        return Share(yes, yes + no)


@dataclass(slots=True)
class Tally:
    """What turned among the comments added so far.

    `turned` counts pairs of actions that differ. `examples` are those among them whose
    scores differ most, the largest difference first.
    """

    n: int = 0
    turned: Counter[tuple[Action, Action]] = field(default_factory=Counter)
    old: Side = field(default_factory=Side)
    new: Side = field(default_factory=Side)
    _heap: list[tuple[float, int, Pair]] = field(default_factory=list)

    def add(self, pair: Pair) -> None:
        """Count one comment."""
        self.n += 1
        if pair.label is not None:
            self.old.add(pair.old, pair.label)
            self.new.add(pair.new, pair.label)
        if pair.old is not pair.new:
            self.turned[pair.old, pair.new] += 1
            self._remember(pair)

    @property
    def differs(self) -> Share:
        """Return the share of comments whose action turns."""
        return Share(self.turned.total(), self.n)

    @property
    def examples(self) -> list[Pair]:
        """Return at most twenty."""
        return [pair for *_, pair in sorted(self._heap, reverse=True)]

    def _remember(self, pair: Pair) -> None:
        # The number keeps pairs that moved alike from being compared.
        entry = (abs(pair.new_score - pair.old_score), self.n, pair)
        if len(self._heap) < _N_EXAMPLES:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)
