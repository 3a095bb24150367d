"""From labelled rows to the arrays and the manifest of a model."""

import platform
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from moderation.classify.artifact import FORMAT
from moderation.classify.weights import HEADS, Weights
from moderation.errors import InvalidInput
from moderation.features.union import Layout, dense_columns, kinds_of
from moderation.verdict import Thresholds
from training.families import by_family
from training.footer_kinds import fit_footer_kinds
from training.heads import FittedHead, HeadSettings, HoldOut, fit_head
from training.held_out import HeldOut, held_out_scores
from training.metrics import head_metrics
from training.rows import Rows, is_for_footer_only, rows_of
from training.scaling import BlockScaler
from training.score_histogram import score_histogram
from training.sources import licence_of
from training.split import among, families_of
from training.thresholds import choose_thresholds, promised
from training.weighing import row_weights

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["TrainedModel", "library_versions", "train_model"]

# A head is fitted from this many examples on.
_LEAST_EXAMPLES = 8

# Of .3, 1, 3 and 10 these penalties are the best on sources that were left out
# (experiments 0004 and 0005). The shares are those of a site with some trouble: with
# even ones every seventh news comment would be labelled abuse.
_SETTINGS = {
    "spam": HeadSettings(C=3.0, prior=0.25),
    "abuse": HeadSettings(C=1.0, prior=0.1),
    "footer": HeadSettings(C=3.0, prior=0.1),
}

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A model before it is on disk; the manifest lacks its name and checksums.

    `families` is what `training.families.by_family` says of held-out rows.
    """

    weights: Weights
    manifest: dict[str, Any]
    families: dict[str, Any] = field(default_factory=dict)


def train_model(
    table: "DataFrame",
    layout: Layout | None = None,
    progress: Progress = lambda _: None,
) -> TrainedModel:
    """Fit all heads that `table` has examples of.

    Parameters
    ----------
    table : DataFrame
        Columns `text` and `label`; of author, author_url, author_email, title, lang,
        group, source and weight (a number: how much a row counts) those that are there.
    progress : callable
        Is told the name of each step as it begins.

    Raises
    ------
    InvalidInput
        If no head has examples, or there is no ham.
    """
    layout = layout or Layout()
    labels = table["label"].to_numpy(str)
    heads = _heads_of(labels)
    progress("reading comments")
    rows = rows_of(table, layout)
    scaled = ~rows.is_piece & ~rows.for_footer_only
    scaler = BlockScaler(layout).fit(rows.X[scaled])
    X = scaler.transform(rows.X, copy=False)
    fitted = {}
    for head in heads:
        progress(f"fitting {head}")
        fitted[head] = _fit(X, rows, head, layout)
    held_out = held_out_scores(rows, fitted)
    manifest = _manifest(table, fitted, held_out, layout)
    shared = ~is_for_footer_only(table)
    acted = held_out.acted(Thresholds(**manifest["thresholds"]))
    families = by_family(families_of(table[shared]), labels[shared], acted[shared])
    kinds = fit_footer_kinds(table, rows.X[: len(table)], layout)
    manifest["features"]["footer_kinds"] = [*kinds.names] if kinds else []
    weights = replace(_weights(fitted, scaler.factor_, layout), footer_kinds=kinds)
    return TrainedModel(weights, manifest, families)


def _fit(X: csr_matrix, rows: Rows, head: str, layout: Layout) -> FittedHead:
    is_footer = head == "footer"
    used = np.flatnonzero(is_footer | ~rows.for_footer_only)
    y = (rows.labels[used] == head).astype(int)
    weights = row_weights(y, rows.units[used]) * ~rows.is_piece[used] * rows.trust[used]
    # Footers come from few origins: without one of them there are too few.
    folds = rows.group_folds if is_footer else rows.folds
    hold_out = HoldOut(among(folds, used), kinds_of(layout))
    found = fit_head(X[used], y, weights, hold_out, _SETTINGS[head])
    held_out = np.zeros((len(rows.labels), found.held_out.shape[1]))
    held_out[used] = found.held_out
    return replace(found, held_out=held_out)


def _heads_of(labels: NDArray[np.str_]) -> list[str]:
    counts = Counter(labels.tolist())
    if counts["ham"] < _LEAST_EXAMPLES:
        raise InvalidInput(f"training needs at least {_LEAST_EXAMPLES} rows of ham")
    heads = [head for head in HEADS if counts[head] >= _LEAST_EXAMPLES]
    if not heads:
        raise InvalidInput(
            f"training needs at least {_LEAST_EXAMPLES} rows of spam, abuse or footer"
        )
    return heads


def _weights(
    fitted: dict[str, FittedHead], factor: NDArray[np.float32], layout: Layout
) -> Weights:
    """Fold the scaling of columns into the coefficients."""
    hashed = np.zeros((layout.n_hashed, len(HEADS) + 1), np.float32)
    dense = np.zeros((len(dense_columns()), len(HEADS)), np.float32)
    bias = np.zeros(len(HEADS), np.float32)
    for n, head in enumerate(HEADS):
        if head in fitted:
            coef = fitted[head].coef * factor
            hashed[:, n] = coef[: layout.n_hashed]
            dense[:, n] = coef[layout.n_hashed :]
            bias[n] = fitted[head].bias
    hashed[:, -1] = factor[: layout.n_hashed] ** 2
    return Weights(layout, hashed, dense, bias)


def _manifest(
    table: "DataFrame",
    fitted: dict[str, FittedHead],
    held_out: HeldOut,
    layout: Layout,
) -> dict[str, Any]:
    labels = held_out.labels
    ham = labels == "ham"
    shared = ham & ~held_out.for_footer_only
    thresholds = choose_thresholds(
        held_out.scores[ham],
        held_out.corroborated[ham],
        held_out.origins[ham],
        held_out.for_footer_only[ham],
    )
    return {
        "format": FORMAT,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "heads": list(fitted),
        "sources": _sources(table),
        "features": {
            "word_bits": layout.word_bits,
            "char_bits": layout.char_bits,
            "token_bits": layout.token_bits,
            "char_sizes": list(layout.char_sizes),
            "dense": [name for name, _ in dense_columns()],
        },
        "libraries": library_versions(),
        "thresholds": {
            name: getattr(thresholds, name) for name in thresholds.__slots__
        },
        "promised": promised(
            held_out.scores[shared, 0],
            held_out.corroborated[shared],
            held_out.origins[shared],
        ),
        "score_histogram": score_histogram(held_out, thresholds.spam),
        "metrics": {
            "how": held_out.how,
            "heads": {
                head: _head_metrics(held_out, head) for head in HEADS if head in fitted
            },
        },
    }


def _head_metrics(held_out: HeldOut, head: str) -> dict[str, Any]:
    used = ~held_out.for_footer_only | (head == "footer")
    scores = held_out.scores[used, HEADS.index(head)]
    return head_metrics(held_out.labels[used], scores, head)


def _sources(table: "DataFrame") -> list[dict[str, Any]]:
    names = table["source"] if "source" in table.columns else [""] * len(table)
    pairs = Counter(zip(names, table["label"], strict=True))
    rows: dict[str, dict[str, Any]] = {}
    for (name, label), count in sorted(pairs.items()):
        row = rows.setdefault(
            name, {"source": name or "unnamed", "licence": licence_of(name), "rows": {}}
        )
        row["rows"][label] = count
    return list(rows.values())


def library_versions() -> dict[str, str]:
    """Return the versions that an artifact was made with."""
    names = ("hamgate", "numpy", "scikit-learn", "scipy", "joblib")
    return {"python": platform.python_version()} | {
        name: version(name) for name in names
    }
