from dataclasses import replace

import pytest

from moderation.classify.window import MOST_LESSONS, window_of
from tests import taught
from tests.taught import ham, spam


def numbered(some):
    return [replace(each, comment_id=f"{n:04}") for n, each in enumerate(some)]


def window(some):
    kept, suspects = window_of(some, taught.SCORER.workings())
    return [each.comment_id for each in kept], suspects


def honest(count, **values):
    """Return spam and ham by turns, known to the base model, oldest first."""
    pairs = zip(
        spam(count // 2, log_odds=3.0, **values),
        ham(count // 2, log_odds=-3.0, **values),
        strict=True,
    )
    return [each for pair in pairs for each in pair]


@pytest.mark.parametrize(("n", "n_kept"), [(0, 0), (16, 16), (400, 400)])
def test_up_to_four_hundred_all_are_fitted_together(n, n_kept):
    kept, suspects = window(numbered(honest(n)))

    assert (len(kept), suspects) == (n_kept, frozenset())


def test_with_more_the_oldest_leave_sixty_four_at_a_time():
    kept, suspects = window(numbered(honest(402)))

    assert len(kept) <= MOST_LESSONS
    assert kept == [f"{n:04}" for n in range(402 - len(kept), 402)]
    assert suspects == frozenset()


def test_a_flood_drives_nobody_out():
    lies = spam(500, 3, log_odds=3.0, is_spam=False, reporter="key", from_day=1)
    some = numbered([*honest(100, reporter="key"), *lies])

    kept, suspects = window(some)

    # The flood begins within the block after these.
    before = {f"{n:04}" for n in range(64)}
    assert before <= {*kept}
    assert not before & suspects
    assert len(suspects) > 100


def test_the_sites_own_people_leave_last():
    own = honest(40, is_trusted=True)
    some = numbered([*own, *honest(480, reporter="key", from_day=1)])

    kept, _ = window(some)

    assert {f"{n:04}" for n in range(40)} <= {*kept}


def test_the_same_lessons_give_the_same_window_whatever_came_before():
    workings = taught.SCORER.workings()
    some = numbered(honest(470))
    for n in (100, 410, 470, 430):
        window_of(some[:n], workings)

    warm, cold = window_of(some, workings), window_of(some, taught.SCORER.workings())

    assert warm == cold
