"""What a site has taught, as judging needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from moderation.campaigns.memory import Memory
from moderation.classify.promise import Placed
from moderation.classify.site_model import SiteModel
from moderation.verdict import Thresholds

__all__ = ["Learned"]


@dataclass(frozen=True, slots=True)
class Learned:
    """A site's model, the texts it spoke of, and the thresholds that keep its promise.

    `without` has the spam scores of comments that taught, as they would be if they had
    not. `n_labels` are learned from or suspect, `suspects` the ids of comments whose
    labels taught nothing.
    """

    placed: Placed
    model: SiteModel | None = None
    memory: Memory = field(default_factory=Memory)
    without: Mapping[str, float] = field(default_factory=dict)
    n_labels: int = 0
    suspects: tuple[str, ...] = ()

    @property
    def thresholds(self) -> Thresholds:
        """Those that keep the promise."""
        return self.placed.thresholds
