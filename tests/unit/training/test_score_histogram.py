import numpy as np
import pytest

from tests import tiny
from training.held_out import HeldOut
from training.score_histogram import score_histogram
from training.train import train_model


def held_out(rows, for_footer_only=None):
    """Rows of (label, origin, score, corroborated score)."""
    labels, origins, scores, sure = zip(*rows, strict=True)
    spam = np.zeros((len(rows), 3))
    spam[:, 0] = scores
    only = np.zeros(len(rows), bool) if for_footer_only is None else for_footer_only
    return HeldOut(
        spam, np.array(sure, float), np.array(labels), np.array(origins), only, "so"
    )


def spread(rows, threshold=0.9, **kwargs):
    return score_histogram(held_out(rows, **kwargs), threshold)


def tenths(**shares):
    """Ten shares: ``tenths(_0=1)``."""
    return pytest.approx([shares.get(f"_{n}", 0) for n in range(10)])


def test_ham_and_spam_have_a_spread_each():
    ham = [("ham", "a", 0.05, 0), ("ham", "a", 0.15, 0)]

    found = spread([*ham, *[("spam", "a", 0.95, 0.95)] * 9])

    assert found == {"ham": tenths(_0=0.5, _1=0.5), "spam": tenths(_9=1)}


def test_each_origin_counts_alike():
    ham = [("ham", "a", 0.05, 0)] * 9 + [("ham", "b", 0.35, 0)]

    found = spread([*ham, ("spam", "a", 0.95, 0.95)])

    assert found["ham"] == tenths(_0=0.5, _3=0.5)


def test_what_nothing_supports_is_below_the_threshold():
    rows = [("ham", "a", 0.05, 0), ("spam", "a", 0.99, 0.0), ("spam", "b", 0.99, 0.97)]

    found = spread(rows, threshold=0.65)

    assert found["spam"] == tenths(_6=0.5, _9=0.5)


def test_other_labels_and_rows_for_the_footer_head_are_left_out():
    rows = [
        ("ham", "a", 0.05, 0),
        ("spam", "a", 0.95, 0.95),
        ("abuse", "a", 0.5, 0.5),
        ("ham", "b", 0.5, 0.5),
    ]

    found = spread(rows, for_footer_only=np.array([False, False, False, True]))

    assert found == {"ham": tenths(_0=1), "spam": tenths(_9=1)}


@pytest.mark.parametrize("label", ["ham", "spam", "footer"])
def test_without_spam_and_ham_there_is_none(label):
    assert spread([(label, "a", 0.5, 0.5)]) is None


def test_a_trained_model_brings_it_along():
    found = tiny.trained().manifest["score_histogram"]

    assert [len(each) for each in found.values()] == [10, 10]
    assert sum(found["ham"]) == pytest.approx(1, abs=1e-5)
    assert found["ham"][0] > 0.5
    assert found["spam"][0] < 0.1


def test_a_model_without_a_spam_head_has_none():
    rows = tiny.labelled_rows(footer=8, ham=8)

    assert train_model(rows, tiny.LAYOUT).manifest["score_histogram"] is None
