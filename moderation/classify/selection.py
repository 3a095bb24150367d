"""Tell whether people label all comments alike, or only some of a kind."""

from collections.abc import Iterable, Sequence

from moderation.classify.lessons import Lesson

__all__ = ["selected", "selection"]

# From where to where the share of labels that contradict a verdict, and the difference
# between the shares that had been held, speak of a choice (experiment 0014).
_CORRECTIONS = (0.35, 0.85)
_GAP = (0.25, 0.5)
_LEAST_COMPARED = 10


def selected(lessons: Sequence[Lesson]) -> float:
    """Return the `selection` of lessons, of which some may be silent."""
    said = [(each.is_spam, each.was_spam) for each in lessons]
    spoken = [(is_spam, was) for is_spam, was in said if is_spam is not None]
    return selection(spoken, [was for is_spam, was in said if is_spam is None])


def selection(said: Sequence[tuple[bool, bool]], rest: Sequence[bool]) -> float:
    """Tell from 0 to 1 how far people speak of some comments rather than of others.

    They may speak where the service was wrong, or of what it held: then those who are
    silent say more about the rest than the labels do.

    Parameters
    ----------
    said : sequence of pairs
        Of each comment that was labelled, whether it is spam, and whether the service
        had thought so.
    rest : sequence of bool
        Whether it had thought so of comments that nobody spoke of.
    """
    if not (said and rest):
        return 0.0
    wrong = _share(is_spam != was_spam for is_spam, was_spam in said)
    gap = abs(_share(was_spam for _, was_spam in said) - _share(rest))
    if min(len(said), len(rest)) < _LEAST_COMPARED:
        gap = 0.0
    return max(_rise(wrong, _CORRECTIONS), _rise(gap, _GAP))


def _share(found: Iterable[bool]) -> float:
    values = [*found]
    return sum(values) / len(values)


def _rise(value: float, between: tuple[float, float]) -> float:
    low, high = between
    return min(max((value - low) / (high - low), 0.0), 1.0)
