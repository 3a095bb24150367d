"""One customer: its address and what it wants of a verdict."""

from dataclasses import dataclass, field
from enum import StrEnum

from moderation.errors import InvalidInput
from moderation.verdict import Thresholds

__all__ = ["FooterAction", "HoldAnswer", "Mode", "Promise", "Site", "SiteSettings"]


class FooterAction(StrEnum):
    """What is done with a comment that the footer head alone condemns."""

    SPAM = "spam"
    HOLD = "hold"


class HoldAnswer(StrEnum):
    """What an Akismet client hears when a comment is held.

    REVIEW answers with a header that makes WordPress and Discourse keep the comment
    for a moderator; other clients take it as FALSE.
    """

    FALSE = "false"
    TRUE = "true"
    REVIEW = "review"


class Mode(StrEnum):
    """Whether a site hears what to do; SHADOW approves all and keeps what it would."""

    ENFORCE = "enforce"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class Promise:
    """Shares of its good comments that a site accepts to lose from sight.

    At most `blocked` reaches the threshold to spam, and at most `held`, which counts
    these too, the threshold to hold. Once `stated`, what is not shown to keep it is
    held; before, a site begins with the thresholds of the model.
    """

    blocked: float = 0.001
    held: float = 0.05
    stated: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.blocked <= self.held <= 0.5:
            raise InvalidInput("promised shares must rise: 0 <= blocked <= held <= 0.5")


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """A site's own choices; `thresholds` None means those that keep its promise."""

    thresholds: Thresholds | None = None
    hold_answer: HoldAnswer = HoldAnswer.FALSE
    discard: bool = False
    footer_action: FooterAction = FooterAction.SPAM
    mode: Mode = Mode.ENFORCE
    promise: Promise = Promise()


@dataclass(frozen=True, slots=True)
class Site:
    """A site that sends comments; `url` is normalised, see `services.sites`."""

    id: int
    url: str
    settings: SiteSettings = field(default_factory=SiteSettings)
