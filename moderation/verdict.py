"""What we answer about one comment: a label, an action, scores and reasons."""

from dataclasses import dataclass
from enum import StrEnum

from moderation.errors import InvalidInput

__all__ = [
    "Action",
    "Assessment",
    "Label",
    "Reason",
    "Scores",
    "Span",
    "Thresholds",
    "Verdict",
]


class Label(StrEnum):
    """What a comment is."""

    HAM = "ham"
    SPAM = "spam"
    ABUSE = "abuse"
    FOOTER = "footer"


class Action(StrEnum):
    """What the site should do; DISCARD is spam so plain that nobody need see it."""

    APPROVE = "approve"
    HOLD = "hold"
    SPAM = "spam"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``text[start:end]`` of the original text, counted in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence.

    `weight` is in log-odds of the head that `code` belongs to: positive speaks for
    spam, abuse or footer, negative for ham. `spans` is empty where the evidence is
    not in the text.
    """

    code: str
    weight: float
    detail: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated probabilities in [0, 1], one a head."""

    spam: float = 0.0
    abuse: float = 0.0
    footer: float = 0.0


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a model alone says of a comment, before the site's settings."""

    scores: Scores
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a score becomes an action, in slice sense: a score on the edge is above it.

    The spam head approves [0, hold), holds [hold, spam), calls spam [spam, discard)
    and discards [discard, 1]. The abuse head holds from `abuse` up, the footer head
    calls spam from `footer` up, or holds for a site that asked for it.
    """

    hold: float = 0.3
    spam: float = 0.9
    discard: float = 0.999
    abuse: float = 0.7
    footer: float = 0.9

    def __post_init__(self) -> None:
        if not 0 <= self.hold <= self.spam <= self.discard <= 1:
            raise InvalidInput(
                "thresholds must rise: 0 <= hold <= spam <= discard <= 1"
            )
        if not (0 <= self.abuse <= 1 and 0 <= self.footer <= 1):
            raise InvalidInput("thresholds must lie in [0, 1]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one comment; `id` is 32 lower-case hex digits, in time order.

    `would` is there for a site in shadow alone: what the action would have been.
    """

    id: str
    label: Label
    action: Action
    scores: Scores
    reasons: tuple[Reason, ...]
    model: str
    would: Action | None = None
