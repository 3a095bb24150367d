"""What is kept: a judged comment, what a moderator said of it, and counts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from moderation.comment import Comment
from moderation.verdict import Action, Label, Verdict

__all__ = [
    "Answer",
    "Feedback",
    "GivenBy",
    "MonthCounts",
    "Recent",
    "ShadowVerdict",
    "Status",
    "StoredComment",
    "status_for",
]


class Status(StrEnum):
    """Where a stored comment stands; HOLD waits for a moderator."""

    APPROVED = "approved"
    HOLD = "hold"
    SPAM = "spam"
    TRASH = "trash"


_STATUS = {
    Action.APPROVE: Status.APPROVED,
    Action.HOLD: Status.HOLD,
    Action.SPAM: Status.SPAM,
    Action.DISCARD: Status.TRASH,
}


def status_for(action: Action) -> Status:
    """Say where a comment stands right after its verdict."""
    return _STATUS[action]


@dataclass(frozen=True, slots=True)
class StoredComment:
    """A comment with its verdict, as kept.

    `fingerprint` finds the comment again when feedback names no id: 64 hex digits over
    text, author name, e-mail and IP. `is_test` marks rows that statistics and learning
    pass over.
    """

    site_id: int
    comment: Comment
    verdict: Verdict
    status: Status
    created_at: datetime
    fingerprint: str = ""
    is_test: bool = False

    @property
    def id(self) -> str:
        """The id of the verdict is the id of the comment."""
        return self.verdict.id


class GivenBy(StrEnum):
    """Who gave feedback, as the site says; KEY is whoever holds the site's key."""

    OWNER = "owner"
    MODERATOR = "moderator"
    KEY = "key"
    READER = "reader"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said a comment is; the last word of each counts.

    `source` says how it came: ``api`` or ``akismet``. `learn` False acts on the comment
    but teaches nothing. `reporter` tells people of one site apart: a digest, or empty
    where the site names nobody.
    """

    site_id: int
    comment_id: str
    label: Label
    learn: bool
    source: str
    given_at: datetime
    given_by: GivenBy = GivenBy.KEY
    reporter: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a request with an Idempotency-Key, to be said again.

    `digest` is the SHA-256 of the request body in hex.
    """

    site_id: int
    key: str
    digest: str
    status: int
    body: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """What a site sent and corrected in a month (``YYYY-MM``, UTC); tests left out."""

    month: str
    spam: int = 0
    ham: int = 0
    missed_spam: int = 0
    false_positives: int = 0

    @property
    def checks(self) -> int:
        """Comments judged and kept in the month."""
        return self.spam + self.ham


@dataclass(frozen=True, slots=True)
class ShadowVerdict:
    """What a model in shadow would have done with a kept comment."""

    site_id: int
    comment_id: str
    model: str
    action: Action
    spam_score: float


@dataclass(frozen=True, slots=True)
class Recent:
    """What drift looks at of a kept comment.

    `action` is what would have been done where the site is in shadow, `text` the
    beginning of it, `said` the newest feedback.
    """

    model: str
    action: Action
    spam_score: float
    text: str
    created_at: datetime
    said: Label | None = None
    id: str = ""
