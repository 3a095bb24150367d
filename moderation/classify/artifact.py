"""A model on disk: a folder with a manifest and arrays, read only if checksums hold."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from moderation.classify.weights import HEADS, Weights
from moderation.errors import BadArtifact, InvalidInput
from moderation.features.union import Layout, dense_columns
from moderation.verdict import Thresholds

__all__ = ["FORMAT", "MANIFEST", "WEIGHTS", "load_artifact", "read_manifest"]

# Raised whenever features or arrays change their meaning; older folders are refused.
FORMAT = 2
MANIFEST = "manifest.json"
WEIGHTS = "weights.joblib"


def load_artifact(folder: Path) -> tuple[Weights, dict[str, Any]]:
    """Return the weights and the manifest of an artifact.

    joblib runs what a file tells it to, so nothing is unpickled before its SHA-256 is
    the one in the manifest. Artifacts come from the operator's disk, never from HTTP.

    Raises
    ------
    BadArtifact
        If a file is missing or changed, or the format is not `FORMAT`.
    """
    manifest = read_manifest(folder)
    _check_files(folder, manifest)
    try:
        weights = _weights(joblib.load(folder / WEIGHTS), manifest)
    except Exception as error:
        raise BadArtifact(f"{folder.name}: the arrays do not fit: {error}") from error
    return weights, manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder that claims to be an artifact of our format.

    Raises
    ------
    BadArtifact
        If there is none, or it is of another format.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadArtifact(f"{folder.name}: no readable {MANIFEST}") from error
    if found != FORMAT:
        raise BadArtifact(f"{folder.name}: format {found!r}, expected {FORMAT}")
    return dict(manifest)


def _check_files(folder: Path, manifest: Mapping[str, Any]) -> None:
    digests = manifest.get("sha256")
    if not isinstance(digests, dict) or WEIGHTS not in digests:
        raise BadArtifact(f"{folder.name}: the manifest has no checksum of {WEIGHTS}")
    for name, expected in digests.items():
        if Path(name).name != name:
            raise BadArtifact(f"{folder.name}: the manifest names a file elsewhere")
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise BadArtifact(f"{folder.name}: {name} cannot be read") from error
        if found != expected:
            raise BadArtifact(f"{folder.name}: the checksum of {name} does not hold")


def _weights(arrays: Mapping[str, Any], manifest: Mapping[str, Any]) -> Weights:
    settings = manifest["features"]
    if not (manifest["name"] and set(manifest["heads"]) <= set(HEADS)):
        raise InvalidInput("it has no name, or heads that we do not know")
    if settings["dense"] != [name for name, _ in dense_columns()]:
        raise InvalidInput("it was made with other features")
    layout = Layout(
        word_bits=settings["word_bits"],
        char_bits=settings["char_bits"],
        token_bits=settings["token_bits"],
        char_sizes=tuple(settings["char_sizes"]),
    )
    Thresholds(**manifest["thresholds"])
    weights = Weights(
        layout=layout,
        hashed=np.ascontiguousarray(arrays["hashed"], np.float32),
        dense=np.ascontiguousarray(arrays["dense"], np.float32),
        bias=np.ascontiguousarray(arrays["bias"], np.float32),
    )
    _check_shapes(weights)
    return weights


def _check_shapes(weights: Weights) -> None:
    n_heads, n_dense = len(HEADS), len(dense_columns())
    found = (weights.hashed.shape, weights.dense.shape, weights.bias.shape)
    expected = ((weights.layout.n_hashed, n_heads + 1), (n_dense, n_heads), (n_heads,))
    if found != expected:
        raise InvalidInput(f"shapes {found}, expected {expected}")
    arrays = (weights.hashed, weights.dense, weights.bias)
    if not all(np.isfinite(each).all() for each in arrays):
        raise InvalidInput("a weight is not finite")
