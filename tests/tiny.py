"""Models small enough for a test: one of random weights, one that was trained."""

import random
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from moderation.classify.artifact import FORMAT
from moderation.classify.scorer import Scorer
from moderation.classify.weights import HEADS, Weights
from moderation.features.union import Layout, dense_columns
from training.publish import write_artifact
from training.train import TrainedModel, train_model

LAYOUT = Layout(word_bits=9, char_bits=9, token_bits=6)
THRESHOLDS = {"hold": 0.3, "spam": 0.9, "discard": 0.999, "abuse": 0.7, "footer": 0.9}

# What each label's rows are made of.
_WORDS = {
    "spam": "cheap pills casino bonus buy now win cash prize http://win.example",
    "ham": "thank you for this good article bread garden book question about cats",
    "abuse": "idiot moron stupid hate you are an awful disgusting liar shut up",
    "footer": "copyright privacy policy terms cookie subscribe newsletter share reply",
}


def random_model(seed: int = 7) -> TrainedModel:
    """Return a model of random weights that half precision can hold."""
    rng = np.random.default_rng(seed)

    def numbers(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float16).astype(np.float32)

    hashed = numbers(LAYOUT.n_hashed, len(HEADS) + 1)
    hashed[:, -1] = np.abs(hashed[:, -1]) + np.float16(1)
    hashed = hashed.astype(np.float16).astype(np.float32)
    dense = numbers(len(dense_columns()), len(HEADS))
    manifest = {
        "format": FORMAT,
        "created_at": "2026-11-23T12:00:00+00:00",
        "heads": list(HEADS),
        "features": {
            "word_bits": LAYOUT.word_bits,
            "char_bits": LAYOUT.char_bits,
            "token_bits": LAYOUT.token_bits,
            "char_sizes": list(LAYOUT.char_sizes),
            "dense": [name for name, _ in dense_columns()],
        },
        "thresholds": THRESHOLDS,
    }
    return TrainedModel(Weights(LAYOUT, hashed, dense, numbers(len(HEADS))), manifest)


def random_scorer(**manifest: object) -> Scorer:
    """Return a scorer that was never on disk; `manifest` overrides entries."""
    model = random_model()
    return Scorer(model.weights, {"name": "tiny", **model.manifest, **manifest})


def write_random(folder: Path) -> Path:
    """Write the model of random weights as an artifact and return its folder."""
    write_artifact(random_model(), folder)
    return folder


def labelled_rows(**counts: int) -> pd.DataFrame:
    """Return rows whose words say their label: ``labelled_rows(spam=8, ham=8)``."""
    draw = random.Random(3)
    rows = [
        (" ".join(draw.sample(_WORDS[label].split(), 6)) + f" {n}.", label)
        for label, count in counts.items()
        for n in range(count)
    ]
    return pd.DataFrame(rows, columns=["text", "label"])


@cache
def trained() -> TrainedModel:
    """Return a model that was trained on 120 rows of all labels, once a run."""
    return train_model(labelled_rows(spam=40, ham=40, abuse=20, footer=20), LAYOUT)
