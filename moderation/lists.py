"""Word and host lists that ship with the package."""

from functools import cache
from pathlib import Path

__all__ = ["data_dir", "word_list"]


def data_dir() -> Path:
    """Return the folder of the data files: in the package, or beside it in a clone."""
    package = Path(__file__).resolve().parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "data"


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the lower-case lines of ``lists/<name>.txt`` without its comments."""
    text = (data_dir() / "lists" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))
