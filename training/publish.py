"""Write an artifact: all of it or nothing."""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from moderation.classify.artifact import MANIFEST, WEIGHTS
from moderation.errors import AlreadyExists, InvalidInput
from training.train import TrainedModel

__all__ = ["write_artifact"]


def write_artifact(model: TrainedModel, folder: Path) -> dict[str, Any]:
    """Write `model` to `folder` and return its manifest; an artifact there is replaced.

    The folder is made beside its place and moved there when whole, so that a reader
    finds the old one or the new one.

    Raises
    ------
    AlreadyExists
        If `folder` holds something that is no artifact; it is left alone.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise AlreadyExists(f"{folder.name} is there already and holds no model")
    folder = folder.resolve()
    draft = _draft_beside(folder)
    try:
        manifest = _write(model, draft)
        draft.chmod(0o755)
        _swap(draft, folder)
    except OSError as error:
        raise InvalidInput(f"{folder.name} cannot be written: {error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def _draft_beside(folder: Path) -> Path:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise InvalidInput(f"{folder.name} cannot be made: {error}") from error


def _write(model: TrainedModel, folder: Path) -> dict[str, Any]:
    weights = model.weights
    arrays = {
        # Half precision changes a score by less than .001 and halves the file.
        "hashed": np.clip(weights.hashed, -6e4, 6e4).astype(np.float16),
        "dense": weights.dense,
        "bias": weights.bias,
    }
    joblib.dump(arrays, folder / WEIGHTS)
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    made = model.manifest["created_at"][:10]
    manifest = {
        "name": f"{made}-{digest[:8]}",
        **model.manifest,
        "sha256": {WEIGHTS: digest},
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    return manifest


def _swap(draft: Path, folder: Path) -> None:
    """Put `draft` in the place of `folder`, with the old one gone only afterwards."""
    if not folder.exists():
        draft.rename(folder)
        return
    old = draft.with_name(draft.name + ".old")
    folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(old)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
