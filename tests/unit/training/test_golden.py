"""The golden set is what it says, and no training path reads it."""

import re
from collections import Counter
from pathlib import Path

import pytest

from moderation.lists import data_dir
from training import anchors, shipped
from training.golden import golden_rows
from training.shipped import shipped_rows
from training.split import groups_of

ROOT = Path(__file__).parents[3]
ADDRESS = re.compile(r"https?://([^/\s?]+)|[\w.]+@([\w.-]+\.\w+)|\b(5\d\d-?\d{4})\b")


@pytest.fixture(scope="module")
def golden():
    return golden_rows()


def letters(table):
    return set(groups_of(table[["text"]]))


def test_it_has_ham_spam_and_abuse(golden):
    assert Counter(golden["label"]) == {"ham": 200, "spam": 120, "abuse": 40}


def test_it_has_many_languages_and_kinds_of_each_label(golden):
    assert golden["lang"].nunique() >= 20
    assert (golden["lang"] != "").all()
    assert golden.groupby("label")["kind"].nunique().min() >= 7


def test_no_text_comes_twice(golden):
    assert golden["text"].is_unique
    assert len(letters(golden)) == len(golden)


def test_addresses_and_numbers_are_nobodys(golden):
    columns = ("text", "author_url", "author_email")
    found = [
        match.groups()
        for column in columns
        for text in golden[column]
        for match in ADDRESS.finditer(text)
    ]

    assert len(found) > 100
    for host, mail, number in found:
        assert number or (host or mail).endswith(".example")
        assert not number or number.startswith("555")


def test_no_comment_of_the_corpus_is_in_it(golden, corpus, monkeypatch):
    monkeypatch.setattr(shipped, "build_corpus", lambda: corpus)
    assert not letters(golden) & letters(shipped_rows(None))


def test_no_anchor_is_in_it(golden, corpus, monkeypatch):
    monkeypatch.setattr(anchors, "build_corpus", lambda: corpus)

    assert not letters(golden) & letters(anchors.anchor_rows())


def test_only_what_compares_models_reads_it():
    readers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("training", "moderation", "docs", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if "golden_rows" in path.read_text(encoding="utf-8")
    }

    assert readers == {
        "training/golden.py",
        "training/retraining.py",
        "training/comparing.py",
    }


def test_it_lies_where_no_glob_of_training_looks():
    looked_at = [*data_dir().glob("comments/*/*.txt"), *data_dir().glob("footers/*")]

    assert data_dir() / "golden" / "comments.csv" not in looked_at
