import numpy as np
import pytest

from moderation.classify.scorer import Scorer
from tests import tiny
from training import obfuscated
from training.obfuscated import evaluate_obfuscations, pooled
from training.obfuscation import OBFUSCATIONS

ROWS = tiny.labelled_rows(spam=30, ham=20, abuse=10)


@pytest.fixture(scope="module")
def model():
    return Scorer(tiny.trained().weights, {"name": "tiny", **tiny.trained().manifest})


@pytest.fixture(scope="module")
def found(model):
    return evaluate_obfuscations(ROWS, model)


@pytest.fixture
def swapped(model, monkeypatch):
    """Measure a disguise that gives each text of a label those of another."""

    def measure(label, other):
        texts = {
            each: set(ROWS.loc[ROWS["label"] == each, "text"])
            for each in (label, other)
        }
        [use, *_] = sorted(texts[other])

        def obfuscate(text, kind, rng):
            return use if text in texts[label] else text

        monkeypatch.setattr(obfuscated, "OBFUSCATIONS", {"swap": obfuscate})
        monkeypatch.setattr(obfuscated, "obfuscate", obfuscate)
        return evaluate_obfuscations(ROWS, model)["swap"]

    return measure


def counts(spam, ham):
    """Make what was found of (n, clean, disguised) spam and ham."""
    names = ("n_spam", "acted_clean", "acted_disguised")
    names += ("n_ham", "blocked_clean", "blocked_disguised")
    row = dict(zip(names, (*spam, *ham), strict=True))
    return {kind: {"all": row, "changed": row} for kind in OBFUSCATIONS}


def test_every_disguise_is_measured_on_all_ham_and_spam(found):
    assert list(found) == list(OBFUSCATIONS)
    assert {(row["all"]["n_spam"], row["all"]["n_ham"]) for row in found.values()} == {
        (30, 20)
    }


def test_all_disguises_are_compared_with_the_same_clean_text(found):
    assert len({row["all"]["acted_clean"] for row in found.values()}) == 1
    assert len({row["all"]["blocked_clean"] for row in found.values()}) == 1


def test_rows_that_a_disguise_leaves_as_they_are_count_apart(found):
    with_links = ROWS["text"].str.contains("http") & (ROWS["label"] == "spam")

    changed = found["defanged"]["changed"]

    assert (changed["n_spam"], changed["n_ham"]) == (with_links.sum(), 0)
    assert changed["points"] is None


def test_the_same_rows_give_the_same_numbers(found, model):
    again = evaluate_obfuscations(ROWS.sample(frac=1, random_state=1), model)

    assert again == found


def test_a_disguise_that_hides_spam_lets_it_through(swapped):
    row = swapped("spam", "ham")

    assert row["all"]["acted_clean"] > 25
    assert (row["all"]["acted_disguised"], row["all"]["share"]) == (0, 0.0)
    assert (row["changed"]["n_spam"], row["changed"]["n_ham"]) == (30, 0)


def test_a_disguise_that_makes_ham_look_like_spam_gets_it_blocked(swapped):
    row = swapped("ham", "spam")

    assert (row["all"]["blocked_clean"], row["all"]["blocked_disguised"]) == (0, 20)
    assert row["all"]["points"] == 100.0
    assert row["all"]["share"] == 1.0


def test_progress_counts_each_row_clean_and_disguised(model):
    steps = []

    evaluate_obfuscations(ROWS, model, steps.append)

    assert sum(steps) == 50 * (len(OBFUSCATIONS) + 1)


def test_no_rows_are_measured_without_an_error(model):
    row = evaluate_obfuscations(ROWS[:0], model)["leet"]["all"]

    assert (row["n_spam"], row["share"], row["points"]) == (0, None, None)


def test_sources_add_up_row_by_row():
    parts = [counts((10, 8, 4), (100, 0, 1)), counts((90, 80, 80), (300, 2, 2))]

    row = pooled(parts)["leet"]["all"]

    assert (row["n_spam"], row["acted_clean"], row["acted_disguised"]) == (100, 88, 84)
    assert row["share"] == pytest.approx(84 / 88, abs=1e-4)
    assert row["points"] == 0.25


def test_points_are_of_ham_and_may_fall():
    row = pooled([counts((1, 1, 1), (200, 3, 1))])["bidi"]["changed"]

    assert np.isclose(row["points"], -1.0)
