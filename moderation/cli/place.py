"""Where the parts of a service lie on this machine."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """What `service` tells a command that looks at everything and changes nothing.

    `database` is the file of SQLite, None for a server. `secret` is the file of the
    secret, None where a setting gives it. `schema` returns the step at which the
    database stands, None before the first, and whether it is that of this version; it
    may raise `StoreUnavailable`.
    """

    data_dir: Path
    database: Path | None
    secret: Path | None
    schema: Callable[[], tuple[str | None, bool]]
    host: str
    port: int
