"""The state of the registry: which version answers, kept whole in one small file."""

import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from moderation.errors import BadRegistry, InvalidInput

__all__ = [
    "NAME",
    "STATE",
    "Change",
    "State",
    "locked",
    "read_state",
    "sync",
    "write_state",
]

STATE = "state.json"
NAME = re.compile(r"[0-9a-z-]{1,64}")
_LOCK = "lock"
_MAX_PREVIOUS = 5
_MAX_HISTORY = 100


@dataclass(frozen=True, slots=True)
class Change:
    """What a command did: promote, rollback or shadow, and the version that it named.

    An empty `name` is the shipped model, or the end of a shadow.
    """

    action: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """Which version answers and which scores in its shadow.

    An empty `current` is the shipped model, an empty `shadow` is none. `previous` holds
    what was current before, newest last; `history` holds every change, oldest first.
    """

    current: str = ""
    shadow: str = ""
    previous: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()

    def promoted(self, name: str, now: datetime) -> "State":
        """Make `name` current; what is current already stays as it is."""
        if name == self.current:
            return self
        previous = (*self.previous, self.current)[-_MAX_PREVIOUS:]
        return replace(self, current=name, previous=previous)._after("promote", now)

    def rolled_back(self, now: datetime) -> "State":
        """Make current again what was before, or raise `InvalidInput`."""
        if not self.previous:
            raise InvalidInput("there is no version before the current one")
        *previous, name = self.previous
        gone_back = replace(self, current=name, previous=tuple(previous))
        return gone_back._after("rollback", now)

    def shadowed(self, name: str, now: datetime) -> "State":
        """Let `name` score in the shadow; an empty one ends it."""
        return replace(self, shadow=name)._with(Change("shadow", name, now))

    def _after(self, action: str, now: datetime) -> "State":
        # A version that answers has no shadow to stand in.
        shadow = "" if self.shadow == self.current else self.shadow
        return replace(self, shadow=shadow)._with(Change(action, self.current, now))

    def _with(self, change: Change) -> "State":
        return replace(self, history=(*self.history, change)[-_MAX_HISTORY:])


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep all other commands from changing the registry; its folder is made.

    Raises
    ------
    BadRegistry
        If something cannot be written, in here or in the block.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / _LOCK).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise BadRegistry(f"the registry cannot be changed: {why}") from error


def read_state(folder: Path) -> State:
    """Return what the file says; without one the shipped model is current.

    Raises
    ------
    BadRegistry
        If the file cannot be read, or says what no command of ours wrote.
    """
    try:
        text = (folder / STATE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return State()
    except (OSError, UnicodeDecodeError) as error:
        raise BadRegistry(f"{STATE} of the registry cannot be read") from error
    try:
        return _state(json.loads(text))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadRegistry(
            f"{STATE} of the registry is damaged; put a good one in its place, or "
            "remove it to begin again from the shipped model"
        ) from error


def write_state(folder: Path, state: State) -> None:
    """Put `state` in the place of the old one; a kill leaves one of them whole."""
    # Under the lock nobody else writes, so one name for the new file will do.
    new = folder / f"{STATE}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(state), file, default=datetime.isoformat)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / STATE)
    sync(folder)


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _state(found: Mapping[str, Any]) -> State:
    return State(
        current=_name(found["current"]),
        shadow=_name(found["shadow"]),
        previous=tuple(_name(each) for each in found["previous"]),
        history=tuple(_change(each) for each in found["history"]),
    )


def _change(found: Mapping[str, Any]) -> Change:
    at = datetime.fromisoformat(found["at"])
    return Change(str(found["action"]), _name(found["name"]), at)


def _name(found: object) -> str:
    """Let nothing through that could lead out of the folder of versions."""
    if isinstance(found, str) and (not found or NAME.fullmatch(found)):
        return found
    raise ValueError("not the name of a version")
