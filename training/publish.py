"""Write an artifact: all of it or nothing."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from moderation.classify.artifact import WEIGHTS
from moderation.errors import AlreadyExists, InvalidInput
from moderation.manifest import MANIFEST
from training.train import TrainedModel

__all__ = ["write_artifact", "write_folder"]


def write_artifact(model: TrainedModel, folder: Path) -> dict[str, Any]:
    """Write `model` to `folder` and return its manifest; as `write_folder`."""
    weights = model.weights
    arrays = {
        # Half precision changes a score by less than .001 and halves the file.
        "hashed": np.clip(weights.hashed, -6e4, 6e4).astype(np.float16),
        "dense": weights.dense,
        "bias": weights.bias,
    }
    if weights.footer_kinds:
        arrays["footer_kinds"] = weights.footer_kinds.weights.astype(np.float16)
        arrays["footer_kinds_bias"] = weights.footer_kinds.bias

    def write_weights(draft: Path) -> None:
        joblib.dump(arrays, draft / WEIGHTS)

    return write_folder(folder, WEIGHTS, write_weights, model.manifest)


def write_folder(
    folder: Path, name: str, write: Callable[[Path], None], manifest: dict[str, Any]
) -> dict[str, Any]:
    """Make an artifact of the file `name` and return its manifest.

    The folder is made beside its place and moved there when whole, so that a reader
    finds the old one or the new one.

    Parameters
    ----------
    write : callable
        Writes the file `name` into the folder that it is given.
    manifest : dict
        Everything but the name and the checksum.

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
        write(draft)
        whole = _vouch(draft, name, manifest)
        draft.chmod(0o755)
        _swap(draft, folder)
    except OSError as error:
        raise InvalidInput(f"{folder.name} cannot be written: {error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return whole


def _draft_beside(folder: Path) -> Path:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise InvalidInput(f"{folder.name} cannot be made: {error}") from error


def _vouch(folder: Path, name: str, manifest: dict[str, Any]) -> dict[str, Any]:
    """Write the manifest with the checksum of the file `name`, and make all durable."""
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    made = manifest["created_at"][:10]
    whole = {"name": f"{made}-{digest[:8]}", **manifest, "sha256": {name: digest}}
    text = json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    return whole


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
