"""Which blocks make one comment, and how deep it is, from the tree of the page."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.segment.blocks import Element, SplitPage
from moderation.segment.marks import Mark

__all__ = ["Frame", "frames_of", "owners_of"]

_CREDITS = Mark.AUTHOR | Mark.DATE
_STEPS_UP = 5
# A hostile page nests thousands of elements; all of them for each block are too many.
_MOST_AROUND = 100
# What stands between a comment and its answers, and never inside one.
_LISTS = frozenset({"ul", "ol"})
_NUMBER = re.compile(r"\d+$")


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
    parents = _parents(page)
    ends = _ends(parents)
    credited = sorted(_credited(page))
    groups: dict[int, list[int]] = {}
    for n in comments:
        above = _above(parents, page.blocks[n].element)
        groups.setdefault(_owner(page, above, ends, credited), []).append(n)
    firsts = _Firsts(page, groups)
    around = {owner: _above(parents, owner) for owner in groups}
    outer = {owner: _outer(page, around[owner], firsts) for owner in groups}
    framed = {each for each in outer.values() if page.elements[each].is_item}
    return [
        Frame(
            blocks=tuple(blocks),
            first=outer[owner],
            last=ends[outer[owner]],
            depth=_depth(page, around[owner], framed, outer[owner]),
        )
        for owner, blocks in groups.items()
    ]


def owners_of(page: SplitPage, frames: Sequence[Frame]) -> NDArray[np.int64]:
    """Return for each element the number of the innermost frame around it, or -1."""
    owners = np.full(len(page.elements) + 1, -1, np.int64)
    # Outer frames begin before those inside them, which take their part back.
    for n in sorted(range(len(frames)), key=lambda n: frames[n].first):
        owners[frames[n].first : frames[n].last] = n
    return owners


class _Firsts:
    """Finds the comment whose block stands first inside an element."""

    def __init__(self, page: SplitPage, groups: dict[int, list[int]]) -> None:
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


def _parents(page: SplitPage) -> list[int]:
    """Return the element around each; a term is around its definitions as well."""
    parents = []
    terms: dict[int, int] = {}
    for n, element in enumerate(page.elements):
        if element.tag == "dt":
            terms[element.parent] = n
        is_told = element.tag == "dd"
        parents.append(
            terms.get(element.parent, element.parent) if is_told else element.parent
        )
    return parents


def _ends(parents: Sequence[int]) -> list[int]:
    """Return for each element the number after the last one inside it."""
    ends = list(range(1, len(parents) + 1))
    for n in range(len(ends) - 1, 0, -1):
        ends[parents[n]] = max(ends[parents[n]], ends[n])
    return ends


def _credited(page: SplitPage) -> Iterable[int]:
    """Yield elements that name an author or a date."""
    yield from (note.element for note in page.notes)
    for block in page.blocks:
        if page.elements[block.element].marks & _CREDITS:
            yield block.element


def _above(parents: Sequence[int], element: int) -> list[int]:
    """Return `element` and those around it, the innermost first."""
    found: list[int] = []
    while element >= 0 and len(found) < _MOST_AROUND:
        found.append(element)
        element = parents[element]
    return found


def _owner(
    page: SplitPage, above: list[int], ends: list[int], credited: list[int]
) -> int:
    """Return the innermost element that frames the comment with a block in `above[0]`.

    One whose classes say so; else the innermost around it that names an author or a
    date as well; else its parent.
    """
    for each in above:
        if page.elements[each].is_item:
            return each
    for each in above[1:_STEPS_UP]:
        at = bisect_left(credited, each)
        if at < len(credited) and credited[at] < ends[each]:
            return each
    return above[min(1, len(above) - 1)]


def _outer(page: SplitPage, above: list[int], firsts: _Firsts) -> int:
    """Return the outermost of `above` that frames the comment of `above[0]` alone.

    What frames the comment that it answers does not, even if that one has no block.
    """
    outer = above[0]
    for each in above[1:]:
        element = page.elements[each]
        if element.is_item:
            if firsts.inside(each) != above[0] or _are_two(
                element, page.elements[outer]
            ):
                break
            outer = each
        elif element.tag in _LISTS or element.marks & Mark.REPLY:
            break
    return outer


def _are_two(one: Element, other: Element) -> bool:
    """Tell whether the ids of two frames number them as different comments."""
    numbers = [_NUMBER.search(each.anchor) for each in (one, other)]
    return all(numbers) and len({found and found[0] for found in numbers}) == 2


def _depth(page: SplitPage, above: list[int], framed: Set[int], own: int) -> int:
    """Return what classes say, or how many frames but its `own` are around it."""
    levels = (page.elements[each].level for each in above)
    told = next((level for level in levels if level >= 0), -1)
    return told if told >= 0 else sum(each in framed for each in above if each != own)
