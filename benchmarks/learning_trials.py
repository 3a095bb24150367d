"""What may go wrong with labels: wrong ones, hostile ones, silence, and cost."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from benchmarks.learning_sites import Site, log_odds_on
from benchmarks.learning_streams import (
    acted,
    everything,
    lesson,
    measured,
    order_of,
    stream,
)
from moderation.classify.lessons import Lesson
from moderation.classify.site_model import Taught, teach

__all__ = ["Attack", "attacked", "cost", "flipped", "silenced"]

_FLIPPED = 0.1
_HOSTILE = 500
_SILENT = 200


@dataclass(frozen=True, slots=True)
class Attack:
    """Recall at 1 %, and shares of the test's spam blocked and held or blocked.

    Each before the hostile labels and after; of `n_hostile` labels `n_admitted` taught.
    """

    recall: tuple[float, float]
    blocked: tuple[float, float]
    caught: tuple[float, float]
    n_hostile: int
    n_admitted: int


def flipped(site: Site, number: int, n_labels: int) -> tuple[float, float]:
    """Return AUC with honest labels, and with a tenth of them turned round."""
    chosen = order_of(site, number)[:n_labels]
    turned = np.random.default_rng(number).random(len(chosen)) < _FLIPPED
    said = site.train.is_spam[chosen]
    honest, noisy = _spoken(site, chosen, said), _spoken(site, chosen, said ^ turned)
    first, second = (_taught(site, each) for each in (honest, noisy))
    return measured(site.test, first.model)[0], measured(site.test, second.model)[0]


def attacked(
    site: Site, number: int, n_honest: int, voices: tuple[str, str], days: int = 1
) -> Attack:
    """Let a key submit 500 pieces of spam as ham after honest labels.

    `voices` gave the honest labels and the hostile ones; the first is trusted unless
    they are one. The hostile labels come in `days` equal parts, a day apart, and each
    day says the same.
    """
    order = order_of(site, number)
    is_spam = site.train.is_spam
    hostile = [n for n in order[n_honest:] if is_spam[n]][:_HOSTILE]
    is_trusted = voices[0] != voices[1]
    honest = [
        replace(each, reporter=voices[0], is_trusted=is_trusted)
        for each in _spoken(site, order[:n_honest], is_spam[order[:n_honest]])
    ]
    lies = [
        replace(each, reporter=voices[1], given_at=_later(each, n % days, n_honest))
        for n, each in enumerate(_spoken(site, hostile, np.zeros(len(hostile), bool)))
    ]
    before, after = _taught(site, honest), _taught(site, [*honest, *lies])
    names = {each.comment_id for each in lies}
    return Attack(
        *zip(_seen(site, before), _seen(site, after), strict=True),
        n_hostile=len(lies),
        n_admitted=len(names - set(after.suspects)),
    )


def silenced(site: Site, number: int, n_labels: int) -> tuple[float, float]:
    """Return AUC without and with 200 comments of the test kept, unlabelled.

    A measuring harness does that: it scores the test between the labels.
    """
    order = order_of(site, number)
    *_, moment = stream(site, order, everything, (n_labels,))
    model = moment.taught.model
    acts = expit(log_odds_on(site.test, model)) >= site.model.thresholds.hold
    drawn = np.random.default_rng(number).permutation(len(acts))[:_SILENT]
    silent = [
        replace(
            lesson(site.test, n, n_labels + at, is_spam=None, acts=bool(acts[n])),
            comment_id=f"test-{n:06d}",
        )
        for at, n in enumerate(map(int, drawn))
    ]
    with_them = _taught(site, [*moment.lessons, *silent]).model
    return measured(site.test, model)[0], measured(site.test, with_them)[0]


def cost(
    site: Site, n_lessons: int, times: int = 40
) -> tuple[list[float], list[float]]:
    """Return the milliseconds of one more label, and of all at once, several times.

    Those of the processor, as other work on the machine would count otherwise.
    """
    order = order_of(site, 0)[: n_lessons + times]
    lessons = _spoken(site, order, site.train.is_spam[order])
    warm = site.model.workings()
    teach(lessons[:n_lessons], warm)
    updates = [
        _ms(partial(teach, lessons[:n], warm))
        for n in range(n_lessons + 1, n_lessons + times + 1)
    ]
    cold = [
        _ms(lambda: teach(lessons[:n_lessons], site.model.workings()))
        for _ in range(times // 4)
    ]
    return updates, cold


def _spoken(
    site: Site, chosen: Sequence[int] | NDArray[np.intp], said: NDArray[np.bool_]
) -> list[Lesson]:
    part, hold = site.train, site.model.thresholds.hold
    acts = expit(part.log_odds) >= hold
    return [
        lesson(part, n, at, is_spam=bool(said[at]), acts=bool(acts[n]))
        for at, n in enumerate(map(int, chosen))
    ]


def _taught(site: Site, lessons: Sequence[Lesson]) -> Taught:
    return teach(lessons, site.model.workings())


def _later(each: Lesson, days: int, seconds: int) -> datetime:
    return each.given_at + timedelta(days=days, seconds=seconds)


def _seen(site: Site, taught: Taught) -> tuple[float, float, float]:
    p = expit(log_odds_on(site.test, taught.model))[site.test.is_spam]
    recall = measured(site.test, taught.model)[1]
    blocked = float((p >= site.model.thresholds.spam).mean())
    return recall, blocked, acted(site, taught.model)[1]


def _ms(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return (time.process_time() - began) * 1e3
