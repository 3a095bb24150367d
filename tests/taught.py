"""Lessons made up for a test: texts of a few topics, and what was said of them."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.classify.lessons import Lesson, Row
from moderation.classify.site_model import SiteModel, Taught
from moderation.comment import Comment
from moderation.features.reading import read
from moderation.features.union import encode
from tests import tiny

__all__ = ["FIRST_DAY", "SCORER", "WEIGHTS", "ham", "lesson", "lessons", "spam"]
__all__ += ["bits_of", "scores", "texts"]

WEIGHTS = tiny.random_model().weights
SCORER = tiny.random_scorer()
FIRST_DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)

# What each topic's texts are made of; only `other` is met nowhere else.
_WORDS = {
    "spam": "casino jackpot bonus roulette betting poker slots wager gamble payout "
    "crypto forex trading broker profit signals leverage pump wallet mining",
    "ham": "bread garden recipe oven flour tomato basil compost seeds harvest "
    "library novel chapter author reader poem essay museum history archive",
    "other": "gearbox clutch tyre sailing rudder anchor violin cello tuning saddle "
    "helmet glacier summit tent lantern quartz enamel copper welding lathe",
}


def texts(topic: str, count: int, seed: int = 0) -> list[str]:
    """Return so many texts of eight words each."""
    draw = random.Random(f"{topic} {seed}")
    words = _WORDS[topic].split()
    return [" ".join(draw.sample(words, 8)) for _ in range(count)]


def lesson(text: str, is_spam: bool | None, **values: Any) -> Lesson:
    """Return a lesson on `text`, whose id it is; the base model says nothing of it."""
    row, _ = _studied(text)
    given = {"comment_id": text, "log_odds": 0.0, "was_spam": False, **values}
    return Lesson(row=row, is_spam=is_spam, **given)


def spam(count: int, seed: int = 0, **values: Any) -> list[Lesson]:
    """Return texts about what spam is about, called spam, one a minute."""
    return lessons(texts("spam", count, seed), **{"is_spam": True, **values})


def ham(count: int, seed: int = 0, **values: Any) -> list[Lesson]:
    """Return texts about what ham is about, called ham, one a minute."""
    return lessons(texts("ham", count, seed), False, **values)


def lessons(some: list[str], is_spam: bool | None, **values: Any) -> list[Lesson]:
    """Return what was said of each text, one a minute."""
    days = values.pop("from_day", 0)
    start = FIRST_DAY + timedelta(days=days)
    return [
        lesson(text, is_spam, **{"given_at": start + timedelta(minutes=n), **values})
        for n, text in enumerate(some)
    ]


def scores(
    model: SiteModel, some: Sequence[str], base: float | Sequence[float] = 0.0
) -> NDArray[np.float64]:
    """Return the log-odds of texts of which the base model says `base`."""
    encoded = encode(read([Comment(text) for text in some]), WEIGHTS.layout)
    given = np.broadcast_to(np.asarray(base, float), len(some))
    return model.log_odds(encoded, WEIGHTS, given)


def bits_of(taught: Taught) -> tuple[object, ...]:
    """Return all that was taught, so that equal means equal to the last bit."""
    model = taught.model
    without = sorted((each, z.hex()) for each, z in taught.without.items())
    evidence = (taught.held_out.tobytes(), taught.is_spam.tobytes(), *without)
    numbers = (*evidence, taught.suspects)
    if model is None:
        return numbers
    of_model = (model.hashed.tobytes(), model.dense.tobytes())
    of_base = (model.base_share.hex(), model.rest.hex(), model.shift.hex())
    return (*numbers, *of_model, *of_base)


@cache
def _studied(text: str) -> tuple[Row, float]:
    return SCORER.study([Comment(text)])[0]
