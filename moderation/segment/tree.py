"""HTML to blocks: one walk over the tree that a browser would build."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from moderation.errors import PageTooLarge
from moderation.segment.blocks import Block, Element, Note, NoteKind, SplitPage
from moderation.segment.marks import (
    Mark,
    is_comment_frame,
    level_of,
    marks_of,
    marks_of_tag,
)
from moderation.text.clean import clean

__all__ = ["MAX_NODES", "split_html"]

MAX_NODES: Final = 200_000

Attributes = dict[str, str | None]

_DROPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "head", "select",
    "textarea", "object", "canvas", "audio", "video", "math", "datalist", "map",
    "title", "noembed", "noframes",
})  # fmt: skip
_BORDERS = frozenset({
    "p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre",
    "blockquote", "section", "article", "header", "footer", "nav", "aside", "main",
    "form", "fieldset", "legend", "label", "button", "figure", "figcaption", "dl", "dt",
    "dd", "ul", "ol", "table", "tr", "tbody", "thead", "tfoot", "caption", "address",
    "details", "summary", "center", "hr", "body", "hgroup", "dialog", "menu",
})  # fmt: skip


def split_html(html: str) -> SplitPage:
    """Split a page at the borders of its block elements.

    Raises
    ------
    PageTooLarge
        If it has more than `MAX_NODES` nodes.
    """
    tree = LexborHTMLParser(html)
    walk = _Walk()
    body = tree.body or tree.root
    if body is not None:
        walk.over(body)
    title = tree.css_first("title:not(svg title)")
    named = " ".join(title.text().split()) if title else ""
    return SplitPage(walk.blocks, walk.elements, walk.notes, named)


@dataclass(slots=True)
class _Open:
    """An element that the walk is inside of."""

    node: int
    is_border: bool = False
    is_dropped: bool = False
    is_link: bool = False
    note: NoteKind | None = None
    begins: int = 0
    value: str = ""


@dataclass(slots=True)
class _Run:
    """The text since the last border."""

    pieces: list[str] = field(default_factory=list)
    link_chars: int = 0
    links: list[str] = field(default_factory=list)
    n_links: int = 0
    inner: int = 0


@dataclass(slots=True)
class _Walk:
    blocks: list[Block] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _path: list[int] = field(default_factory=list)
    _run: _Run = field(default_factory=_Run)
    _n_dropped: int = 0
    _n_links: int = 0
    _kin: dict[tuple[object, ...], int] = field(default_factory=dict)

    def over(self, body: LexborNode) -> None:
        """Visit all nodes in document order."""
        # To count takes a fortieth of the walk, so what is refused is refused early.
        if sum(1 for _ in body.traverse(include_text=True)) > MAX_NODES + 1:
            raise PageTooLarge(f"the page has more than {MAX_NODES:,} nodes")
        for n_nodes, node in enumerate(body.traverse(include_text=True)):
            if n_nodes and node.parent is not None:
                self._close_to(node.parent.mem_id)
            if node.tag == "-text":
                self._text(node.text_content or "")
            elif node.tag == "br":
                self._break()
            elif not (node.tag or "-").startswith(("-", "!")):
                self._begin(node, node.tag or "")
        self._close_to(-1)

    def _text(self, text: str) -> None:
        if self._n_dropped:
            return
        self._run.pieces.append(_BLANKS.sub(" ", text))
        if self._n_links:
            self._run.link_chars += len(text.strip())

    def _break(self) -> None:
        if not self._n_dropped:
            self._run.pieces.append("\n")

    def _begin(self, node: LexborNode, tag: str) -> None:
        if self._n_dropped or tag in _DROPPED:
            self._n_dropped += 1
            self._open.append(_Open(node.mem_id, is_dropped=True))
        elif tag in _BORDERS:
            self._end_run()
            self._path.append(self._element(node, tag))
            self._open.append(_Open(node.mem_id, is_border=True))
        else:
            self._open.append(self._inline(node, tag))

    def _element(self, node: LexborNode, tag: str) -> int:
        parent = self._path[-1] if self._path else -1
        given = node.attributes
        # The classes of the body speak of the page, not of a place in it.
        names = _names(given) if parent >= 0 else ""
        marks = marks_of_tag(tag) | marks_of(names)
        above = self.elements[parent] if parent >= 0 else None
        around = self.elements[above.parent] if above and above.parent >= 0 else None
        sort = self._number(tag, _kind(names))
        style = (given.get("style") or "").lower()
        if "hidden" in given or ("display" in style and _UNSHOWN.search(style)):
            marks |= Mark.HIDDEN
        self.elements.append(
            Element(
                parent=parent,
                depth=above.depth + 1 if above else 0,
                tag=tag,
                marks=marks,
                near=marks | (above.marks if above else 0),
                around=marks | (above.around if above else 0),
                sort=sort,
                kin=self._number(
                    sort, above.sort if above else -1, around.sort if around else -1
                ),
                is_item=is_comment_frame(names),
                level=level_of(names),
                anchor=given.get("id") or "",
            )
        )
        return len(self.elements) - 1

    def _number(self, *key: object) -> int:
        return self._kin.setdefault(key, len(self._kin))

    def _inline(self, node: LexborNode, tag: str) -> _Open:
        given = node.attributes
        if not given and tag not in _TELLING:
            return _Open(node.mem_id)
        marks = marks_of(_names(given))
        opened = _Open(node.mem_id, begins=len(self._run.pieces))
        self._run.inner |= marks
        if tag == "a":
            opened.is_link = True
            self._n_links += 1
            self._run.n_links += 1
            self._see_link(given)
        opened.note, opened.value = _note(tag, given, marks)
        return opened

    def _see_link(self, given: Attributes) -> None:
        address = (given.get("href") or "").strip()
        if not _ADDRESS.match(address) or len(address) > _LINK_CHARS:
            return
        if self._path and _leads_to_author(_names(given)):
            self.notes.append(Note(NoteKind.SITE, address, self._path[-1]))
        elif len(self._run.links) < _MOST_LINKS:
            self._run.links.append(address)

    def _close_to(self, node: int) -> None:
        while self._open and self._open[-1].node != node:
            closed = self._open.pop()
            self._n_dropped -= closed.is_dropped
            self._n_links -= closed.is_link
            if closed.is_border:
                self._end_run()
                self._path.pop()
            elif closed.note:
                self._take_note(closed)

    def _take_note(self, closed: _Open) -> None:
        value = closed.value
        n_pieces = len(self._run.pieces) - closed.begins
        if not value and closed.note is not NoteKind.LINK and n_pieces <= _NOTE_PIECES:
            value = " ".join("".join(self._run.pieces[closed.begins :]).split())
        if value and len(value) <= _NOTE_CHARS and closed.note and self._path:
            self.notes.append(Note(closed.note, clean(value), self._path[-1]))

    def _end_run(self) -> None:
        run, self._run = self._run, _Run()
        lines = "".join(run.pieces).split("\n")
        text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
        if text:
            element = self._path[-1] if self._path else -1
            links = tuple(link for link in run.links if link not in text)
            self.blocks.append(
                Block(
                    clean(text), element, run.link_chars, run.n_links, run.inner, links
                )
            )


_BLANKS = re.compile(r"\s+")
# Plain numbers: flags of an enum take ten times as long to compare.
_AUTHOR, _DATE = int(Mark.AUTHOR), int(Mark.DATE)
# Inline elements that say something without an attribute.
_TELLING = {"a", "cite", "time"}
_UNSHOWN = re.compile(r"display\s*:\s*none")
_NOTE_CHARS = 300
# A name is in few pieces; names around names around names would cost their square.
_NOTE_PIECES = 20
_ADDRESS = re.compile("https?://", re.IGNORECASE)
_LINK_CHARS = 2_000
_MOST_LINKS = 20
# What WordPress and others write on the link around the name of an author.
_LEFT = re.compile(r"(?<![\w-])(?:url|author-?(?:url|link|site))(?![\w-])")
_DIGITS = re.compile(r"\d+|\b(?:odd|even|alt|first|last)\b")


def _names(given: Attributes) -> str:
    """Return classes, id and the properties that microdata gives."""
    parts = (given.get(name) for name in ("class", "id", "itemprop", "rel", "role"))
    return " ".join(part for part in parts if part)


def _leads_to_author(names: str) -> bool:
    """Tell whether a link is the site an author left, and not one in a text."""
    # WordPress writes `ugc` on both, and `external` on the first alone.
    return _LEFT.search(names) is not None or ("ugc" in names and "external" in names)


@lru_cache(maxsize=20_000)
def _kind(names: str) -> str:
    return _DIGITS.sub("", names)


def _note(tag: str, given: Attributes, marks: int) -> tuple[NoteKind | None, str]:
    """Tell what an inline element says of the text around it."""
    if tag == "time":
        return NoteKind.DATE, given.get("datetime") or ""
    address = given.get("href") or ""
    if tag == "a" and "comment" in address and "#" in address:
        return NoteKind.LINK, address
    if tag == "cite" or marks & _AUTHOR:
        return NoteKind.AUTHOR, ""
    if marks & _DATE:
        return NoteKind.DATE, ""
    return None, ""
