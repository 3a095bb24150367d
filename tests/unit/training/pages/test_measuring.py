import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.training.pages.samples import page
from training.pages.measuring import (
    Found,
    balanced_f1,
    missed_at_recall,
    page_metrics,
    token_f1,
)


@pytest.mark.parametrize(
    ("gold", "found", "f1"),
    [
        ("a b c", "a b d", 4 / 6),
        ("a a b", "a a c", 4 / 6),
        ("a a a", "a", 2 / 4),
        ("a b", "b a", 1.0),
        ("Große Straße", "GROSSE, straße!", 2 / 4),
        ("Выигрыш казино", "казино", 2 / 3),
        ("a", "", 0.0),
        ("", "a", 0.0),
        ("", "", 1.0),
        ("...", "!", 1.0),
        ("a\nb", "a\u00a0b", 1.0),
    ],
    ids=[
        "one-differs", "as-often", "repeated", "order", "case", "cyrillic",
        "nothing-found", "nothing-there", "both-empty", "no-words", "blanks",
    ],
)  # fmt: skip
def test_known_f1_over_words(gold, found, f1):
    assert token_f1(gold, found) == pytest.approx(f1)


@given(st.text(), st.text())
def test_f1_over_words_lies_between_0_and_1_and_knows_no_sides(one, other):
    assert 0 <= token_f1(one, other) == token_f1(other, one) <= 1
    assert token_f1(one, one) == 1


def test_micro_counts_words_alike_and_macro_pages():
    pages = [page([], [], comments=["a b", "c d"]), page([], [], comments=["x"])]

    metrics = page_metrics(pages, [Found("", "a b c d"), Found("x", "")])

    assert metrics["comments_micro"] == pytest.approx(8 / 9)
    assert metrics["comments_macro"] == pytest.approx(1 / 2)


def test_pages_without_gold_are_left_out():
    pages = [page([], []), page([], [], article="a b", comments=["c"])]

    metrics = page_metrics(pages, [Found("w r o n g", "wrong"), Found("a b", "c")])

    assert (metrics["comments_micro"], metrics["main"]) == (1.0, 1.0)
    assert metrics["n"] == {"comments": 1, "snippets": 0, "main": 1}


def test_without_any_gold_there_are_no_numbers():
    metrics = page_metrics([page([], [])], [Found("a", "b")])

    assert metrics["n"] == {"comments": 0, "snippets": 0, "main": 0}
    assert {value for key, value in metrics.items() if key != "n"} == {None}


def test_marked_comments_are_looked_for_by_their_letters():
    snippets = ["So, true!", "Nice one", "not there", "said THE mayor"]
    found = Found("“Yes”, said the mayor", "it is so\ntrue. Nice... one")

    metrics = page_metrics([page([], [], snippets=snippets)], [found])

    assert metrics["snippets_found"] == 2 / 4
    assert metrics["snippets_leaked"] == 1 / 4


def test_main_text_is_the_mean_over_pages():
    pages = [page([], [], article="a b c"), page([], [], article="d")]

    metrics = page_metrics(pages, [Found("a b x", ""), Found("", "d")])

    assert metrics["main"] == pytest.approx((4 / 6 + 0) / 2)


def test_blocks_of_all_pages_are_measured_together():
    pages = [page(["a", "b"], [0, 1]), page(["c", "d"], [2, -1])]
    found = [Found("", "", np.array([0, 1])), Found("", "", np.array([2, 0]))]

    metrics = page_metrics(pages, found)

    assert (metrics["blocks"], metrics["n_blocks"]) == (1.0, 3)


def test_a_method_that_knows_no_blocks_has_no_share_of_them():
    assert "blocks" not in page_metrics([page(["a"], [0])], [Found("a", "")])


def test_an_answer_too_few_is_an_error():
    with pytest.raises(ValueError, match="shorter"):
        page_metrics([page([], []), page([], [])], [Found("", "")])


def test_labels_count_alike_in_balanced_f1_and_as_they_come_in_the_other():
    y, labels = np.array([0, 0, 0, 0, 1, 2]), np.array([0, 0, 0, 1, 1, 2])

    found = balanced_f1(y, labels)

    # One of four articles, a fourth of the weight of a label, is taken for a comment.
    assert found["blocks_each"] == pytest.approx([1.5 / 1.75, 2 / 2.25, 1])
    assert found["blocks"] == pytest.approx((1.5 / 1.75 + 2 / 2.25 + 1) / 3)
    assert found["blocks_unbalanced"] == pytest.approx((6 / 7 + 2 / 3 + 1) / 3)


def test_blocks_that_nobody_knows_are_not_measured():
    y, labels = np.array([0, -1, 1, -1, 2]), np.array([0, 0, 1, 2, 0])
    known = y >= 0

    found = balanced_f1(y, labels)

    assert found == balanced_f1(y[known], labels[known])
    assert found["n_blocks"] == 3


def test_a_label_that_is_never_found_counts_0():
    found = balanced_f1(np.array([0, 1, 2]), np.array([0, 0, 0]))

    assert found["blocks_each"] == [pytest.approx(1 / 2), 0, 0]


@pytest.mark.parametrize(
    ("recall", "missed"),
    [(1.0, 4 / 5), (0.75, 3 / 5), (0.5, 2 / 5), (0.0, 1 / 5)],
)
def test_known_shares_of_others_above_the_threshold(recall, missed):
    comments, others = [0.1, 0.2, 0.3, 0.4, 0.5], [0.0, 0.1, 0.25, 0.3, 0.9]
    scores = np.array([*comments, *others])

    found = missed_at_recall(scores, np.arange(10) < 5, recall)

    assert found == pytest.approx(missed)


@given(st.lists(st.floats(0, 1), min_size=2), st.floats(0, 1), st.floats(0, 1))
def test_more_recall_never_misses_less(scores, one, other):
    is_comment = np.arange(len(scores)) % 2 == 0
    low, high = sorted((one, other))

    assert missed_at_recall(np.array(scores), is_comment, low) <= missed_at_recall(
        np.array(scores), is_comment, high
    )
