"""The manifest of a model on disk: what it is, and the checksums of its files."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moderation.errors import BadArtifact

__all__ = ["MANIFEST", "check_files", "read_manifest"]

MANIFEST = "manifest.json"


def read_manifest(folder: Path, expected: int | str | None = None) -> dict[str, Any]:
    """Return the manifest of a folder that claims to be an artifact of our format.

    Without an `expected` format any will do.

    Raises
    ------
    BadArtifact
        If there is none, or its format is not the `expected` one.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadArtifact(f"{folder.name}: no readable {MANIFEST}") from error
    if expected is not None and found != expected:
        raise BadArtifact(f"{folder.name}: format {found!r}, expected {expected}")
    return dict(manifest)


def check_files(folder: Path, manifest: Mapping[str, Any], needed: str) -> None:
    """Compare all files with the SHA-256 that the manifest gives them.

    Raises
    ------
    BadArtifact
        If one is missing or changed, or the file `needed` has none.
    """
    digests = manifest.get("sha256")
    if not isinstance(digests, dict) or needed not in digests:
        raise BadArtifact(f"{folder.name}: the manifest has no checksum of {needed}")
    for name, expected in digests.items():
        if Path(name).name != name:
            raise BadArtifact(f"{folder.name}: the manifest names a file elsewhere")
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise BadArtifact(f"{folder.name}: {name} cannot be read") from error
        if found != expected:
            raise BadArtifact(f"{folder.name}: the checksum of {name} does not hold")
