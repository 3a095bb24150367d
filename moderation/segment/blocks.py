"""A page as blocks of text, and the elements that they stand in."""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Block",
    "BlockLabel",
    "Element",
    "LabelledBlock",
    "LabelledPage",
    "Note",
    "NoteKind",
    "PageComment",
    "SplitPage",
]


class BlockLabel(StrEnum):
    """What a block is."""

    ARTICLE = "article"
    COMMENT = "comment"
    FOOTER = "footer"


class NoteKind(StrEnum):
    """What an element inside or around a block says of it."""

    AUTHOR = "author"
    DATE = "date"
    LINK = "link"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Note:
    """A name, a moment or an address that the markup points out.

    `element` is the number of the innermost block element around it.
    """

    kind: NoteKind
    value: str
    element: int


@dataclass(frozen=True, slots=True)
class Element:
    """An element that begins a block of its own.

    Parameters
    ----------
    parent : int
        Number of the element around it; -1 for the body.
    marks : int
        Bits of `marks.Mark` that its tag, classes and id carry.
    near, around : int
        `marks` of itself with its parent, and of all elements around it.
    sort, kin : int
        Equal for elements with the same tag and classes, and with the same up to the
        grandparent.
    is_item : bool
        Whether it looks like the frame of one comment.
    level : int
        How deep in a thread its classes say that it is, from 0; -1 if they do not.
    """

    parent: int
    depth: int
    tag: str
    marks: int
    near: int
    around: int
    sort: int
    kin: int
    is_item: bool
    level: int = -1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text between the borders of block elements.

    `text` has single blanks, and a line feed for each line break. `element` is a
    number into `SplitPage.elements`, -1 in a page that came as text. `link_chars`
    counts the characters that stand in links, `inner` has the marks of the elements
    inside the run, `links` are the addresses outside the page that it leads to.
    """

    text: str
    element: int = -1
    link_chars: int = 0
    n_links: int = 0
    inner: int = 0
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitPage:
    """The blocks of a page in document order; text pages have no elements."""

    blocks: list[Block]
    elements: list[Element] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    title: str = ""


@dataclass(frozen=True, slots=True)
class LabelledBlock:
    """A block with its label; `score` is P(label) in [0, 1].

    `comment` is a number into `LabelledPage.comments`, None if it is no comment.
    """

    text: str
    label: BlockLabel
    score: float
    comment: int | None = None


@dataclass(frozen=True, slots=True)
class PageComment:
    """One comment of a page, and what the page tells of it; "" where it does not.

    `blocks` are the numbers of its blocks, `depth` is 0 for one that answers none.
    `author_url` is the site that the author left, `links` are addresses that the text
    leads to and does not show.
    """

    text: str
    blocks: tuple[int, ...]
    author: str = ""
    date: str = ""
    link: str = ""
    depth: int = 0
    author_url: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """The blocks of a page in document order, and the comments among them."""

    blocks: tuple[LabelledBlock, ...]
    comments: tuple[PageComment, ...] = ()
    title: str = ""
