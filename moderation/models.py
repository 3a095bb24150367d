"""The models in use: loaded once a process, and anew when another version answers."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from moderation.errors import ModelUnavailable

__all__ = ["Folder", "LoadedModels", "Where"]

_LOOK_S = 0.25
_RETRY_S = 5.0
_NOTHING = object()

Model = TypeVar("Model")
_log = logging.getLogger(__name__)


class Where(Protocol):
    """Which folders hold the models; `current` may raise `ModelUnavailable`."""

    def mark(self) -> object:
        """Return what differs when another version answers; it must be quick."""

    def current(self) -> Path:
        """Return the folder of the version that answers."""

    def shadow(self) -> Path | None:
        """Return the folder of the version in shadow, if there is one."""

    def fallback(self) -> Path | None:
        """Return what to begin with if the current version cannot be used."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder that never changes its place."""

    path: Path

    def mark(self) -> object:
        """Return what never differs."""
        return None

    def current(self) -> Path:
        """Return the folder."""
        return self.path

    def shadow(self) -> Path | None:
        """Return None: nothing stands in the shadow of one folder."""
        return None

    def fallback(self) -> Path | None:
        """Return None: there is no other."""
        return None


class LoadedModels(Generic[Model]):
    """Hands out what `load` makes of a folder, and looks four times a second for news.

    The thread that finds another version loads it, the others go on with the old one.
    What cannot be used is looked at again every five seconds, or as soon as another
    version is named; meanwhile the old one goes on.
    """

    def __init__(self, load: Callable[[Path], Model], where: Where) -> None:
        self._where = where
        self._current = _Slot(load, where.mark, where.current)
        self._shadow = _Slot(load, where.mark, where.shadow)

    def current(self) -> Model:
        """Return the model in use, or raise `ModelUnavailable` with the cause."""
        slot = self._current
        slot.refresh(or_else=self._where.fallback)
        model = slot.model
        if model is None:
            raise slot.error or ModelUnavailable("not loaded yet")
        return model

    def shadow(self) -> Model | None:
        """Return the model in shadow; a broken one is none."""
        self._shadow.refresh()
        return self._shadow.model if self._shadow.error is None else None

    def trouble(self) -> str:
        """Return the code of what keeps the current version from use, or ""."""
        error = self._current.error
        return error.code if error else ""


class _Slot(Generic[Model]):
    """One loaded model, where it came from, and what is wrong with the next one."""

    def __init__(
        self,
        load: Callable[[Path], Model],
        mark: Callable[[], object],
        find: Callable[[], Path | None],
    ) -> None:
        self._load, self._mark, self._find = load, mark, find
        self._lock = threading.Lock()
        self._look_at = self._retry_at = 0.0
        self._seen: object = _NOTHING
        self._folder: Path | None = None
        self.model: Model | None = None
        self.error: ModelUnavailable | None = None

    def refresh(self, or_else: Callable[[], Path | None] = lambda: None) -> None:
        """Take up what is there now; `or_else` names what to begin with in need."""
        if time.monotonic() < self._look_at:
            return
        # Only who has nothing to go on with waits for another thread's loading.
        must_wait = self._seen is _NOTHING
        if not self._lock.acquire(blocking=must_wait):
            return
        try:
            self._look(or_else)
        finally:
            self._lock.release()

    def _look(self, or_else: Callable[[], Path | None]) -> None:
        now = time.monotonic()
        mark = self._mark()
        if mark == self._seen and (self.error is None or now < self._retry_at):
            self._look_at = now + _LOOK_S
            return
        try:
            self._take(self._find())
            self.error = None
        except Exception as error:
            # Whatever is wrong with the next model, the one in use goes on.
            self._refuse(_as_ours(error), or_else)
        self._seen = mark
        self._look_at = time.monotonic() + _LOOK_S

    def _take(self, folder: Path | None) -> None:
        if folder == self._folder:
            return
        self.model = None if folder is None else self._load(folder)
        self._folder = folder

    def _refuse(
        self, error: ModelUnavailable, or_else: Callable[[], Path | None]
    ) -> None:
        if str(error) != str(self.error):
            _log.warning("a model cannot be used: %s", error)
        self.error = error
        if self.model is None and (folder := or_else()):
            with suppress(Exception):
                self._take(folder)
                _log.warning("%s is used meanwhile", folder.name)
        self._retry_at = time.monotonic() + _RETRY_S


def _as_ours(error: Exception) -> ModelUnavailable:
    if isinstance(error, ModelUnavailable):
        return error
    return ModelUnavailable(f"{type(error).__name__} while it was loaded")
