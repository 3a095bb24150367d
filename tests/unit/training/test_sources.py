import csv

import pytest

from moderation.lists import data_dir
from training.sources import licence_of, may_train

ROWS = [*csv.DictReader((data_dir() / "sources.csv").read_text("utf-8").splitlines())]


def test_a_source_that_nobody_knows_may_not_train():
    assert licence_of("nobody") == "unknown"
    assert not may_train("nobody")


@pytest.mark.parametrize("row", ROWS, ids=[row["source"] for row in ROWS])
def test_a_source_has_a_licence_and_yes_or_no(row):
    assert row["may_train"] in ("yes", "no")
    assert licence_of(row["source"]) == row["licence"] != ""
    assert may_train(row["source"]) == (row["may_train"] == "yes")
