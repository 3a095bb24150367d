"""What repetition says of a comment: much of an advert, nothing of a cheer.

The weights are measured in docs/experiments/0011-near-duplicates.md.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from moderation.campaigns.record import Seen
from moderation.comment import Comment
from moderation.reasons import reason
from moderation.text.contacts import find_contacts
from moderation.text.urls import find_links
from moderation.verdict import Label, Reason

__all__ = ["MAX_WEIGHT", "MOST_COUNTED", "bounded", "reasons"]

# Seven times the odds: what the model holds for good is not blocked for being repeated.
MAX_WEIGHT: Final = 2.0
# Moderators of the site have spoken of copies.
_SAID_SPAM: Final = 3.0
_SAID_HAM: Final = -1.0

# Of a campaign, the newest: to read them takes a quarter of a millisecond.
MOST_COUNTED: Final = 200

# Many people say the same few words; nobody writes the same hundred letters by chance.
_SHORT, _MIDDLE, _LONG = 20, 40, 80
_BASE_SHORT, _BASE_MIDDLE, _BASE_LONG = 0.4, 0.8, 1.2
_A_DOUBLING = 0.15
_A_DOUBLING_OF_SOURCES = 0.2
# How often one comment may come again before it is a flood.
_RESENT = 2
_WIDE = "\u2e80"

# From here on the model holds a comment for spam.
_DOUBT = 0.5
_GAP = 0.01
_EPSILON = 1e-9


def reasons(seen: Seen, comment: Comment) -> tuple[Reason, ...]:
    """Say what the copies before `comment` mean for it; none or one reason.

    What this site's own moderators said of copies outweighs all counting.
    """
    if not seen.n:
        return ()
    weight = _weight(seen, comment)
    if not weight:
        return ()
    value = f"{seen.n}+" if seen.n >= MOST_COUNTED else str(seen.n)
    return (reason("seen-campaign", weight, value=value),)


def bounded(
    found: Sequence[Reason], *, score: float, threshold: float
) -> tuple[Reason, ...]:
    """Cut the weight so that counting alone lifts no comment over `threshold`.

    `score` is P(spam) without the reason. Where it speaks for spam by itself, or where
    moderators have spoken, the weight stays.
    """
    if score >= _DOUBT:
        return tuple(found)
    room = max(_log_odds(threshold) - _log_odds(score) - _GAP, 0.0)
    return tuple(
        each
        if each.weight in (_SAID_SPAM, _SAID_HAM)
        else replace(each, weight=min(each.weight, round(room, 4)))
        for each in found
    )


def _log_odds(score: float) -> float:
    p = min(max(score, _EPSILON), 1 - _EPSILON)
    return math.log(p / (1 - p))


def _weight(seen: Seen, comment: Comment) -> float:
    n_ham = seen.labels.get(Label.HAM, 0)
    n_bad = sum(seen.labels.values()) - n_ham
    if n_bad > n_ham:
        return _SAID_SPAM if not n_ham else _counted(seen, comment)
    if n_ham:
        # The same good words with a link to sell are not what was called good.
        return 0.0 if _reaches(comment.text) else _SAID_HAM
    return _counted(seen, comment)


def _counted(seen: Seen, comment: Comment) -> float:
    base = _base(comment.text)
    if seen.n_same == seen.n:
        # Somebody pressed the button twice, or the site asks about it again.
        base = base / 2 if seen.n > _RESENT else 0.0
    if not base:
        return 0.0
    sources = max(seen.n_authors, seen.n_ips, seen.n_sites, 1)
    grown = _A_DOUBLING * math.log2(seen.n)
    spread = _A_DOUBLING_OF_SOURCES * math.log2(sources)
    return min(base + grown + spread, MAX_WEIGHT)


def _base(text: str) -> float:
    """Weigh the second copy by how much is said in it."""
    if _reaches(text):
        return _BASE_LONG
    n = sum(1 + (each >= _WIDE) for each in text[: 4 * _LONG] if each.isalnum())
    if n < _SHORT:
        return 0.0
    if n < _MIDDLE:
        return _BASE_SHORT
    return _BASE_MIDDLE if n < _LONG else _BASE_LONG


def _reaches(text: str) -> bool:
    return bool(find_links(text) or find_contacts(text))
