"""Make a candidate of feedback, and find what it says of rows it has not seen."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from moderation.classify.scorer import Scorer
from moderation.classify.weights import HEADS
from moderation.errors import InvalidInput
from moderation.tables import comments_of
from moderation.verdict import Thresholds
from training.feedback import newest_of
from training.judged import judge
from training.metrics import head_metrics
from training.raising import raised
from training.split import folds
from training.train import TrainedModel

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Candidate", "Recipe", "make_candidate", "scorer_of"]

# With fewer, folds and gates would have nothing to say.
_LEAST_GROUPS = 20


class Recipe(Protocol):
    """A way to make a model of feedback.

    `shares` are those of the feedback whose models the learning curve shows.
    """

    n_folds: int
    shares: tuple[float, ...]

    def fit(self, table: "DataFrame") -> TrainedModel:
        """Return a model that learned from `table`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that nobody has judged yet.

    `held_out` has shape (n_rows, 3): scores of each row of the feedback by a model
    that had not seen it or a near-duplicate. `curve` has a row for each share of the
    feedback: `share`, `n_rows` and the metrics of the spam head on one fold.
    """

    model: TrainedModel
    held_out: NDArray[np.float64]
    curve: list[dict[str, Any]]


def make_candidate(
    table: "DataFrame",
    recipe: Recipe,
    *,
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
) -> Candidate:
    """Fit `recipe` on `table`, as `feedback_table` returns it, and on folds of it.

    Raises
    ------
    InvalidInput
        If there are fewer than 20 different comments.
    """
    n_groups = table["group"].nunique()
    if n_groups < _LEAST_GROUPS:
        raise InvalidInput(
            f"retraining needs labels of at least {_LEAST_GROUPS} different comments; "
            f"there are {n_groups}"
        )
    held_out = np.zeros((len(table), len(HEADS)))
    curve: list[dict[str, Any]] = []
    for n, (train, out) in enumerate(
        folds(table["group"].to_numpy(str), recipe.n_folds)
    ):
        progress(f"fold {n + 1} of {recipe.n_folds}")
        kept = table.iloc[train].reset_index(drop=True)
        held_out[out] = _scores(recipe.fit(kept), table.iloc[out])
        if not n and recipe.shares:
            progress("learning curve")
            curve = _curve(recipe, kept, table.iloc[out], held_out[out])
    progress("fitting the candidate")
    model = _described(recipe.fit(table), table, held_out, now)
    return Candidate(model, held_out, curve)


def scorer_of(model: TrainedModel) -> Scorer:
    """Return a scorer of a model that is not on disk."""
    return Scorer(model.weights, {"name": "candidate", **model.manifest})


def _scores(model: TrainedModel, table: "DataFrame") -> NDArray[np.float64]:
    return judge(comments_of(table), scorer_of(model)).scores


def _curve(
    recipe: Recipe,
    train: "DataFrame",
    out: "DataFrame",
    whole: NDArray[np.float64],
) -> list[dict[str, Any]]:
    labels = out["label"].to_numpy(str)
    rows = []
    for share in recipe.shares:
        kept = train.sample(frac=share, random_state=0).sort_index()
        scores = _scores(recipe.fit(kept.reset_index(drop=True)), out)
        rows.append(_point(share, len(kept), labels, scores))
    return [*rows, _point(1.0, len(train), labels, whole)]


def _point(
    share: float, n_rows: int, labels: NDArray[np.str_], scores: NDArray[np.float64]
) -> dict[str, Any]:
    metrics = head_metrics(labels, scores[:, 0], "spam")
    return {"share": share, "n_rows": n_rows, **metrics}


def _described(
    model: TrainedModel,
    table: "DataFrame",
    held_out: NDArray[np.float64],
    now: datetime,
) -> TrainedModel:
    labels = table["label"].to_numpy(str)
    thresholds = Thresholds(**model.manifest["thresholds"])
    counts = dict(sorted(Counter(labels.tolist()).items()))
    feedback = {"source": "feedback", "licence": "own", "rows": counts}
    n_groups = table["group"].nunique()
    manifest = model.manifest | {
        "created_at": now.isoformat(timespec="seconds"),
        "sources": [*model.manifest.get("sources", []), feedback],
        "thresholds": asdict(raised(thresholds, held_out[labels == "ham"])),
        "metrics": {
            "how": f"{len(table)} labels held out by folds, of {n_groups} groups",
            "heads": _heads(labels, held_out),
        },
        "made": model.manifest["made"] | {"until": newest_of(table)},
    }
    return replace(model, manifest=manifest)


def _heads(labels: NDArray[np.str_], scores: NDArray[np.float64]) -> dict[str, Any]:
    return {
        head: head_metrics(labels, scores[:, n], head)
        for n, head in enumerate(HEADS)
        if head in labels
    }
