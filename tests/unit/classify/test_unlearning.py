from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify.site_model import teach
from tests import taught
from tests.taught import bits_of, ham, lesson, lessons, spam, texts

UNRELATED = texts("other", 40, 9)
LATER = taught.FIRST_DAY + timedelta(days=1)


def fresh(some):
    return teach(some, taught.SCORER.workings())


def both(count, **values):
    """Return so many spam and so many ham, of which the base model says nothing."""
    return [*spam(count, **values), *ham(count, **values)]


HISTORY = [
    replace(each, log_odds=z, was_spam=z > 0)
    for each, z in zip(
        [*both(9), *lessons(UNRELATED[:6], None)],
        np.random.default_rng(3).normal(0, 2.5, 24).tolist(),
        strict=True,
    )
]


@dataclass(frozen=True)
class Said:
    """Something said of the comment `number`, or taken back."""

    number: int
    is_spam: bool | None = None
    reporter: str = ""
    day: int = 0
    is_taken_back: bool = False
    is_trusted: bool = False


said = st.builds(
    Said,
    number=st.integers(0, len(HISTORY) - 1),
    is_spam=st.sampled_from([True, False, None]),
    reporter=st.sampled_from(["ann", "key"]),
    day=st.integers(0, 2),
    is_taken_back=st.booleans(),
    is_trusted=st.booleans(),
)


def after(known, what):
    """Return the lessons by number, once `what` was said."""
    if what.is_taken_back:
        return {n: each for n, each in known.items() if n != what.number}
    one = replace(
        HISTORY[what.number],
        is_spam=what.is_spam,
        reporter=what.reporter,
        given_at=taught.FIRST_DAY + timedelta(days=what.day),
        is_trusted=what.is_trusted,
    )
    return {**known, what.number: one}


@given(events=st.lists(said, max_size=5), draw=st.randoms(use_true_random=False))
def test_after_any_history_the_model_is_that_of_the_labels_that_stand(events, draw):
    workings = taught.SCORER.workings()
    known = dict(enumerate(HISTORY))
    teach(HISTORY, workings)
    for each in events:
        known = after(known, each)
        some = [*known.values()]
        draw.shuffle(some)
        found = teach(some, workings)

        assert bits_of(found) == bits_of(fresh([*known.values()]))


@pytest.mark.parametrize("number", range(len(HISTORY)))
def test_a_lesson_taken_back_was_never_there(number):
    workings = taught.SCORER.workings()
    before = teach(HISTORY, workings)
    without = [each for n, each in enumerate(HISTORY) if n != number]

    found = teach(without, workings)

    assert bits_of(found) == bits_of(fresh(without))
    assert bits_of(found) != bits_of(before)
    assert bits_of(teach(HISTORY, workings)) == bits_of(before)


@pytest.mark.parametrize("number", range(0, 18, 3))
def test_a_label_changed_and_changed_back_leaves_nothing(number):
    workings = taught.SCORER.workings()
    before = teach(HISTORY, workings)
    one = replace(HISTORY[number], is_spam=not HISTORY[number].is_spam)
    changed = [*HISTORY[:number], one, *HISTORY[number + 1 :]]

    assert bits_of(teach(changed, workings)) == bits_of(fresh(changed))
    assert bits_of(fresh(changed)) != bits_of(before)
    assert bits_of(teach(HISTORY, workings)) == bits_of(before)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("size", [30, 100])
def test_the_order_of_lessons_changes_no_bit(size, seed):
    some = [*both(size), *lessons(UNRELATED, None)]
    shuffled = Random(seed).sample(some, len(some))

    assert bits_of(fresh(shuffled)) == bits_of(fresh(some))


def test_lessons_given_at_one_time_are_told_apart_by_their_ids():
    some = [replace(each, given_at=taught.FIRST_DAY) for each in both(20)]

    assert bits_of(fresh(some[::-1])) == bits_of(fresh(some))


def test_labels_are_learned_one_by_one_as_all_at_once():
    workings = taught.SCORER.workings()
    some = Random(1).sample(HISTORY, len(HISTORY))

    for n in range(1, len(some) + 1):
        found = teach(some[:n], workings)

    assert bits_of(found) == bits_of(fresh(HISTORY))


def test_a_label_is_judged_anew_once_those_before_it_have_changed():
    """Sixteen labels make the first block, by which the next is judged."""
    workings = taught.SCORER.workings()
    first = both(8)
    new = lesson(texts("spam", 1, 9)[0], False, given_at=LATER)
    turned = [replace(each, is_spam=not each.is_spam) for each in first]
    lighter = [replace(each, weight=0.01) for each in first]

    assert teach([*first, new], workings).suspects == (new.comment_id,)
    for some in (turned, lighter, first):
        found = teach([*some, new], workings)

        assert bits_of(found) == bits_of(fresh([*some, new]))
        assert (new.comment_id in found.suspects) == (some is first)
