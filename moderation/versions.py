"""One version of the model: an artifact in a folder that says what became of it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from moderation.errors import BadArtifact
from moderation.manifest import check_files, read_manifest
from moderation.registry_state import sync

__all__ = ["ACCEPTED", "REFUSED", "Version", "check_sums", "move_in", "read_version"]

ACCEPTED = "accepted"
REFUSED = "refused"
_STATUS = "status.json"


@dataclass(frozen=True, slots=True)
class Version:
    """One artifact that can be promoted; `status` is accepted or refused."""

    name: str
    folder: Path
    manifest: dict[str, Any]
    is_shipped: bool
    status: str
    created_at: datetime


def read_version(folder: Path, *, is_shipped: bool = False) -> Version:
    """Describe a version by its manifest; its arrays are not looked at.

    Raises
    ------
    BadArtifact
        If the manifest cannot be read, or gives no name or moment.
    """
    manifest = read_manifest(folder)
    name = manifest.get("name")
    if not (isinstance(name, str) and name):
        raise BadArtifact(f"{folder.name}: the manifest gives no name")
    status = ACCEPTED if is_shipped else _status(folder)
    made = _moment(folder, manifest.get("created_at"))
    return Version(name, folder, manifest, is_shipped, status, made)


def check_sums(folder: Path) -> None:
    """Compare an artifact with its own checksums; `BadArtifact` if one is wrong."""
    manifest = read_manifest(folder)
    digests = manifest.get("sha256")
    needed = min(digests, default="") if isinstance(digests, dict) else ""
    check_files(folder, manifest, needed)


def move_in(draft: Path, folder: Path, status: str) -> None:
    """Give a draft its status and its place; it is durable before it is there."""
    (draft / _STATUS).write_text(json.dumps({"status": status}), encoding="utf-8")
    for path in draft.rglob("*"):
        sync(path)
    sync(draft)
    # Temporary folders are their maker's alone; the service may be another user.
    draft.chmod(0o755)
    folder.parent.mkdir(exist_ok=True)
    draft.rename(folder)
    sync(folder.parent)


def _status(folder: Path) -> str:
    """Take a folder that was put there by hand for accepted, a damaged file for not."""
    try:
        found = json.loads((folder / _STATUS).read_text(encoding="utf-8"))
        return ACCEPTED if found["status"] == ACCEPTED else REFUSED
    except FileNotFoundError:
        return ACCEPTED
    except (OSError, ValueError, KeyError, TypeError):
        return REFUSED


def _moment(folder: Path, said: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError as error:
        raise BadArtifact(f"{folder.name}: the manifest gives no moment") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
