"""Which blocks make one comment, and how deep it is, from the tree of the page."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.segment.blocks import SplitPage
from moderation.segment.marks import Mark

__all__ = ["Frame", "frames_of", "owners_of"]

_CREDITS = Mark.AUTHOR | Mark.DATE
_STEPS_UP = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """The blocks of one comment, and the elements that are its own.

    Elements are numbered in document order, so those inside one are `first` to `last`,
    which does not belong any more. Frames of answers lie inside it.
    """

    blocks: tuple[int, ...]
    first: int
    last: int
    depth: int = 0


def frames_of(page: SplitPage, comments: Sequence[int]) -> list[Frame]:
    """Gather the blocks numbered in `comments`, in order, into comments."""
    ends = _ends(page)
    credited = sorted(_credited(page))
    groups: dict[int, list[int]] = {}
    for n in comments:
        owner = _owner(page, page.blocks[n].element, ends, credited)
        groups.setdefault(owner, []).append(n)
    firsts = _Firsts(page, groups, ends)
    return [_frame(page, owner, groups[owner], firsts) for owner in groups]


def owners_of(page: SplitPage, frames: Sequence[Frame]) -> NDArray[np.int64]:
    """Return for each element the number of the innermost frame around it, or -1."""
    owners = np.full(len(page.elements) + 1, -1, np.int64)
    # Outer frames begin before those inside them, which take their part back.
    for n in sorted(range(len(frames)), key=lambda n: frames[n].first):
        owners[frames[n].first : frames[n].last] = n
    return owners


class _Firsts:
    """Finds the comment whose block stands first inside an element."""

    def __init__(
        self, page: SplitPage, groups: dict[int, list[int]], ends: list[int]
    ) -> None:
        self.ends = ends
        pairs = sorted(
            (page.blocks[n].element, owner)
            for owner, blocks in groups.items()
            for n in blocks
        )
        self._elements = [element for element, _ in pairs]
        self._owners = [owner for _, owner in pairs]

    def inside(self, element: int) -> int:
        at = bisect_left(self._elements, element)
        return self._owners[at] if at < len(self._owners) else -1


def _ends(page: SplitPage) -> list[int]:
    """Return for each element the number after the last one inside it."""
    ends = list(range(1, len(page.elements) + 1))
    for n in range(len(ends) - 1, 0, -1):
        parent = page.elements[n].parent
        ends[parent] = max(ends[parent], ends[n])
    return ends


def _credited(page: SplitPage) -> Iterable[int]:
    """Yield elements that name an author or a date."""
    yield from (note.element for note in page.notes)
    for block in page.blocks:
        if page.elements[block.element].marks & _CREDITS:
            yield block.element


def _above(page: SplitPage, element: int) -> list[int]:
    """Return `element` and those around it, the innermost first."""
    found = []
    while element >= 0:
        found.append(element)
        element = page.elements[element].parent
    return found


def _owner(page: SplitPage, element: int, ends: list[int], credited: list[int]) -> int:
    """Return the innermost element that frames the comment with a block in `element`.

    One whose classes say so; else the innermost around it that names an author or a
    date as well; else its parent.
    """
    above = _above(page, element)
    for each in above:
        if page.elements[each].is_item:
            return each
    for each in above[1:_STEPS_UP]:
        at = bisect_left(credited, each)
        if at < len(credited) and credited[at] < ends[each]:
            return each
    return above[min(1, len(above) - 1)]


def _frame(page: SplitPage, owner: int, blocks: list[int], firsts: _Firsts) -> Frame:
    """Widen to the outermost element of this comment alone; count those it answers."""
    outer, answered = owner, set()
    above = _above(page, owner)
    for element in above[1:]:
        if page.elements[element].is_item:
            first = firsts.inside(element)
            if first == owner:
                outer = element
            else:
                answered.add(first)
    levels = [page.elements[element].level for element in above]
    told = next((level for level in levels if level >= 0), -1)
    depth = told if told >= 0 else len(answered)
    return Frame(tuple(blocks), outer, firsts.ends[outer], depth)
