"""Find labels that disagree with everything else, before anything is learned of them.

Lessons are admitted in blocks, each as long as all before it: the site's own people
first, then by time. A block is judged by what was learned from those before, so that a
flood can at most double what it is measured against (experiment 0015).
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.classify.lessons import Lesson
from moderation.classify.site_fit import SiteFit, fit_site
from moderation.classify.workings import Workings

__all__ = ["admitted"]

_FIRST_BLOCK = 16
# Log-odds against a label from which it is suspect, for ham and for spam: what is new
# in spam looks like ham at first.
_AGAINST_HAM, _AGAINST_SPAM = 2.5, 4.6
_AGAINST_TRUSTED = 4.6
# Of one voice's labels for ham in a block, suspects beyond these shares taint the rest.
_FEW, _SHARE = 5, 0.1
_LEAST, _DOUBTED, _HALF = 10, 0.85, 0.5

Floats = NDArray[np.float64]


def admitted(
    lessons: Sequence[Lesson], overlaps: Floats, workings: Workings
) -> NDArray[np.bool_]:
    """Tell which lessons may teach, shape (n_lessons,); the others are suspect.

    Parameters
    ----------
    lessons : sequence of Lesson
        All spoken of, the site's own people first, then by time.
    overlaps : array, shape (n_lessons, n_lessons)
    """
    kept = np.ones(len(lessons), bool)
    for block in _blocks(lessons):
        known = np.flatnonzero(kept[: block.start])
        fit = _fit([lessons[n] for n in known.tolist()], overlaps, known, workings)
        common = overlaps[block, :][:, known]
        against = _against(lessons[block], common, fit)
        doubtful = _doubtful([*lessons[block]], against)
        for n in np.flatnonzero(doubtful).tolist():
            kept[block.start + n] = _has_second(lessons, overlaps, block.start + int(n))
    return kept


def _blocks(lessons: Sequence[Lesson]) -> Iterator[slice]:
    start, n_trusted = 0, sum(each.is_trusted for each in lessons)
    while start < len(lessons):
        end = start + max(start, _FIRST_BLOCK)
        if start < n_trusted:
            end = min(end, n_trusted)
        end = min(end, len(lessons))
        yield slice(start, end)
        start = end


def _fit(
    lessons: Sequence[Lesson],
    overlaps: Floats,
    known: NDArray[np.intp],
    workings: Workings,
) -> SiteFit | None:
    if not lessons:
        return None
    key = tuple((each.comment_id, each.is_spam, each.weight) for each in lessons)
    inside = np.ix_(known, known)
    return workings.fit(key, lambda: fit_site(lessons, overlaps[inside]))


def _against(lessons: Sequence[Lesson], common: Floats, fit: SiteFit | None) -> Floats:
    """Return the log-odds against the label of each lesson."""
    log_odds = np.array([each.log_odds for each in lessons], float)
    if fit is not None:
        log_odds = fit.log_odds(common, log_odds)
    is_spam = np.array([bool(each.is_spam) for each in lessons], bool)
    return np.where(is_spam, -log_odds, log_odds)


def _doubtful(lessons: Sequence[Lesson], against: Floats) -> NDArray[np.bool_]:
    limits = [_limit(each) for each in lessons]
    doubtful = against > limits
    for voice in {each.reporter for each in lessons if not each.is_trusted}:
        theirs = np.array(
            [
                each.reporter == voice and not each.is_trusted and not each.is_spam
                for each in lessons
            ],
            bool,
        )
        if _is_flood(against[theirs], int((theirs & doubtful).sum())):
            doubtful |= theirs
    return np.asarray(doubtful)


def _limit(lesson: Lesson) -> float:
    if lesson.is_trusted:
        return _AGAINST_TRUSTED
    return _AGAINST_SPAM if lesson.is_spam else _AGAINST_HAM


def _is_flood(against: Floats, n_doubtful: int) -> bool:
    n = len(against)
    if n_doubtful > max(_FEW, _SHARE * n):
        return True
    return n >= _LEAST and float((against > _DOUBTED).mean()) > _HALF


def _has_second(lessons: Sequence[Lesson], overlaps: Floats, n: int) -> bool:
    """Say whether somebody else agrees, of this comment or of one much like it."""
    this = lessons[n]
    if this.is_confirmed:
        return True
    lengths = np.sqrt(np.diag(overlaps))
    close = np.flatnonzero(overlaps[n] > _CLOSE * lengths[n] * lengths)
    return any(
        lessons[k].is_spam == this.is_spam and lessons[k].reporter != this.reporter
        for k in map(int, close)
        if k != n
    )


_CLOSE = 0.6
