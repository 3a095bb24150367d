"""Choose the labels that are fitted together, of all that a site ever gave."""

from collections.abc import Sequence

from moderation.classify.lessons import Lesson
from moderation.classify.site_model import find_suspects
from moderation.classify.workings import Workings

__all__ = ["MOST_LESSONS", "window_of"]

# A fit of more takes too long.
MOST_LESSONS = 400
# The oldest leave so many at a time, so that what was worked out for the rest holds.
_STEP = 64


def window_of(
    lessons: Sequence[Lesson], workings: Workings
) -> tuple[list[Lesson], frozenset[str]]:
    """Return the newest lessons that were no suspects, and the ids of those that were.

    Suspects leave before honest labels, so that a flood drives nobody out: each step is
    judged by what was admitted before it. The site's own people leave last.

    Parameters
    ----------
    lessons : sequence of Lesson
        All spoken of, oldest first.
    """
    kept: list[Lesson] = []
    suspects: set[str] = set()
    for first in range(0, len(lessons), _STEP):
        step = lessons[first : first + _STEP]
        if len(kept) + len(step) > MOST_LESSONS:
            found = _suspects(kept, workings)
            suspects |= found
            kept = _trimmed([each for each in kept if each.comment_id not in found])
        kept += step
    return kept, frozenset(suspects)


def _suspects(lessons: Sequence[Lesson], workings: Workings) -> frozenset[str]:
    key = tuple(
        (each.comment_id, each.is_spam, each.weight, each.reporter, each.is_confirmed)
        for each in lessons
    )
    return workings.suspects(key, lambda: find_suspects(lessons, workings))


def _trimmed(lessons: Sequence[Lesson]) -> list[Lesson]:
    over = len(lessons) - (MOST_LESSONS - _STEP)
    if over <= 0:
        return [*lessons]
    by_age = sorted(range(len(lessons)), key=lambda n: (lessons[n].is_trusted, n))
    gone = set(by_age[:over])
    return [each for n, each in enumerate(lessons) if n not in gone]
