import pytest

from moderation.classify.scorer import Scorer
from tests import tiny
from training.evaluate import evaluate_model
from training.report import evaluation_text, training_text

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
