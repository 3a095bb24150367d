"""Where training rows come from, under which licence, and which are of one kind."""

import csv
from functools import cache

from moderation.lists import data_dir

__all__ = ["licence_of", "may_train", "origin_of", "sisters_of"]


def licence_of(source: str) -> str:
    """Return the licence of a source as ``data/sources.csv`` has it, or ``unknown``."""
    return _rows().get(source, {}).get("licence", "unknown")


def may_train(source: str) -> bool:
    """Tell whether rows of `source` may train the shipped model."""
    return _rows().get(source, {}).get("may_train") == "yes"


def origin_of(source: str) -> str:
    """Return what sources of one platform and language share; else the source itself.

    A model that knows one of them is no stranger to the others.
    """
    row = _rows().get(source, {})
    return f"{row['platform']}-{row['lang']}" if row.get("platform") else source


def sisters_of(source: str) -> set[str]:
    """Return `source` and the known sources of its platform and language."""
    origin = origin_of(source)
    return {source} | {name for name in _rows() if origin_of(name) == origin}


@cache
def _rows() -> dict[str, dict[str, str]]:
    with (data_dir() / "sources.csv").open(encoding="utf-8", newline="") as lines:
        return {row["source"]: row for row in csv.DictReader(lines)}
