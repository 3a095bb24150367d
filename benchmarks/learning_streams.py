"""Comments that arrive one at a time at a site whose people label some of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from benchmarks.learning_sites import Part, Site, log_odds_on
from moderation.classify.lessons import Lesson
from moderation.classify.site_model import SiteModel, Taught, teach
from training.metrics import recall_at

__all__ = ["POINTS", "Moment", "acted", "everything", "lesson", "measured"]
__all__ += ["order_of", "ranked", "stream", "what_is_held", "what_is_wrong"]

POINTS = (0, 10, 25, 50, 100, 250, 500)
# The newest comments that nobody spoke of, which a service keeps as lessons, too.
_SILENT = 200
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)

# Whether somebody labels a comment: is it spam, its log-odds, hold and spam threshold.
Speaks = Callable[[bool, float, tuple[float, float]], bool]


@dataclass(frozen=True, slots=True)
class Moment:
    """A site once `n_labels` were given to the first `n_seen` arrivals."""

    n_labels: int
    n_seen: int
    lessons: tuple[Lesson, ...]
    taught: Taught


def everything(is_spam: bool, p: float, thresholds: tuple[float, float]) -> bool:
    """Label each comment."""
    return True


def what_is_wrong(is_spam: bool, p: float, thresholds: tuple[float, float]) -> bool:
    """Label ham that was held or blocked, and spam that was approved."""
    return is_spam != (p >= thresholds[0])


def what_is_held(is_spam: bool, p: float, thresholds: tuple[float, float]) -> bool:
    """Label what waits in the queue, and nothing else."""
    return thresholds[0] <= p < thresholds[1]


def order_of(site: Site, number: int) -> NDArray[np.intp]:
    """Return a random order of the train split."""
    return np.random.default_rng(100 + number).permutation(len(site.train.rows))


def lesson(part: Part, n: int, at: int, *, is_spam: bool | None, acts: bool) -> Lesson:
    """Make a lesson of row `n`, given `at` seconds after the beginning.

    `acts` says that the service held or blocked the comment.
    """
    return Lesson(
        comment_id=f"{n:06d}",
        row=part.rows[n],
        log_odds=float(part.log_odds[n]),
        is_spam=is_spam,
        was_spam=acts,
        given_at=_BEGAN + timedelta(seconds=at),
    )


def stream(
    site: Site,
    order: Sequence[int] | NDArray[np.intp],
    speaks: Speaks,
    points: Sequence[int] = POINTS[1:],
) -> Iterator[Moment]:
    """Yield the site whenever its labels number one of `points`, and at the end."""
    workings, part = site.model.workings(), site.train
    limits = (site.model.thresholds.hold, site.model.thresholds.spam)
    spoken: list[Lesson] = []
    silent: list[Lesson] = []
    moment, model = Moment(0, 0, (), teach([], workings)), None
    for at, n in enumerate(map(int, order)):
        p = float(expit(log_odds_on(part, model, n))[0])
        is_spam, acts = bool(part.is_spam[n]), p >= limits[0]
        if not speaks(is_spam, p, limits):
            silent = [*silent, lesson(part, n, at, is_spam=None, acts=acts)][-_SILENT:]
            continue
        spoken.append(lesson(part, n, at, is_spam=is_spam, acts=acts))
        lessons = (*spoken, *silent)
        moment = Moment(len(spoken), at + 1, lessons, teach(lessons, workings))
        model = moment.taught.model
        if len(spoken) in points:
            yield moment
        if len(spoken) >= max(points):
            return
    yield moment


def measured(part: Part, model: SiteModel | None) -> tuple[float, float]:
    """Return the AUC, and the recall where at most 1 % of ham is blocked."""
    scores = log_odds_on(part, model)
    return ranked(part.is_spam, scores)


def ranked(
    is_spam: NDArray[np.bool_], scores: NDArray[np.float64]
) -> tuple[float, float]:
    """Return the AUC and the recall at 1 % of scores on any scale."""
    y = is_spam.astype(int)
    return float(roc_auc_score(y, scores)), recall_at(y, scores, 0.01)["recall"]


def acted(site: Site, model: SiteModel | None) -> tuple[float, float]:
    """Return the share of the test's ham, and of its spam, held or blocked."""
    acts = expit(log_odds_on(site.test, model)) >= site.model.thresholds.hold
    is_spam = site.test.is_spam
    return float(acts[~is_spam].mean()), float(acts[is_spam].mean())
