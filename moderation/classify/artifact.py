"""A model on disk: a folder with a manifest and arrays, read only if checksums hold."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from moderation.classify.footer_kinds import FOLDED_BITS, FooterKinds
from moderation.classify.weights import HEADS, Weights
from moderation.errors import BadArtifact, InvalidInput
from moderation.features.union import Layout, dense_columns
from moderation.manifest import check_files, read_manifest
from moderation.reasons import SENTENCES
from moderation.verdict import Thresholds

__all__ = ["FORMAT", "WEIGHTS", "load_artifact"]

# Raised whenever features or arrays change their meaning; older folders are refused.
FORMAT = 2
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
    manifest = read_manifest(folder, FORMAT)
    check_files(folder, manifest, WEIGHTS)
    try:
        weights = _weights(joblib.load(folder / WEIGHTS), manifest)
    except Exception as error:
        raise BadArtifact(f"{folder.name}: the arrays do not fit: {error}") from error
    return weights, manifest


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
        footer_kinds=_footer_kinds(arrays, settings.get("footer_kinds") or []),
    )
    _check_shapes(weights)
    return weights


def _footer_kinds(
    arrays: Mapping[str, Any], names: Sequence[str]
) -> FooterKinds | None:
    """Return the kinds of footers; an artifact made without them is good, too."""
    if not names:
        return None
    weights = np.ascontiguousarray(arrays["footer_kinds"], np.float32)
    bias = np.ascontiguousarray(arrays["footer_kinds_bias"], np.float32)
    unknown = {f"footer-{name}" for name in names} - SENTENCES.keys()
    if unknown:
        raise InvalidInput(f"unknown kinds of footers: {', '.join(sorted(unknown))}")
    expected = (2 << FOLDED_BITS, len(names))
    if weights.shape != expected or bias.shape != expected[1:]:
        raise InvalidInput(f"kinds of footers have shape {weights.shape}")
    return FooterKinds(tuple(names), weights, bias)


def _check_shapes(weights: Weights) -> None:
    n_heads, n_dense = len(HEADS), len(dense_columns())
    found = (weights.hashed.shape, weights.dense.shape, weights.bias.shape)
    expected = ((weights.layout.n_hashed, n_heads + 1), (n_dense, n_heads), (n_heads,))
    if found != expected:
        raise InvalidInput(f"shapes {found}, expected {expected}")
    arrays = (weights.hashed, weights.dense, weights.bias)
    if not all(np.isfinite(each).all() for each in arrays):
        raise InvalidInput("a weight is not finite")
