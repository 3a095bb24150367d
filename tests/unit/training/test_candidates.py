from datetime import UTC, datetime

import numpy as np
import pytest

from moderation.errors import InvalidInput
from tests import labels
from training.candidates import make_candidate
from training.split import folds

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Remembering:
    """A recipe that says which texts each fit was given."""

    n_folds = 3

    def __init__(self, shares=()):
        self.shares = shares
        self.recipe = labels.on_top()
        self.fitted = []

    def fit(self, table):
        self.fitted.append(set(table["group"]))
        return self.recipe.fit(table)


@pytest.fixture(scope="module")
def table():
    return labels.table(text="walnut parade", spam=15, ham=25)


@pytest.fixture(scope="module")
def candidate(table):
    return make_candidate(table, labels.on_top(), now=NOW)


def test_no_row_is_scored_by_a_model_that_learned_from_its_group(table):
    recipe = Remembering()

    make_candidate(table, recipe, now=NOW)

    *of_folds, whole = recipe.fitted
    assert whole == set(table["group"])
    assert len(of_folds) == 3
    for fitted, (_, out) in zip(
        of_folds, folds(table["group"].to_numpy(str), 3), strict=True
    ):
        assert not fitted & set(table["group"].iloc[out])


def test_every_row_has_a_held_out_score(table, candidate):
    assert candidate.held_out.shape == (len(table), 3)
    assert (candidate.held_out[:, 0] > 0).all()


def test_the_learning_curve_grows_from_nothing_to_all(table):
    recipe = Remembering(shares=(0.0, 0.5))

    curve = make_candidate(table, recipe, now=NOW).curve

    assert [row["share"] for row in curve] == [0.0, 0.5, 1.0]
    counts = [row["n_rows"] for row in curve]
    assert counts[0] == 0 < counts[1] < counts[2] < len(table)
    assert all("auc" in row for row in curve)


def test_the_manifest_says_what_it_was_made_of_but_not_whose(candidate):
    manifest = candidate.model.manifest

    assert manifest["created_at"] == "2026-11-25T12:00:00+00:00"
    assert manifest["sources"][-1] == {
        "source": "feedback",
        "licence": "own",
        "rows": {"ham": 25, "spam": 15},
    }
    assert manifest["made"]["until"] == "2026-11-01T00:39:00+00:00"
    assert "site-1" not in str(manifest)
    assert manifest["metrics"]["heads"]["spam"]["n_positive"] == 15


def test_two_runs_give_the_same_arrays(table, candidate):
    other = make_candidate(table, labels.on_top(), now=NOW)

    assert np.array_equal(other.model.weights.hashed, candidate.model.weights.hashed)
    assert other.model.manifest == candidate.model.manifest


def test_too_few_comments_are_refused():
    copies = labels.table(ham=30).assign(group="one")

    with pytest.raises(
        InvalidInput, match="at least 20 different comments; there are 1"
    ):
        make_candidate(copies, labels.on_top(), now=NOW)


def test_twenty_comments_are_enough():
    table = labels.table(text="walnut parade", ham=10, spam=10)
    table["group"] = [str(n) for n in range(20)]

    assert make_candidate(table, Remembering(), now=NOW).curve == []


def test_progress_names_each_step(table):
    steps = []

    make_candidate(table, Remembering((0.5,)), now=NOW, progress=steps.append)

    assert steps == [
        "fold 1 of 3",
        "learning curve",
        "fold 2 of 3",
        "fold 3 of 3",
        "fitting the candidate",
    ]
