"""One customer: its address and what it wants of a verdict."""

from dataclasses import dataclass, field
from enum import StrEnum

from moderation.verdict import Thresholds

__all__ = ["FooterAction", "HoldAnswer", "Site", "SiteSettings"]


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


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """A site's own choices; `thresholds` None means those of the model."""

    thresholds: Thresholds | None = None
    hold_answer: HoldAnswer = HoldAnswer.FALSE
    discard: bool = False
    footer_action: FooterAction = FooterAction.SPAM


@dataclass(frozen=True, slots=True)
class Site:
    """A site that sends comments; `url` is normalised, see `services.sites`."""

    id: int
    url: str
    settings: SiteSettings = field(default_factory=SiteSettings)
