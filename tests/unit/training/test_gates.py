import pytest

from tests import labels
from training.costs import Costs
from training.gates import all_gates

CHEAP = Costs((1000, 1000), (1.0, 1.0))
ROWS = "h" * 200 + "s" * 60
GOOD = "a" * 200 + "b" * 60


def refused(part, costs=CHEAP):
    return {gate.name for gate in all_gates([part], costs) if not gate.passed}


def gate(part, name, costs=CHEAP):
    [found] = [gate for gate in all_gates([part], costs) if gate.name == name]
    return found


def test_the_same_model_passes_all_gates():
    gates = all_gates([labels.part(ROWS, GOOD, GOOD)], CHEAP)

    assert all(gate.passed for gate in gates)
    assert [gate.name for gate in gates] == [
        "recall-spam-at-1.0%",
        "recall-spam-at-0.1%",
        "ham-blocked",
        "ham-held",
        "calibration",
        "slices-caught",
        "slices-ham-blocked",
        "size",
        "latency",
    ]


def test_a_better_model_passes_all_gates():
    assert refused(labels.part(ROWS, "a" * 200 + "b" * 30 + "a" * 30, GOOD)) == set()


def test_spam_that_is_lost_is_refused():
    part = labels.part(ROWS, GOOD, "a" * 200 + "b" * 30 + "a" * 30)

    assert refused(part) >= {
        "recall-spam-at-1.0%",
        "recall-spam-at-0.1%",
        "slices-caught",
    }


def test_ham_that_is_blocked_is_refused():
    part = labels.part(ROWS, GOOD, "b" * 12 + "a" * 188 + "b" * 60)

    assert refused(part) >= {"ham-blocked", "ham-held", "slices-ham-blocked"}


def test_ham_that_is_held_is_refused():
    part = labels.part(ROWS, GOOD, "h" * 8 + "a" * 192 + "b" * 60)

    assert refused(part) == {"ham-held"}


def test_one_error_more_is_chance():
    part = labels.part(ROWS, GOOD, "b" + "a" * 199 + "b" * 59 + "a")

    assert refused(part) == set()


def test_abuse_has_gates_of_its_own():
    rows = "h" * 40 + "a" * 30

    names = {gate.name for gate in all_gates([labels.part(rows, rows, rows)], CHEAP)}

    assert "recall-abuse-at-1.0%" in names
    assert "recall-spam-at-1.0%" not in names


@pytest.mark.parametrize(("n", "is_there"), [(29, False), (30, True)])
def test_too_few_rows_have_no_recall(n, is_there):
    part = labels.part("h" * 40 + "s" * n, "a" * 40 + "b" * n, "a" * 40 + "b" * n)

    names = {gate.name for gate in all_gates([part], CHEAP)}

    assert ("recall-spam-at-1.0%" in names) is is_there


def test_a_slice_that_gets_worse_is_refused_though_the_whole_does_not():
    langs = ["xx"] * 40 + ["yy"] * 40 + ["zz"] * 400
    before = "b" * 40 + "a" * 40 + "b" * 400
    after = "a" * 20 + "b" * 60 + "b" * 400
    part = labels.part("s" * 480, before, after, lang=langs)

    found = gate(part, "slices-caught")

    assert not found.passed
    assert found.figure == 0.5
    assert "language: xx" in found.sentence
    assert "1.000 became 0.500" in found.sentence


def test_a_slice_may_lose_what_the_margin_allows():
    part = labels.part("s" * 400, "b" * 400, "a" * 20 + "b" * 380)

    found = gate(part, "slices-caught")

    assert (found.figure, found.passed) == (0.05, True)


@pytest.mark.parametrize(
    ("n_bytes", "passed"),
    [
        ((1000, 1250), True),
        ((1000, 1251), False),
        ((8 << 20, 8 << 20), True),
        ((8 << 20, (8 << 20) + 1), False),
    ],
)
def test_size_has_two_limits(n_bytes, passed):
    part = labels.part(ROWS, GOOD, GOOD)

    assert gate(part, "size", Costs(n_bytes, (1.0, 1.0))).passed is passed


@pytest.mark.parametrize(("seconds", "passed"), [(1.25, True), (1.26, False)])
def test_a_model_may_take_a_quarter_longer(seconds, passed):
    part = labels.part(ROWS, GOOD, GOOD)

    found = gate(part, "latency", Costs((1, 1), (1.0, seconds)))

    assert found.passed is passed


def test_scores_that_say_less_than_they_should_are_refused():
    part = labels.part(ROWS, GOOD, "h" * 200 + "b" * 60)

    found = gate(part, "calibration")

    assert not found.passed
    assert found.limit == 0.02


def test_a_sentence_has_figure_and_interval():
    part = labels.part(ROWS, GOOD, "a" * 200 + "b" * 30 + "a" * 30)

    sentence = gate(part, "recall-spam-at-1.0%").sentence

    assert sentence.startswith(
        "recall of spam at 1.0% ham blocked, golden: 1.000 became"
    )
    assert "95 %" in sentence
