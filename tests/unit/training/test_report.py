import pytest

from moderation.classify.scorer import Scorer
from tests import tiny
from training.evaluate import evaluate_model
from training.report import evaluation_text, obfuscations_text, training_text

NAMED = {"name": "tiny", **tiny.random_model().manifest}


@pytest.fixture(scope="module")
def evaluated():
    rows = tiny.labelled_rows(spam=30, ham=1000).assign(source="blogs")
    model = Scorer(tiny.random_model().weights, NAMED)
    return evaluate_model(rows, model)


def test_a_training_is_told_in_lines():
    lines = training_text({"name": "tiny", **tiny.trained().manifest}).splitlines()

    assert lines[0] == "model tiny"
    assert "20 abuse, 20 footer, 40 ham, 40 spam  (unknown)" in lines[3]
    assert [line.split()[0] for line in lines[6:9]] == ["spam", "abuse", "footer"]
    assert lines[-1].startswith("thresholds  hold ")


def test_an_evaluation_is_told_in_lines(evaluated):
    lines = evaluation_text(evaluated).splitlines()

    assert lines[0] == "model tiny, 1,030 rows"
    assert "recall at 1%" in lines[2]
    assert "n=30+1,000" in lines[2]
    assert "source blogs" in lines


def test_a_rate_without_rows_is_not_told(evaluated):
    text = evaluation_text(evaluated)

    assert "ham blocked" in text
    assert "footer blocked" not in text


def test_a_head_without_ham_says_so(evaluated):
    heads = {"spam": {"n_positive": 1200, "n_ham": 0}}

    text = evaluation_text(evaluated | {"heads": heads})

    assert "spam     n=1,200 (no ham to compare with)" in text


def test_an_evaluation_of_no_rows_can_be_told():
    model = Scorer(tiny.random_model().weights, NAMED)

    text = evaluation_text(evaluate_model(tiny.labelled_rows(), model))

    assert text.startswith("model tiny, 0 rows")


def test_families_are_told_with_what_became_of_them(evaluated):
    row = {"rate": 0.25, "low": 0.1, "high": 0.5, "n": 20}

    text = evaluation_text(
        evaluated | {"by_family": {"ham/thanks": row, "spam/pills": row}}
    )

    lines = [line.split() for line in text.splitlines()[-2:]]
    assert lines[0][:5] == ["ham/thanks", "held", "or", "blocked", "25.0%"]
    assert lines[1][:5] == ["spam/pills", "caught", "or", "held", "25.0%"]


def test_a_disguise_is_told_beside_the_clean_text():
    row = {"n_spam": 100, "acted_clean": 80, "acted_disguised": 76, "share": 0.95}
    row |= {"n_ham": 400, "blocked_clean": 1, "blocked_disguised": 2, "points": 0.25}
    empty = dict.fromkeys(row, 0) | {"share": None, "points": None}

    head, line = obfuscations_text({"leet": {"all": row, "changed": empty}})

    assert "caught or held of clean" in head
    told = "leet 0 / 500 76 of 80 95.0% - 2 not 1 +0.25 -"
    assert " ".join(line.split()) == told
