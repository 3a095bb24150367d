import pytest

from moderation.classify.scorer import Scorer
from tests import tiny
from training.leaving import LeftOut
from training.leaving_report import leaving_text
from training.obfuscated import evaluate_obfuscations


@pytest.fixture(scope="module")
def left_out():
    rows = tiny.labelled_rows(spam=30, ham=40).assign(author="Marta")
    manifest = {"name": "without blogs", **tiny.trained().manifest}
    model = Scorer(tiny.trained().weights, manifest)
    return LeftOut("blogs", frozenset({"blogs", "papers"}), rows, model)


def test_a_source_is_told_with_all_fields_and_on_text_alone(left_out):
    lines = leaving_text({"left_out": [left_out.evaluate()]}).splitlines()

    assert lines[0] == "blogs, 70 rows; trained without blogs, papers"
    assert [line.split("AUC")[0].strip() for line in lines[1:3]] == [
        "spam    all fields", "without metadata"
    ]  # fmt: skip
    assert "recall at 1% 1.000 [" in lines[1]
    assert lines[1].endswith("n=30+40")


def test_rates_at_the_thresholds_have_both_columns(left_out):
    lines = leaving_text({"left_out": [left_out.evaluate()]}).splitlines()

    assert " ".join(lines[3].split()) == "at the thresholds all fields without metadata"
    named = [line[:26].strip() for line in lines[4:]]
    assert named == ["ham blocked", "ham held", "spam caught", "spam caught or held"]
    assert all(line.count("%  [") == 2 for line in lines[4:])


def test_a_source_that_is_never_learned_from_says_so(left_out):
    found = left_out.evaluate() | {"trained_without": []}

    text = leaving_text({"left_out": [found]})

    assert "trained without nothing: it is never learned from" in text


def test_a_head_without_ham_says_so(left_out):
    heads = {"abuse": {"n_positive": 9, "n_ham": 0}}
    found = left_out.evaluate() | {"heads": heads, "without_metadata": {
        "heads": heads, "at_thresholds": left_out.evaluate()["at_thresholds"]
    }}  # fmt: skip

    assert "n=9 (no ham to compare with)" in leaving_text({"left_out": [found]})


def test_own_families_that_were_held_out_are_told_the_worst_first_thirty_at_most(
    left_out,
):
    row = {"rate": 0.25, "low": 0.1, "high": 0.5, "n": 8}
    families = {f"spam/family-{n:02}": row for n in range(40)}
    found = left_out.evaluate() | {"families_held_out": families}

    lines = leaving_text({"left_out": [found]}).splitlines()

    told = [line.split()[0] for line in lines if line.startswith("  spam/family-")]
    assert told == [f"spam/family-{n:02}" for n in range(30)]
    assert f"families held out whole, without {found['source']}" in lines


def test_disguises_are_told_by_source_and_for_all(left_out):
    disguised = evaluate_obfuscations(left_out.test, left_out.model)
    found = left_out.evaluate() | {"obfuscations": disguised}

    lines = leaving_text({"left_out": [found, found]}).splitlines()

    assert len([line for line in lines if line.startswith("  leet ")]) == 3
    assert "all sources, disguised" in lines
