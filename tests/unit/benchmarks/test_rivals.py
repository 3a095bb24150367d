import importlib.util
import shutil

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from benchmarks.rivals import RIVALS, missing
from tests import tiny

INSTALLED = [name for name in RIVALS if not missing(name)]
TRAIN = tiny.labelled_rows(spam=300, ham=300)
TEST = tiny.labelled_rows(spam=20, ham=20, footer=5)


@pytest.mark.parametrize("name", INSTALLED)
def test_a_rival_ranks_spam_above_the_rest(name):
    y = (TRAIN["label"] == "spam").to_numpy(int)

    scores = RIVALS[name](TRAIN["text"].tolist(), y)(TEST["text"].tolist())

    assert roc_auc_score(TEST["label"] == "spam", scores) > 0.9


@pytest.mark.parametrize("name", INSTALLED)
def test_a_rival_answers_to_every_text(name):
    texts = ["", "one\ntwo", "From here\r\nFrom there", "a | b:c", "казино\x00", "\n"]
    fitted = RIVALS[name](["win cash"] * 9 + ["a good book"] * 9, np.repeat([1, 0], 9))

    scores = fitted(texts)

    assert scores.shape == (6,)
    assert np.isfinite(scores).all()


def test_a_rival_that_is_not_installed_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)

    assert {name: missing(name) for name in RIVALS} == {
        "TF-IDF + LR": "",
        "fastText": "pip install 'hamgate[benchmarks]'",
        "Vowpal Wabbit": "pip install 'hamgate[benchmarks]'",
        "bogofilter": "Debian's bogofilter",
    }
