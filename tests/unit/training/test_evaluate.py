import pandas as pd
import pytest

from moderation.classify.scorer import Scorer
from tests import tiny
from training.evaluate import evaluate_model

ROWS = tiny.labelled_rows(spam=30, ham=40, abuse=10, footer=10)


@pytest.fixture(scope="module")
def model():
    manifest = {"name": "tiny", **tiny.trained().manifest}
    return Scorer(tiny.trained().weights, manifest)


def test_a_model_is_measured_head_by_head(model):
    found = evaluate_model(ROWS, model)

    assert (found["model"], found["n_rows"]) == ("tiny", 90)
    assert list(found["heads"]) == ["spam", "abuse", "footer"]
    assert found["heads"]["spam"]["auc"] > 0.99


def test_rates_at_the_thresholds_count_their_own_label(model):
    found = evaluate_model(ROWS, model)["at_thresholds"]

    counts = {name: row["n"] for name, row in found.items()}
    assert counts == {
        "ham_blocked": 40, "ham_held": 40, "spam_caught": 30, "spam_caught_or_held": 30,
        "abuse_held_or_blocked": 10, "footer_blocked": 10,
    }  # fmt: skip
    assert all(row["low"] <= row["rate"] <= row["high"] for row in found.values())


def test_the_confusion_counts_every_row_once(model):
    rows = evaluate_model(ROWS, model)["confusion"]

    assert {label: sum(row.values()) for label, row in rows.items()} == {
        "ham": 40, "spam": 30, "abuse": 10, "footer": 10
    }  # fmt: skip
    assert rows["spam"]["spam"] >= 28


def test_a_label_without_rows_has_no_rate_and_no_head(model):
    found = evaluate_model(tiny.labelled_rows(spam=5, ham=5), model)

    assert list(found["heads"]) == ["spam"]
    assert found["at_thresholds"]["footer_blocked"] == {"n": 0}
    assert list(found["confusion"]) == ["ham", "spam"]


@pytest.mark.parametrize("column", ["source", "lang"])
def test_slices_of_twenty_rows_are_measured_apart(model, column):
    table = ROWS.assign(**{column: ["a"] * 19 + ["b"] * 20 + [""] * 51})

    found = evaluate_model(table, model)[f"by_{column}"]

    assert list(found) == ["unnamed", "b"]
    assert found["b"]["spam"]["n_positive"] == 11


def test_no_rows_give_no_rates(model):
    found = evaluate_model(ROWS[:0], model)

    assert (found["n_rows"], found["heads"], found["confusion"]) == (0, {}, {})
    assert found["at_thresholds"]["ham_blocked"] == {"n": 0}


def test_progress_adds_up_to_the_rows(model):
    steps = []

    evaluate_model(ROWS, model, steps.append)

    assert sum(steps) == len(ROWS)


def test_families_are_listed_with_most_errors_first(model):
    names = ["spam/pills:3"] * 30 + ["ham/thanks:1"] * 20 + ["ham/bread:2"] * 20
    good, bad = ROWS[:30], ROWS[30:70]
    table = pd.concat([good, bad]).assign(template=names)
    table.loc[table["template"] == "ham/bread:2", "text"] = good["text"].iloc[0]

    found = evaluate_model(table, model)["by_family"]

    assert next(iter(found)) == "ham/bread"
    assert found["ham/bread"]["rate"] == 1.0
    assert found["spam/pills"]["rate"] > found["ham/thanks"]["rate"]
    assert (found["spam/pills"]["n"], found["ham/thanks"]["n"]) == (30, 20)


def test_spam_that_is_let_through_is_an_error_of_its_family(model):
    ham, spam = ROWS.loc[30, "text"], ROWS.loc[0, "text"]
    rows = [(spam, "spam", "spam/caught:1"), (ham, "spam", "spam/missed:9")]
    table = pd.DataFrame(rows, columns=["text", "label", "template"])

    found = evaluate_model(table, model)["by_family"]

    assert [(name, row["rate"]) for name, row in found.items()] == [
        ("spam/missed", 0.0), ("spam/caught", 1.0)
    ]  # fmt: skip


def test_rows_without_a_template_are_of_no_family(model):
    assert evaluate_model(ROWS, model)["by_family"] == {}
    assert evaluate_model(ROWS.assign(template=""), model)["by_family"] == {}
