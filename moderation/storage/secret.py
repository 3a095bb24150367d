"""The secret that keys are hashed with, so that a copied database opens nothing."""

import os
import secrets
from pathlib import Path

from moderation.errors import StoreUnavailable

__all__ = ["read_secret"]

_NAME = "secret"


def read_secret(folder: Path) -> str:
    """Return the secret in `folder`; make it, readable by its owner alone, if absent.

    Raises
    ------
    StoreUnavailable
        If it can be neither read nor made.
    """
    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _make(path)
        found = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnavailable(f"the secret cannot be read: {error}") from error
    if not found:
        raise StoreUnavailable(f"{path} is empty")
    return found


def _make(path: Path) -> None:
    """Make the file whole or not at all, so that two first starts agree."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_hex(32).encode())
        os.fsync(descriptor)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.close(descriptor)
        draft.unlink()
