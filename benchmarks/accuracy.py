"""The same training file and test file for all: Hamgate against TF-IDF + LR."""

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.scoring import tfidf_pipeline
from benchmarks.timing import table
from moderation.classify.scorer import Scorer
from moderation.tables import comments_of, read_table
from training.metrics import head_metrics
from training.publish import write_artifact
from training.train import train_model

__all__ = ["run"]

_SOURCES = (
    "youtube_uci",
    "wp_blogs_a",
    "youtube_judol_id",
    "sms_uci",
    "telegram_antispam",
)


def run(datasets: Path | None) -> None:
    """Print AUC and recall at 1 % false positives on each source's own test split."""
    if datasets is None:
        print("HAMGATE_DATASETS is not set")
        return
    rows = [_row(datasets / "comments" / f"{name}.csv.gz") for name in _SOURCES]
    head = ["own split", "TF-IDF + LR AUC", "recall", "Hamgate AUC", "recall"]
    print(table(head, rows))


def _row(path: Path) -> list[str]:
    whole = read_table(path, ("text", "label", "split"))
    whole = whole[whole["label"].isin(["ham", "spam"])]
    train, test = (
        whole[whole["split"] == part].reset_index(drop=True)
        for part in ("train", "test")
    )
    labels = test["label"].to_numpy(str)
    rival = tfidf_pipeline().fit(train["text"], train["label"] == "spam")
    theirs = rival.decision_function(test["text"])
    with tempfile.TemporaryDirectory() as folder:
        write_artifact(train_model(train), Path(folder) / "model")
        ours = Scorer.load(Path(folder) / "model").score(comments_of(test))[:, 0]
    ranks = 1 / (1 + np.exp(-theirs))
    found = [head_metrics(labels, each, "spam") for each in (ranks, ours)]
    cells = [
        f"{m[key]:.4f}" if key == "auc" else f"{m[key]['recall']:.3f}"
        for m in found
        for key in ("auc", "recall_at_1pct")
    ]
    return [path.name.split(".")[0], *cells]
