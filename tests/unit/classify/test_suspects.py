from dataclasses import replace
from datetime import timedelta
from functools import partial

import numpy as np
import pytest

from moderation.classify.site_model import teach
from moderation.classify.suspects import admitted
from moderation.classify.workings import Workings
from tests import taught
from tests.taught import ham, lesson, lessons, spam

CLEAR = 6.0
LIE = partial(lesson, log_odds=CLEAR, reporter="key", given_at=taught.FIRST_DAY)


class Watched(Workings):
    """Workings that note how many lessons each block was judged by."""

    def __init__(self):
        super().__init__(taught.WEIGHTS)
        self.known = []

    def fit(self, key, make):
        self.known.append(len(key))
        return super().fit(key, make)


def judged(lessons, workings=None):
    """Which lessons are admitted, in the order in which they are given."""
    workings = workings or taught.SCORER.workings()
    rows = [each.row for each in lessons]
    ids = [each.comment_id for each in lessons]
    overlaps = workings.overlaps(ids, rows, workings.matrix(rows))
    return admitted(lessons, overlaps, workings)


def numbered(lessons):
    """Give each lesson an id of its own, where their texts are the same."""
    return [replace(each, comment_id=f"{n}") for n, each in enumerate(lessons)]


def honest(count, **values):
    """So many labels that the base model half knew, spam and ham in turn."""
    values = {"reporter": "ann", **values}
    pairs = zip(
        spam(count // 2, log_odds=1.0, **values),
        ham(count // 2, log_odds=-1.0, **values),
        strict=True,
    )
    return [each for pair in pairs for each in pair]


def test_of_nothing_nothing_is_admitted():
    assert judged([]).tolist() == []


def test_honest_labels_are_all_admitted():
    assert judged(numbered(honest(100))).all()


@pytest.mark.parametrize(
    ("is_spam", "log_odds", "is_trusted", "is_kept"),
    [
        (False, 2.4, False, True),
        (False, 2.6, False, False),
        (True, -4.5, False, True),
        (True, -4.7, False, False),
        (False, 4.5, True, True),
        (False, 4.7, True, False),
        (True, -4.5, True, True),
        (True, -4.7, True, False),
        (False, -9.0, False, True),
        (True, 9.0, False, True),
    ],
)
def test_a_label_is_suspect_that_the_base_model_strongly_contradicts(
    is_spam, log_odds, is_trusted, is_kept
):
    one = lesson("a text", is_spam, log_odds=log_odds, is_trusted=is_trusted)

    assert judged([one]).tolist() == [is_kept]


@pytest.mark.parametrize(
    ("text", "is_spam"),
    [(taught.texts("spam", 1, 7)[0], False), (taught.texts("ham", 1, 7)[0], True)],
)
def test_a_label_is_suspect_that_the_others_strongly_contradict(text, is_spam):
    others = numbered(honest(64))

    found = judged([*others, lesson(text, is_spam, reporter="key")])

    assert found[:-1].all()
    assert not found[-1]
    assert judged([lesson(text, is_spam, reporter="key")]).all()


def test_what_the_base_model_held_for_spam_is_ham_once_the_site_has_said_so():
    others = numbered([*spam(32, log_odds=0.5), *ham(32, log_odds=0.5)])
    one = lesson(taught.texts("ham", 1, 7)[0], False, log_odds=2.6)

    assert not judged([one]).any()
    assert judged([*others, one]).all()


SAME = {"text": "win the jackpot at this casino now", "is_spam": False}


@pytest.mark.parametrize(
    "second",
    [
        LIE(**SAME, reporter="bob"),
        LIE(**{**SAME, "text": "win a jackpot at this casino now"}, reporter="bob"),
        LIE(**SAME, is_trusted=True, reporter="owner"),
    ],
    ids=["another-reporter", "a-near-duplicate", "a-moderator"],
)
def test_a_suspect_is_learned_once_a_second_voice_agrees(second):
    first = LIE(**SAME)

    assert not judged([first]).any()
    assert judged(numbered([second, first])).all()
    assert judged(numbered([first, second])).all()


@pytest.mark.parametrize(
    "second",
    [
        LIE(**SAME),
        LIE(**SAME, given_at=taught.FIRST_DAY + timedelta(days=1)),
        LIE(**{**SAME, "is_spam": True}, reporter="bob"),
        LIE("thank you for the recipe of this bread", False, reporter="bob"),
    ],
    ids=["the-same-voice", "another-day", "disagrees", "of-another-text"],
)
def test_a_suspect_stays_one_without_a_second_voice_that_agrees(second):
    found = judged(numbered([LIE(**SAME), second]))

    assert not found[0]


def test_a_suspect_is_learned_once_it_is_confirmed():
    assert judged([LIE(**SAME, is_confirmed=True)]).all()


def test_a_suspect_teaches_nothing_and_is_named():
    others = numbered(honest(40))
    workings = taught.SCORER.workings()

    found = teach([*others, LIE(**SAME)], workings)

    without = teach(others, taught.SCORER.workings())
    assert found.suspects == (SAME["text"],)
    assert taught.bits_of(replace(found, suspects=())) == taught.bits_of(without)


@pytest.mark.parametrize("log_odds", [CLEAR, 1.0], ids=["clear", "known-to-site-only"])
@pytest.mark.parametrize("size", [10, 64, 300])
def test_a_flood_of_ham_labels_on_spam_is_not_learned(size, log_odds):
    others = honest(64)
    flood = spam(size, 3, log_odds=log_odds, is_spam=False, reporter="key", from_day=1)

    found = judged(numbered([*others, *flood]))

    assert found[:64].all()
    assert not found[64:].any()


def test_a_flood_before_anything_was_taught_is_not_learned():
    flood = spam(100, log_odds=CLEAR, is_spam=False, reporter="key")

    assert not judged(numbered(flood)).any()


def test_of_a_flood_what_alone_looks_like_ham_is_not_learned_either():
    others = honest(64)
    lies = spam(30, 3, log_odds=CLEAR, is_spam=False, reporter="key")
    hidden = lessons(taught.texts("other", 10), False, log_odds=-3.0, reporter="key")

    found = judged(numbered([*others, *lies, *hidden]))

    assert not found[64:].any()
    assert judged(numbered([*others, *hidden])).all()


def test_a_flood_of_one_voice_taints_neither_its_spam_nor_another_voice():
    others = honest(64)
    lies = spam(30, 3, log_odds=CLEAR, is_spam=False, reporter="key")
    of_bob = ham(10, 3, reporter="bob")
    of_key = spam(10, 4, log_odds=1.0, reporter="key")

    found = judged(numbered([*others, *lies, *of_bob, *of_key]))

    assert not found[64:94].any()
    assert found[94:].all()


@pytest.mark.parametrize(("n_lies", "is_tainted"), [(5, False), (6, True)])
def test_a_few_suspects_do_not_taint_what_else_a_voice_said(n_lies, is_tainted):
    others = honest(64)
    lies = spam(n_lies, 3, log_odds=CLEAR, is_spam=False, reporter="key")
    rest = ham(20, 3, reporter="key")

    found = judged(numbered([*others, *lies, *rest]))

    assert not found[64 : 64 + n_lies].any()
    assert found[64 + n_lies :].all() == (not is_tainted)


def test_the_sites_own_people_are_not_taken_for_a_flood():
    lies = spam(30, log_odds=3.0, is_spam=False, reporter="owner", is_trusted=True)

    assert judged(numbered(lies)).all()
    assert not judged([replace(each, is_trusted=False) for each in lies]).any()


@pytest.mark.parametrize(
    ("n_trusted", "n_others", "known"),
    [
        (0, 16, []),
        (0, 17, [16]),
        (0, 100, [16, 32, 64]),
        (20, 30, [16, 20, 40]),
        (64, 1, [16, 32, 64]),
        (5, 30, [5, 21]),
        (40, 0, [16, 32]),
    ],
)
def test_each_block_is_judged_by_all_before_it(n_trusted, n_others, known):
    own = honest(2 * n_trusted, is_trusted=True)[:n_trusted]
    others = honest(2 * n_others)[:n_others]
    workings = Watched()

    found = judged(numbered([*own, *others]), workings)

    assert found.all()
    assert workings.known == known


def test_what_was_not_admitted_judges_nothing():
    lies = spam(16, log_odds=CLEAR, is_spam=False, reporter="key")
    workings = Watched()

    judged(numbered([*lies, *honest(40)]), workings)

    assert workings.known == [16]


def test_teaching_puts_the_sites_own_people_first():
    """A flood that came before the moderators is judged by what they said."""
    flood = spam(14, 3, log_odds=0.5, is_spam=False, reporter="key")
    own = honest(32, is_trusted=True, from_day=1)
    both = numbered([*flood, *own])

    assert judged(both)[:14].all()
    found = teach(both, taught.SCORER.workings())

    assert {*found.suspects} == {f"{n}" for n in range(14)}


def test_what_is_admitted_is_one_truth_value_each():
    found = judged(numbered(honest(20)))

    assert found.dtype == np.bool_
    assert found.shape == (20,)
