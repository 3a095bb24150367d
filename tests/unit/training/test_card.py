import json

import numpy as np
import pytest

from tests import labels, tiny
from training.candidates import Candidate
from training.card import card_of
from training.card_text import card_text, cell
from training.costs import Costs
from training.gates import all_gates

ROWS = "h" * 200 + "s" * 60
DONE = "h" + "a" * 199 + "b" * 59 + "a"
GOLDEN = labels.part(ROWS, "a" * 200 + "b" * 60, DONE, kind="short", lang="de")


def card(parts=(GOLDEN,), feedback=None):
    feedback = (
        labels.table(text="secret", ham=3, spam=2) if feedback is None else feedback
    )
    candidate = Candidate(tiny.trained(), np.zeros((5, 3)), [{"share": 1.0}])
    manifest = {
        **tiny.trained().manifest,
        "name": "2026-11-25-abc",
        "made": {"how": "on top", "base": "small", "until": "x"},
    }
    gates = all_gates([*parts], Costs((10, 10), (1.0, 1.0)))
    return card_of(manifest, candidate, feedback, parts, gates)


def test_a_card_is_plain_json():
    assert json.loads(json.dumps(card(), allow_nan=False)) == card()


def test_labels_are_counted_by_site_number_and_weight():
    found = card(feedback=labels.table(3, ham=3, spam=2))["feedback"]

    assert found["by_site"] == {"site-3": {"ham": 3, "spam": 2}}
    assert found["by_label"] == {"ham": 3, "spam": 2}
    assert found["by_weight"] == {"1": 5}
    assert found["first"] < found["last"]


def test_both_models_are_measured_on_each_part():
    metrics = card()["metrics"]["golden"]

    assert metrics["champion"]["at_thresholds"]["spam_caught"]["rate"] == 1.0
    assert metrics["candidate"]["at_thresholds"]["spam_caught"]["rate"] < 1


def test_what_is_wrong_is_quoted_from_the_golden_set():
    found = card()

    assert found["n_wrong"] == 2
    assert [(row["label"], row["action"]) for row in found["wrong"]] == [
        ("ham", "hold"),
        ("spam", "approve"),
    ]
    assert found["wrong"][0]["text"] == "text 0"


def test_nothing_of_a_site_is_quoted():
    part = type(GOLDEN)(
        "feedback",
        GOLDEN.table.assign(text="secret words", author="Ann", source="site-1"),
        GOLDEN.champion,
        GOLDEN.candidate,
    )

    found = card([GOLDEN, part])

    for text in (json.dumps(found), card_text(found)):
        assert "secret" not in text
        assert "Ann" not in text


def test_the_text_has_all_parts_and_says_how_each_gate_went():
    text = card_text(card())

    assert text.startswith("# Model 2026-11-25-abc\n")
    for heading in ("Made from", "How good", "Slices", "Gates", "What it gets wrong"):
        assert f"\n## {heading}\n" in text
    assert "| ham | hold | short | de | `text 0` |" in text
    assert text.count("- passed: ") + text.count("- REFUSED: ") == len(card()["gates"])
    assert "it passed all gates" in text


def test_a_refused_model_says_so():
    bad = labels.part(ROWS, "a" * 200 + "b" * 60, "b" * 200 + "a" * 60)

    text = card_text(card([bad]))

    assert "it was refused by its gates" in text
    assert "- REFUSED: ham blocked, golden: 0.000 became 1.000" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "`plain`"),
        ("a | b", "`a ¦ b`"),
        ("two\nlines", "`two lines`"),
        ("`code`", "`'code'`"),
        ("x" * 500, f"`{'x' * 160}`"),
    ],
)
def test_no_comment_breaks_a_table(text, shown):
    assert cell(text) == shown
