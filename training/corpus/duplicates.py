"""Tell texts apart that differ in more than a name."""

import re

__all__ = ["NearDuplicates"]

# Addresses differ in every row; they make no new text.
_ADDRESS = re.compile(r"\S{0,80}(?://|\.\w|@)\S{0,200}")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_SIZE = 4
# Shingles that two texts may share, of all that either has.
_MOST_SHARED = 0.7


class NearDuplicates:
    """Remembers texts; a new one is near if it shares most of its shingles with one."""

    def __init__(self) -> None:
        self._seen: list[frozenset[str]] = []

    def add(self, text: str) -> bool:
        """Remember `text`, and return True, unless it is near one that is known."""
        shingles = _shingles(text)
        if any(_share(shingles, known) > _MOST_SHARED for known in self._seen):
            return False
        self._seen.append(shingles)
        return True


def _shingles(text: str) -> frozenset[str]:
    bare = _ADDRESS.sub(" ", text.lower())
    letters = _NOT_LETTERS.sub(" ", bare).strip() or "address"
    last = max(len(letters) - _SIZE + 1, 1)
    return frozenset(letters[n : n + _SIZE] for n in range(last))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)
