import pytest

from tests import labels, tiny
from training import comparing
from training.comparing import Loaded, compare, comparison_text, load

GOLDEN = tiny.labelled_rows(spam=20, ham=20).assign(lang="en", kind="short")


@pytest.fixture
def pair(tmp_path, monkeypatch):
    monkeypatch.setattr(comparing, "golden_rows", lambda: GOLDEN)
    tiny.write_artifact(tiny.trained(), tmp_path / "one")
    return load(tmp_path / "one"), load(tiny.write_random(tmp_path / "other"))


def nothing():
    return labels.table(ham=1)[:0]


def test_two_models_are_measured_on_the_same_rows(pair):
    found = compare(*pair, nothing())

    assert found["models"] == [each.scorer.name for each in pair]
    one, other = found["on"]["golden"]["metrics"]
    assert one["heads"]["spam"]["auc"] == 1
    assert other["heads"]["spam"]["auc"] < 1
    assert found["on"]["golden"]["turned"] > 0
    assert min(*found["n_bytes"], *found["microseconds"]) > 0


def test_a_model_differs_from_itself_in_nothing(pair):
    found = compare(pair[0], pair[0], nothing())

    assert found["on"]["golden"]["turned"] == 0
    assert found["on"]["golden"]["differences"]["ham_blocked"]["more"] == 0


def test_feedback_that_neither_learned_from_counts(pair):
    found = compare(*pair, labels.table(spam=15, ham=15))

    assert found["on"]["feedback"]["n"] == 30


def test_feedback_that_one_learned_from_does_not(pair):
    table = labels.table(text="walnut parade", spam=15, ham=15)
    knowing = Knows(pair[0], table["given_at"].max().isoformat())

    found = compare(knowing, pair[1], table)

    assert "feedback" not in found["on"]
    assert "feedback: too little" in comparison_text(found)


def test_the_text_has_both_side_by_side(pair):
    text = comparison_text(compare(*pair, labels.table(spam=15, ham=15)))

    lines = text.splitlines()
    assert lines[0].split() == [each.scorer.name for each in pair]
    assert any(line.split()[:2] == ["AUC,", "spam"] for line in lines)
    assert any("ham blocked, more" in line for line in lines)
    assert any("bytes" in line for line in lines)


class Knows(Loaded):
    """A model that learned from all up to a moment."""

    def __init__(self, loaded, until):
        super().__init__(loaded.scorer, loaded.folder)
        loaded.scorer.manifest["made"] = {"until": until}
