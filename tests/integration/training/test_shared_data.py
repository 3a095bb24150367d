"""Train on the train split of public data, measure on the test split.

HAMGATE_DATASETS names a folder with ``comments/NAME.csv.gz``, in the columns that
`docs/data.md` describes.
"""

import os
from pathlib import Path

import pytest
from sklearn.metrics import roc_auc_score

from moderation.classify.scorer import Scorer
from moderation.tables import comments_of, read_table
from training.publish import write_artifact
from training.train import train_model

pytestmark = pytest.mark.shared


@pytest.fixture
def datasets():
    if not (folder := os.environ.get("HAMGATE_DATASETS")):
        pytest.skip("HAMGATE_DATASETS names no folder of labelled data sets")
    return Path(folder)


@pytest.mark.parametrize("name", ["sms_uci", "youtube_uci"])
def test_a_model_ranks_the_test_split_of_what_it_was_trained_on(
    datasets, tmp_path, name
):
    table = read_table(
        datasets / "comments" / f"{name}.csv.gz", ("text", "label", "split")
    )
    train = table[table["split"] == "train"].reset_index(drop=True)
    test = table[table["split"] == "test"]
    write_artifact(train_model(train), tmp_path / "model")

    scores = Scorer.load(tmp_path / "model").score(comments_of(test))[:, 0]

    assert len(test) > 300
    assert roc_auc_score(test["label"] == "spam", scores) > 0.98
