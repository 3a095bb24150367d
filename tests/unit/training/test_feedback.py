from datetime import timedelta

import pandas as pd
import pytest

from moderation.errors import BadTable
from tests import labels
from training import feedback
from training.feedback import FEEDBACK_COLUMNS, feedback_table, newest_of, unseen_by


def test_the_order_of_rows_does_not_matter():
    rows = pd.concat([labels.given(1, spam=9, ham=9), labels.given(2, spam=9, ham=9)])

    one = feedback_table(rows)
    other = feedback_table(rows.sample(frac=1, random_state=1))

    assert one.equals(other)


def test_near_duplicates_share_a_group():
    rows = labels.given(ham=3).assign(text=["Win 100 now", "win 250 NOW!", "Hello"])

    groups = feedback_table(rows).set_index("text")["group"]

    assert groups["Win 100 now"] == groups["win 250 NOW!"] != groups["Hello"]


def test_rows_given_before_are_left_out():
    rows = labels.given(ham=10)

    table = feedback_table(rows, labels.START + timedelta(minutes=7))

    assert len(table) == 3


@pytest.mark.parametrize(
    ("column", "value"), [("weight", 0.0), ("text", "  "), ("weight", -1.0)]
)
def test_rows_that_say_nothing_are_left_out(column, value):
    rows = labels.given(ham=4)
    rows.loc[1, column] = value

    assert len(feedback_table(rows)) == 3


def test_a_weight_over_one_counts_as_one():
    table = feedback_table(labels.given(ham=2).assign(weight=7.0))

    assert set(table["weight"]) == set(table["trust"]) == {1.0}


def test_a_site_gives_its_newest_rows_and_no_more_than_its_share(monkeypatch):
    monkeypatch.setattr(feedback, "_MOST_ROWS", 8)
    monkeypatch.setattr(feedback, "_MOST_WEIGHT", 4.0)
    rows = pd.concat([labels.given(1, ham=12), labels.given(2, ham=2)])

    table = feedback_table(rows)

    large = table[table["source"] == "site-1"]
    assert len(large) == 8
    assert large["given_at"].min() == labels.START + timedelta(minutes=4)
    assert large["weight"].sum() == pytest.approx(4)
    assert set(large["trust"]) == {1.0}
    assert table["weight"][table["source"] == "site-2"].sum() == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"label": "good"}, "feedback, row 1, column 'label': 'good'"),
        ({"source": "blog.example"}, "feedback: a source is not site- and a number"),
        ({"source": "site-"}, "feedback: a source is not site- and a number"),
    ],
)
def test_rows_that_nobody_could_have_given_are_refused(change, why):
    with pytest.raises(BadTable, match=why):
        feedback_table(labels.given(ham=2).assign(**change))


@pytest.mark.parametrize("column", FEEDBACK_COLUMNS)
def test_a_column_that_is_missing_is_named(column):
    with pytest.raises(BadTable, match=f"feedback: no column '{column}'"):
        feedback_table(labels.given(ham=2).drop(columns=column))


def test_no_rows_are_a_table_without_rows():
    table = feedback_table(labels.given(ham=1)[:0])

    assert len(table) == 0
    assert newest_of(table) == ""
    assert len(unseen_by(table, "2026-11-01T00:00:00+00:00")) == 0


def test_a_model_of_no_feedback_has_seen_none():
    assert unseen_by(labels.table(ham=3), "").all()


def test_a_near_duplicate_of_what_a_model_saw_is_seen():
    rows = labels.given(ham=4).assign(text=["Same 1", "Old", "Same 2", "New"])
    until = (labels.START + timedelta(minutes=1)).isoformat()

    table = feedback_table(rows)

    assert table["text"][unseen_by(table, until)].tolist() == ["New"]


def test_the_newest_row_says_until_when():
    assert newest_of(labels.table(ham=3)) == "2026-11-01T00:02:00+00:00"
