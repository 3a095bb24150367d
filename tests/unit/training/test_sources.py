import csv

import pytest

from moderation.lists import data_dir
from training.sources import licence_of, may_train, origin_of, sisters_of

ROWS = [*csv.DictReader((data_dir() / "sources.csv").read_text("utf-8").splitlines())]


def test_a_source_that_nobody_knows_may_not_train():
    assert licence_of("nobody") == "unknown"
    assert not may_train("nobody")


@pytest.mark.parametrize("row", ROWS, ids=[row["source"] for row in ROWS])
def test_a_source_has_a_licence_and_yes_or_no(row):
    assert row["may_train"] in ("yes", "no")
    assert licence_of(row["source"]) == row["licence"] != ""
    assert may_train(row["source"]) == (row["may_train"] == "yes")


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ("youtube_uci", "youtube-en"),
        ("youtube_judol_id", "youtube-id"),
        ("telegram_antispam", "telegram-ru"),
        ("hamgate", "hamgate"),
        ("nobody", "nobody"),
        ("", ""),
    ],
)
def test_an_origin_is_a_platform_with_its_language_or_the_source(source, origin):
    assert origin_of(source) == origin


@pytest.mark.parametrize(
    ("source", "sisters"),
    [
        ("telegram_antispam", {"telegram_antispam", "telegram_ru_mixed"}),
        ("youtube_uci", {"youtube_uci"}),
        ("hamgate", {"hamgate"}),
        ("nobody", {"nobody"}),
    ],
)
def test_sisters_are_the_sources_of_one_origin(source, sisters):
    assert sisters_of(source) == sisters


@pytest.mark.parametrize("row", ROWS, ids=[row["source"] for row in ROWS])
def test_sisters_agree_on_who_is_one(row):
    sisters = sisters_of(row["source"])

    assert all(sisters_of(name) == sisters for name in sisters)
