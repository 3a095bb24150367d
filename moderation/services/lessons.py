"""Turn what was said of a kept comment into a lesson for a site model."""

from dataclasses import dataclass

from moderation.classify.lessons import Lesson, Row
from moderation.record import GivenBy, StoredComment
from moderation.services.replaying import answered
from moderation.services.voices import Said
from moderation.verdict import Action, Label

__all__ = ["Studied", "is_heard", "lesson_of", "silent_lesson", "studied_of"]


@dataclass(frozen=True, slots=True)
class Studied:
    """A kept comment as the base model reads it, and whether it was let through."""

    row: Row
    log_odds: float
    was_spam: bool


def studied_of(stored: StoredComment, read: tuple[Row, float]) -> Studied:
    """Put what `Model.study` said of a comment beside what was done with it."""
    return Studied(*read, answered(stored) is not Action.APPROVE)


def lesson_of(said: Said, known: Studied) -> Lesson:
    """Return what a label teaches; no threshold rests on what readers report."""
    return Lesson(
        said.comment_id,
        known.row,
        known.log_odds,
        said.label is not Label.HAM,
        known.was_spam,
        weight=said.weight,
        is_trusted=said.is_proven,
        reporter=said.voice,
        given_at=said.given_at,
        is_confirmed=said.is_confirmed,
        is_evidence=is_heard(said),
    )


def silent_lesson(comment_id: str, known: Studied) -> Lesson:
    """Return what a comment tells that nobody spoke of."""
    return Lesson(comment_id, known.row, known.log_odds, None, known.was_spam)


def is_heard(said: Said) -> bool:
    """Say whether a label binds, and does not only weigh: those of readers do not."""
    return said.given_by is not GivenBy.READER
