"""The registry of models: a folder a version, of which one answers."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from moderation.errors import (
    AlreadyExists,
    BadArtifact,
    BadRegistry,
    InvalidInput,
    NotFound,
)
from moderation.registry_state import (
    NAME,
    STATE,
    Change,
    State,
    locked,
    read_state,
    write_state,
)
from moderation.versions import (
    ACCEPTED,
    REFUSED,
    Version,
    check_sums,
    move_in,
    read_version,
)

__all__ = ["ACCEPTED", "REFUSED", "Change", "Registry", "State", "Version"]

_VERSIONS = "versions"
_DRAFTS = "drafts"
_DRAFT_KEPT_S = 24 * 3600.0


class Registry:
    """The versions in a folder, the shipped one, and which of them is current.

    `check` must raise `BadArtifact` for a folder that cannot be used; by itself it
    compares checksums. A registry that `is_pinned` shows versions and changes nothing
    about which one answers: the operator named a folder.
    """

    def __init__(
        self,
        folder: Path,
        shipped: Path,
        *,
        check: Callable[[Path], object] | None = None,
        is_pinned: bool = False,
    ) -> None:
        self.folder = folder
        self.shipped = shipped
        self.is_pinned = is_pinned
        self._check = check or check_sums
        self._state_path = str(folder / STATE)

    def state(self) -> State:
        """Return which version answers; `BadRegistry` if that cannot be known."""
        return read_state(self.folder)

    def mark(self) -> object:
        """Return what differs after every change: two microseconds, no reading."""
        try:
            found = os.stat(self._state_path)  # noqa: PTH116 (a string is twice as fast)
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_ino, found.st_size)

    def versions(self) -> list[Version]:
        """Return all that can be read, newest first."""
        found = []
        for folder in (self.shipped, *self._folders()):
            with suppress(BadArtifact):
                found.append(self._version(folder))
        return sorted(found, key=lambda each: (each.created_at, each.name))[::-1]

    def version(self, name: str) -> Version:
        """Find one version: `NotFound` without it, `BadArtifact` if it is damaged."""
        return self._version(self.path(name))

    def path(self, name: str) -> Path:
        """Return the folder of a version; `NotFound` for all that is no name of one."""
        if NAME.fullmatch(name):
            if name == self.shipped_name():
                return self.shipped
            folder = self._folder_of(name)
            if folder.is_dir():
                return folder
        raise NotFound(f"no version {name[:64]!r}")

    def current(self) -> Path:
        """Return the folder of the version that answers; it may be gone or damaged."""
        return self._folder_of(self.state().current)

    def shadow(self) -> Path | None:
        """Return the folder of the version in shadow, if there is one."""
        state = self.state()
        folder = self.path(state.shadow) if state.shadow else None
        return None if folder == self._folder_of(state.current) else folder

    def fallback(self) -> Path:
        """Return the shipped model: what a process begins with if the current fails."""
        return self.shipped

    def shipped_name(self) -> str:
        """Return the name of the shipped version, or "" if it cannot be read."""
        try:
            return self._version(self.shipped).name
        except BadArtifact:
            return ""

    def drafts(self) -> Path:
        """Return the folder in which candidates are made; what a kill leaves is pruned.

        It is on the same file system as the versions, so that `add` need not copy.
        """
        drafts = self.folder / _DRAFTS
        try:
            drafts.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadRegistry(f"no folder for drafts: {error.strerror}") from error
        return drafts

    def add(self, draft: Path, *, refused: bool = False) -> Version:
        """Move a finished artifact in under the name in its manifest, all or nothing.

        Raises
        ------
        AlreadyExists
            If a version has this name; the draft is left where it is.
        BadArtifact
            If it cannot be used.
        """
        self._check(draft)
        name = read_version(draft).name
        if not NAME.fullmatch(name):
            raise InvalidInput(f"{name[:64]!r} is no name for a version")
        with locked(self.folder):
            folder = self._folder_of(name)
            if name == self.shipped_name() or folder.exists():
                raise AlreadyExists(f"version {name} is there already")
            move_in(draft, folder, REFUSED if refused else ACCEPTED)
        return self._version(folder)

    def promote(self, name: str, *, now: datetime, force: bool = False) -> State:
        """Let `name` answer from now on; one that was refused only by `force`.

        Raises
        ------
        BadArtifact
            If it cannot be used; the current version goes on.
        InvalidInput
            If its gates refused it, or the model is pinned.
        """
        with self._changing() as state:
            version = self.version(name)
            if version.status == REFUSED and not force:
                raise InvalidInput(
                    f"{name} was refused by its gates; force it if you must"
                )
            self._check(version.folder)
            return self._keep(state.promoted("" if version.is_shipped else name, now))

    def rollback(self, *, now: datetime) -> State:
        """Let the version before answer again; `InvalidInput` if there is none."""
        with self._changing() as state:
            changed = state.rolled_back(now)
            self._check(self._folder_of(changed.current))
            return self._keep(changed)

    def set_shadow(self, name: str, *, now: datetime) -> State:
        """Let `name` score beside the current version; "" ends it."""
        with self._changing() as state:
            if name:
                folder = self.path(name)
                if folder == self._folder_of(state.current):
                    raise InvalidInput(f"{name} answers already")
                self._check(folder)
            return self._keep(state.shadowed(name, now))

    def prune(self, keep: int) -> list[str]:
        """Remove all but the newest `keep` versions and those in use; name the removed.

        What is current, in shadow, to be rolled back to or shipped always stays. Drafts
        that nobody touched for a day go too.
        """
        with locked(self.folder):
            state = self.state()
            used = {state.current, state.shadow, *state.previous}
            ours = [each for each in self.versions() if not each.is_shipped]
            old = [each.name for each in ours[max(keep, 0) :] if each.name not in used]
            for name in old:
                # Whole or gone: a kill half-way leaves a draft, never half a version.
                gone = self.drafts() / f"removed-{name}"
                shutil.rmtree(gone, ignore_errors=True)
                self._folder_of(name).rename(gone)
                shutil.rmtree(gone, ignore_errors=True)
            self._remove_old_drafts()
        return old

    @contextmanager
    def _changing(self) -> Iterator[State]:
        if self.is_pinned:
            raise InvalidInput(
                "HAMGATE_MODEL_DIR names the model; without it one is chosen here"
            )
        with locked(self.folder):
            yield self.state()

    def _keep(self, state: State) -> State:
        write_state(self.folder, state)
        return state

    def _folder_of(self, name: str) -> Path:
        return self.folder / _VERSIONS / name if name else self.shipped

    def _folders(self) -> list[Path]:
        versions = self.folder / _VERSIONS
        found = versions.iterdir() if versions.is_dir() else ()
        return [each for each in found if NAME.fullmatch(each.name)]

    def _version(self, folder: Path) -> Version:
        version = read_version(folder, is_shipped=folder == self.shipped)
        if version.name != folder.name and not version.is_shipped:
            raise BadArtifact(f"{folder.name}: the manifest names another version")
        return version

    def _remove_old_drafts(self) -> None:
        for draft in self.drafts().iterdir():
            if draft.lstat().st_mtime >= time.time() - _DRAFT_KEPT_S:
                continue
            if draft.is_dir() and not draft.is_symlink():
                shutil.rmtree(draft, ignore_errors=True)
            else:
                draft.unlink()
