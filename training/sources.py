"""Where training rows come from and under which licence."""

import csv
from functools import cache

from moderation.lists import data_dir

__all__ = ["licence_of", "may_train"]


def licence_of(source: str) -> str:
    """Return the licence of a source as ``data/sources.csv`` has it, or ``unknown``."""
    return _rows().get(source, {}).get("licence", "unknown")


def may_train(source: str) -> bool:
    """Tell whether rows of `source` may train the shipped model."""
    return _rows().get(source, {}).get("may_train") == "yes"


@cache
def _rows() -> dict[str, dict[str, str]]:
    with (data_dir() / "sources.csv").open(encoding="utf-8", newline="") as lines:
        return {row["source"]: row for row in csv.DictReader(lines)}
