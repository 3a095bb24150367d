import pytest

from moderation.classify.shares import Share
from moderation.services.tally import Pair, Tally
from moderation.verdict import Action, Label

APPROVE, HOLD, SPAM, DISCARD = Action


def a_pair(old=APPROVE, new=APPROVE, *, n=0, scores=(0.0, 0.0), label=None):
    return Pair(f"{n:032x}", "text", old, new, *scores, label)


def tally(*pairs: Pair) -> Tally:
    found = Tally()
    for pair in pairs:
        found.add(pair)
    return found


def test_only_actions_that_differ_turn():
    found = tally(
        a_pair(APPROVE, APPROVE, scores=(0.1, 0.2)),
        a_pair(APPROVE, SPAM),
        a_pair(APPROVE, SPAM),
        a_pair(SPAM, HOLD),
    )

    assert found.turned == {(APPROVE, SPAM): 2, (SPAM, HOLD): 1}
    assert found.differs == Share(3, 4)


@pytest.mark.parametrize(
    ("action", "label", "expected"),
    [
        (SPAM, Label.SPAM, {"caught": (1, 1), "precision": (1, 1)}),
        (DISCARD, Label.FOOTER, {"caught": (1, 1), "precision": (1, 1)}),
        (HOLD, Label.SPAM, {"caught": (0, 1)}),
        (APPROVE, Label.FOOTER, {"caught": (0, 1)}),
        (HOLD, Label.ABUSE, {}),
        (SPAM, Label.ABUSE, {"precision": (1, 1)}),
        (APPROVE, Label.HAM, {"ham_blocked": (0, 1), "ham_held": (0, 1)}),
        (HOLD, Label.HAM, {"ham_blocked": (0, 1), "ham_held": (1, 1)}),
        (
            SPAM,
            Label.HAM,
            {"ham_blocked": (1, 1), "ham_held": (0, 1), "precision": (0, 1)},
        ),
    ],
)
def test_each_label_counts_where_it_says_something(action, label, expected):
    shares = tally(a_pair(action, APPROVE, label=label)).old.shares()

    found = {name: (each.k, each.n) for name, each in shares.items() if each.n}
    assert found == expected


def test_both_verdicts_are_held_against_the_same_labels():
    found = tally(
        a_pair(APPROVE, SPAM, label=Label.SPAM), a_pair(SPAM, APPROVE, label=Label.HAM)
    )

    old, new = found.old.shares(), found.new.shares()
    assert (old["caught"].rate, new["caught"].rate) == (0, 1)
    assert (old["ham_blocked"].rate, new["ham_blocked"].rate) == (1, 0)


def test_without_feedback_there_is_nothing_to_compare_with():
    assert {each.n for each in tally(a_pair()).old.shares().values()} == {0}


def test_examples_are_the_twenty_that_move_farthest():
    pairs = [a_pair(new=SPAM, n=n, scores=(0.5, 0.5 + n / 100)) for n in range(30)]
    pairs.append(a_pair(n=31, scores=(0.0, 1.0)))

    found = tally(*pairs[::2], *pairs[1::2]).examples

    assert found == pairs[29:9:-1]


def test_scores_that_move_alike_do_not_disturb_the_examples():
    found = tally(*(a_pair(new=HOLD, n=n % 25) for n in range(60))).examples

    assert len(found) == 20
