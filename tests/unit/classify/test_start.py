import pytest

from moderation.classify.start import start_of
from moderation.verdict import Thresholds

MODEL = Thresholds(0.3, 0.8, 0.99)


def test_a_start_is_read_from_the_table_of_the_manifest():
    table = {"n": 9.0, "shares": [0.001, 0.05], "hold": [0.9, 0.4], "spam": [None, 0.7]}

    start = start_of(MODEL, {"promised": table})

    assert start.hold == ((0.001, 0.9), (0.05, 0.4))
    assert start.spam == ((0.001, None), (0.05, 0.7))
    assert start.thresholds == MODEL


def test_an_older_model_offers_the_thresholds_it_has():
    start = start_of(MODEL, {})

    assert start.hold == ((0.0005, 0.99), (0.005, 0.8), (0.05, 0.3))
    assert start.spam == ((0.0005, 0.99), (0.005, 0.8))


def test_a_table_with_rows_of_two_lengths_is_no_table():
    table = {"shares": [0.001], "hold": [0.9, 0.4], "spam": [0.9]}

    with pytest.raises(ValueError, match="longer"):
        start_of(MODEL, {"promised": table})
