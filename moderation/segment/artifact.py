"""A page model on disk, under the same rules as a comment model."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from moderation.errors import BadArtifact, InvalidInput
from moderation.manifest import check_files, read_manifest
from moderation.segment.blocks import Block, Element, SplitPage
from moderation.segment.columns import html_columns, line_columns
from moderation.segment.wording import NAMES
from moderation.segment.words import WordWeights

__all__ = ["FORMAT", "PARTS", "PageParts", "load_page_artifact"]

# Raised whenever columns or arrays change their meaning; older folders are refused.
FORMAT = "pages-1"
PARTS = "pages.joblib"
_N_LABELS = 3


@dataclass(frozen=True, slots=True)
class PageParts:
    """What a page model has learned.

    `alone` judges a text by itself, from its looks and its words; `html` and `lines`
    judge it where it stands. `html_steps` and `lines_steps` have shape (3, 3), see
    `smoothing.likeliest`.
    """

    words: WordWeights
    alone: HistGradientBoostingClassifier
    html: HistGradientBoostingClassifier
    lines: HistGradientBoostingClassifier
    html_steps: NDArray[np.float64]
    lines_steps: NDArray[np.float64]


def load_page_artifact(folder: Path) -> tuple[PageParts, dict[str, Any]]:
    """Return the parts and the manifest of an artifact.

    Nothing is unpickled before its SHA-256 is the one in the manifest, and before the
    manifest names the scikit-learn that runs, as trees are its own objects.

    Raises
    ------
    BadArtifact
        If a file is missing or changed, or was made by another version.
    """
    manifest = read_manifest(folder, FORMAT)
    check_files(folder, manifest, PARTS)
    _check_library(folder, manifest)
    try:
        if not manifest["name"]:
            raise InvalidInput("it has no name")
        return _parts(joblib.load(folder / PARTS)), manifest
    except Exception as error:
        raise BadArtifact(f"{folder.name}: the parts do not fit: {error}") from error


def _check_library(folder: Path, manifest: dict[str, Any]) -> None:
    libraries = manifest.get("libraries")
    known = libraries if isinstance(libraries, dict) else {}
    made = str(known.get("scikit-learn", "unknown"))
    if made.split(".")[:2] != sklearn.__version__.split(".")[:2]:
        raise BadArtifact(
            f"{folder.name}: made with scikit-learn {made}, "
            f"this is {sklearn.__version__}; run `hamgate train-pages`"
        )


def _parts(found: dict[str, Any]) -> PageParts:
    words = WordWeights(
        np.ascontiguousarray(found["words"], np.float32),
        np.ascontiguousarray(found["chars"], np.float32),
        np.ascontiguousarray(found["bias"], np.float32),
    )
    trees = {name: found[name] for name in ("alone", "html", "lines")}
    steps = {
        name: np.ascontiguousarray(found[name], np.float64)
        for name in ("html_steps", "lines_steps")
    }
    parts = PageParts(words=words, **trees, **steps)
    _check_arrays(parts)
    for name, width in _widths().items():
        _check_trees(name, trees[name], width)
    return parts


def _check_arrays(parts: PageParts) -> None:
    words, square = parts.words, (_N_LABELS, _N_LABELS)
    arrays = (words.words, words.chars, words.bias, parts.html_steps, parts.lines_steps)
    shapes = tuple(each.shape for each in arrays)
    weights = (1 << words.bits, _N_LABELS)
    if shapes != (weights, weights, (_N_LABELS,), square, square):
        raise InvalidInput(f"shapes {shapes}")
    if not all(np.isfinite(each).all() for each in arrays):
        raise InvalidInput("a number is not finite")


def _check_trees(name: str, trees: object, width: int) -> None:
    if not isinstance(trees, HistGradientBoostingClassifier):
        raise InvalidInput(f"{name} is no gradient boosting")
    if trees.n_features_in_ != width:
        raise InvalidInput(f"{name} was made with other columns")
    if trees.classes_.tolist() != list(range(_N_LABELS)):
        raise InvalidInput(f"{name} has the labels {trees.classes_.tolist()}")


def _widths() -> dict[str, int]:
    """Return how many columns each of the trees is given, from a page of one block."""
    body = Element(-1, 0, "body", 0, 0, 0, 0, 0, False)
    looks = np.zeros((1, len(NAMES)), np.float32)
    alone = np.zeros((1, 2 * _N_LABELS), np.float32)
    page = SplitPage([Block("x", 0)], [body])
    return {
        "alone": len(NAMES) + _N_LABELS,
        "html": html_columns(alone, looks, alone[:, :2], page).shape[1],
        "lines": line_columns(alone, looks, np.ones(1)).shape[1],
    }
