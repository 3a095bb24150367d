import json

import numpy as np
import pytest

from moderation.classify.scorer import Scorer
from moderation.comment import Author, Comment
from moderation.errors import InvalidInput
from tests import tiny
from training.publish import write_artifact
from training.train import train_model


def small(**counts):
    return train_model(tiny.labelled_rows(**counts), tiny.LAYOUT)


@pytest.fixture
def model(tmp_path):
    write_artifact(tiny.trained(), tmp_path / "model")
    return Scorer.load(tmp_path / "model")


def test_a_model_learns_what_its_rows_say(model):
    words = "win cheap casino pills"
    comments = [
        Comment(
            f"{words} http://win.example", Author("Casino", url="http://win.example")
        ),
        Comment(words),
        Comment("thank you, good bread article"),
    ]

    spam, words_alone, ham = model.score(comments)[:, 0]

    assert spam > 0.9
    assert words_alone > model.thresholds.hold
    assert ham < 0.1


def test_words_alone_are_never_enough_to_block(model):
    texts = tiny.labelled_rows(spam=40)["text"].str.replace("http://win.example", "")

    scores = model.score([*map(Comment, texts)])[:, 0]

    assert scores.max() < model.thresholds.spam


def test_two_trainings_give_the_same_arrays():
    one, other = (small(spam=12, ham=12, footer=8).weights for _ in range(2))

    assert np.array_equal(one.hashed, other.hashed)
    assert np.array_equal(one.dense, other.dense)
    assert np.array_equal(one.bias, other.bias)


def test_a_head_without_examples_is_missing():
    model = small(spam=8, ham=8, abuse=7)

    assert (
        model.manifest["heads"] == list(model.manifest["metrics"]["heads"]) == ["spam"]
    )
    assert (model.weights.hashed[:, 1:3] == 0).all()
    assert (model.weights.dense[:, 1:] == 0).all()


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({"spam": 20}, "8 rows of ham"),
        ({"spam": 20, "ham": 7}, "8 rows of ham"),
        ({"ham": 20}, "8 rows of spam, abuse or footer"),
        ({"ham": 20, "spam": 7, "abuse": 7}, "8 rows of spam, abuse or footer"),
        ({}, "8 rows of ham"),
    ],
    ids=str,
)
def test_too_few_rows_cannot_train(counts, why):
    with pytest.raises(InvalidInput, match=why):
        small(**counts)


@pytest.mark.parametrize("counts", [{"spam": 8, "ham": 8}, {"footer": 8, "ham": 8}])
def test_eight_rows_of_each_are_enough(counts):
    assert small(**counts).manifest["heads"] == [next(iter(counts))]


def test_the_manifest_says_what_was_learned_from():
    table = tiny.labelled_rows(spam=9, ham=8).assign(source="ours")
    table.loc[0, "source"] = ""

    manifest = train_model(table, tiny.LAYOUT).manifest

    assert manifest["sources"] == [
        {"source": "unnamed", "licence": "unknown", "rows": {"spam": 1}},
        {"source": "ours", "licence": "unknown", "rows": {"ham": 8, "spam": 8}},
    ]


def test_the_manifest_holds_no_path_and_is_plain_json():
    text = json.dumps(tiny.trained().manifest, allow_nan=False)

    assert "/" not in text.replace("http://", "")
    assert "\\\\" not in text


def test_the_manifest_fits_the_model():
    manifest = tiny.trained().manifest

    assert manifest["heads"] == ["spam", "abuse", "footer"]
    assert manifest["features"]["word_bits"] == tiny.LAYOUT.word_bits
    assert manifest["libraries"].keys() >= {
        "python",
        "numpy",
        "scikit-learn",
        "hamgate",
    }
    assert manifest["thresholds"].keys() == tiny.THRESHOLDS.keys()
    promised = manifest["promised"]
    assert len(promised["shares"]) == len(promised["hold"]) == len(promised["spam"])
    assert 0 < promised["n"] <= manifest["sources"][0]["rows"]["ham"]


def test_held_out_metrics_of_easy_rows_are_good():
    heads = tiny.trained().manifest["metrics"]["heads"]

    assert [found["auc"] > 0.95 for found in heads.values()] == [True] * 3
    assert (heads["spam"]["n_positive"], heads["spam"]["n_ham"]) == (40, 40)


def test_weights_are_finite_and_rarities_positive():
    weights = tiny.trained().weights

    assert np.isfinite(weights.hashed).all()
    assert (weights.hashed[:, -1] > 0).all()


def test_progress_names_each_step():
    steps = []

    train_model(tiny.labelled_rows(spam=8, ham=8), tiny.LAYOUT, steps.append)

    assert steps == ["reading comments", "fitting spam"]


def test_authors_and_titles_are_learned_from_where_they_are_there():
    table = tiny.labelled_rows(spam=20, ham=20).assign(text="the same text")
    table["group"] = [str(n) for n in range(40)]
    table["author"] = ["Casino"] * 20 + ["Ann"] * 20

    model = train_model(table, tiny.LAYOUT)

    assert model.manifest["metrics"]["heads"]["spam"]["auc"] == 1.0


def test_errors_are_counted_by_family_on_rows_that_were_held_out():
    rows = tiny.labelled_rows(spam=12, ham=12)
    named = rows.assign(template=rows["label"] + "/small:7")

    families = train_model(named, tiny.LAYOUT).families

    assert {name: row["n"] for name, row in families.items()} == {
        "ham/small": 12,
        "spam/small": 12,
    }


def test_rows_of_no_family_have_no_table():
    assert small(spam=12, ham=12).families == {}
