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
        return _parts(joblib.load(folder / PARTS)), manifest
    except Exception as error:
        raise BadArtifact(f"{folder.name}: the parts do not fit: {error}") from error


def _check_library(folder: Path, manifest: dict[str, Any]) -> None:
    made = str(manifest.get("libraries", {}).get("scikit-learn", ""))
    if made.split(".")[:2] != sklearn.__version__.split(".")[:2]:
        raise BadArtifact(
            f"{folder.name}: made with scikit-learn {made or 'unknown'}, "
            f"this is {sklearn.__version__}; run `hamgate train-pages`"
        )


def _parts(found: dict[str, Any]) -> PageParts:
    words = WordWeights(
        np.ascontiguousarray(found["words"], np.float32),
        np.ascontiguousarray(found["chars"], np.float32),
        np.ascontiguousarray(found["bias"], np.float32),
    )
    if words.words.shape != words.chars.shape or words.words.shape[1:] != (_N_LABELS,):
        raise InvalidInput(f"shapes {words.words.shape} and {words.chars.shape}")
    trees = {name: found[name] for name in ("alone", "html", "lines")}
    for name, each in trees.items():
        if not isinstance(each, HistGradientBoostingClassifier):
            raise InvalidInput(f"{name} is no gradient boosting")
    steps = {name: found[name] for name in ("html_steps", "lines_steps")}
    return PageParts(words=words, **trees, **steps)
