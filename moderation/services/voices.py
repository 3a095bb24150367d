"""What a site's people said of each comment, out of all that was ever said of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from moderation.record import Feedback, GivenBy
from moderation.verdict import Label

__all__ = ["WEIGHTS", "Said", "said_of", "within_limits"]

# How much a label counts, by who gave it.
WEIGHTS: Final = {
    GivenBy.OWNER: 1.0,
    GivenBy.MODERATOR: 1.0,
    GivenBy.KEY: 0.8,
    GivenBy.READER: 0.2,
}
# Labels that one voice may teach in a day (UTC); what comes after acts, and no more.
_A_DAY: Final = {
    GivenBy.OWNER: 10_000,
    GivenBy.MODERATOR: 10_000,
    GivenBy.KEY: 500,
    GivenBy.READER: 20,
}
# A key may say that somebody is a moderator; these had to prove it to Hamgate.
_PROVEN: Final = frozenset({"cli", "queue"})


@dataclass(frozen=True, slots=True)
class Said:
    """The one label of a comment that counts, and whose it is.

    `voice` tells people apart, `is_proven` marks those who logged in to Hamgate, and
    `is_confirmed` labels that two voices agree on.
    """

    comment_id: str
    label: Label
    given_by: GivenBy
    voice: str
    given_at: datetime
    is_proven: bool
    is_confirmed: bool

    @property
    def weight(self) -> float:
        """How much the label counts."""
        return WEIGHTS[self.given_by]


def said_of(rows: Sequence[Feedback]) -> Said | None:
    """Choose what counts of all that was said of one comment, oldest first.

    The newest word of the site's people, or else of its readers; None if that word is
    not to be learned from.
    """
    people = [each for each in rows if each.given_by is not GivenBy.READER]
    if not rows or not (people or rows)[-1].learn:
        return None
    last = (people or rows)[-1]
    agreeing = {
        _voice(each) for each in rows if each.label is last.label and each.learn
    }
    return Said(
        last.comment_id,
        last.label,
        last.given_by,
        _voice(last),
        last.given_at,
        is_proven=last.source in _PROVEN and last.given_by is not GivenBy.READER,
        is_confirmed=len(agreeing) > 1,
    )


def within_limits(said: Iterable[Said]) -> list[Said]:
    """Leave out what is over the limit of a voice and a day, oldest first."""
    counts: Counter[tuple[str, object]] = Counter()
    kept = []
    for each in said:
        day = (each.voice, each.given_at.date())
        counts[day] += 1
        if counts[day] <= _A_DAY[each.given_by]:
            kept.append(each)
    return kept


def _voice(row: Feedback) -> str:
    return f"{row.source}:{row.given_by.value}:{row.reporter}"
