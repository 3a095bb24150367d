"""Family files small enough for a test."""

from pathlib import Path


def write_family(folder: Path, text: str, name: str = "spam/loans") -> Path:
    """Write ``<label>/<family>.txt`` and return its path."""
    path = folder / f"{name}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
