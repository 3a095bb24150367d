"""Take templates apart at their braces, bars and escapes."""

import re
from collections.abc import Iterator

from moderation.errors import BadTable

__all__ = ["DIGITS", "RANGE", "REFERENCE", "SPECIAL", "braces_of"]
__all__ += ["choices_of", "closing"]

# What stands in braces that hold no bar.
RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
DIGITS = re.compile(r"#{1,20}")
REFERENCE = re.compile(r"([A-Za-z][A-Za-z_]*)(?:/\d)?")
# Where a template is more than its letters.
SPECIAL = re.compile(r"\\.|\{", re.DOTALL)

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BAR = re.compile(r"\\.|[{}|]", re.DOTALL)
_STEPS = {"{": 1, "}": -1}


def closing(text: str, start: int) -> int:
    """Return where the brace that opens at `start` is closed.

    Raises
    ------
    BadTable
        If it is not.
    """
    depth = 0
    for found in _BRACE.finditer(text, start):
        depth += _STEPS.get(found[0], 0)
        if not depth:
            return found.start()
    raise BadTable(f"a brace is not closed: {text[start : start + 60]}")


def braces_of(template: str) -> Iterator[str]:
    """Yield what stands in each pair of braces that is in no other."""
    at = 0
    while found := SPECIAL.search(template, at):
        at = found.end()
        if found[0] == "{":
            end = closing(template, found.start())
            yield template[at:end]
            at = end + 1


def choices_of(text: str) -> list[str]:
    """Split at the bars that stand in no inner brace."""
    parts, depth, start = [], 0, 0
    for found in _BAR.finditer(text):
        if found[0] == "|" and not depth:
            parts.append(text[start : found.start()])
            start = found.end()
        depth += _STEPS.get(found[0], 0)
    return [*parts, text[start:]]
