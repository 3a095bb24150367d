"""Settings: one frozen record, read from the environment once, by `service` alone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from moderation.errors import InvalidInput

__all__ = ["PREFIX", "Settings", "read_settings"]

PREFIX = "HAMGATE_"


def _row(default: object, sentence: str) -> Any:  # noqa: ANN401 (dataclasses' own type)
    return field(default=default, metadata={"sentence": sentence})


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose; each row is `HAMGATE_<NAME>` in the environment."""

    data_dir: str = _row("var", "Folder of the SQLite database and of the secret.")
    database_url: str = _row(
        "",
        "SQLAlchemy address of the database; empty means SQLite in the data folder.",
    )
    database_full_sync: bool = _row(
        False,
        "SQLite only: survive a power cut too (synchronous=FULL), far slower.",
    )
    database_timeout_s: float = _row(
        5.0, "How long a request waits for a locked database, in seconds."
    )
    secret: str = _row(
        "",
        "What keys are hashed with; empty means the file `secret` in the data folder, "
        "made at the first start. All processes on one database need the same.",
    )
    model_dir: str = _row(
        "",
        "Folder of the artifact to use; empty means the current version of the "
        "registry, which is the shipped one until another is promoted.",
    )
    page_model_dir: str = _row(
        "", "Folder of the page model; empty means the shipped one."
    )
    host: str = _row("127.0.0.1", "Address that `hamgate serve` listens on.")
    port: int = _row(8000, "Port that `hamgate serve` listens on.")
    workers: int = _row(2, "Worker processes of `hamgate serve`.")
    threads: int = _row(
        1,
        "Threads that run Python in each worker process; more than one lets a short "
        "request pass a long one, at a lower rate.",
    )
    max_body_kb: int = _row(
        4096, "Largest request body in kB; a larger one answers 413."
    )
    log_level: str = _row("info", "debug, info, warning or error.")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; `HAMGATE_<NAME>_FILE` names a file that holds the value.

    Raises
    ------
    InvalidInput
        If a variable that begins with `HAMGATE_` is unknown or cannot be read; the
        text names it.
    """
    environ = os.environ if environ is None else environ
    known = {row.name: row for row in fields(Settings)}
    values: dict[str, Any] = {}
    for variable, raw in environ.items():
        if not variable.startswith(PREFIX) or variable in _NOT_OURS:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known and name.endswith("_file"):
            name, raw = name.removesuffix("_file"), _from_file(variable, raw)
        if name not in known:
            raise InvalidInput(f"{variable} is not a setting of Hamgate")
        if name in values:
            raise InvalidInput(f"{PREFIX}{name.upper()} is set twice")
        values[name] = _typed(variable, raw, type(known[name].default))
    _check(values)
    return Settings(**values)


# Read by the tests and benchmarks, never by the service.
_NOT_OURS = {"HAMGATE_DATASETS"}

_RANGES = {
    "port": (1, 65_535),
    "workers": (1, 256),
    "threads": (1, 256),
    "max_body_kb": (1, 1_000_000),
    "database_timeout_s": (0.0, 600.0),
}
_LOG_LEVELS = ("debug", "info", "warning", "error")
_BOOLEANS = {"1": True, "true": True, "yes": True, "on": True}
_BOOLEANS |= {"0": False, "false": False, "no": False, "off": False, "": False}


def _check(values: Mapping[str, Any]) -> None:
    for name, (low, high) in _RANGES.items():
        if not low <= values.get(name, low) <= high:
            raise InvalidInput(f"{PREFIX}{name.upper()} must be from {low} to {high}")
    if values.get("log_level", "info") not in _LOG_LEVELS:
        raise InvalidInput(f"{PREFIX}LOG_LEVEL must be one of {', '.join(_LOG_LEVELS)}")


def _from_file(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{variable} names a file that cannot be read") from error


def _typed(variable: str, raw: str, kind: type) -> object:
    try:
        return _BOOLEANS[raw.strip().lower()] if kind is bool else kind(raw)
    except (KeyError, ValueError) as error:
        raise InvalidInput(f"{variable} must be a {kind.__name__}") from error
