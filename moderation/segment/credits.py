"""Who wrote a comment and when, as far as the page tells."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from moderation.segment.blocks import NoteKind, PageComment, SplitPage
from moderation.segment.frames import Frame, frames_of, owners_of
from moderation.segment.marks import Mark

__all__ = ["comments_of_html", "comments_of_text"]

_NAME_CHARS = 80
_DATE_CHARS = 80
_DATE = re.compile(
    r"\d{1,2}[:.]\d\d(?!\d)|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|\b\d{1,3} ?\w{1,10} (?:ago|geleden|sedan|siden|sitten|назад|temu|önce)\b"
    r"|\b(?:vor|il y a|hace|há) \d{1,3}\b|年|前$",
    re.IGNORECASE,
)
_VERBS = (
    r"says|said|wrote|replied|commented|sagt|sagte|schreibt|schrieb|meint|dit|a écrit"
    r"|dice|dijo|escribió|comentó|disse|diz|escreveu|scrive|ha scritto|zegt|schreef"
    r"|pisze|napisał(?:\(a\)|a)?|säger|skrev|siger|skriver|sanoo|kirjoitti"
    r"|пишет|говорит|сказал(?:\(а\)|а)?|написал(?:\(а\)|а)?"
)
# "Anna says:", "Anna said...", "Anna wrote on 3 May 2020"
_SAYS = re.compile(
    rf"^(?P<name>.{{1,80}}?)\s+(?:{_VERBS})(?!\w)(?:\s+(?:on|am|le|el|il|em|op|den|dne|at))?"
    r"\s*(?::|\.\.\.|…)?\s*(?P<date>.{0,80}?)\s*:?$",
    re.IGNORECASE,
)
# "Anna, 3 May 2020", "ann42 · 2 days ago", "Anna on May 3, 2020"
_NEXT_TO = re.compile(
    r"^(?P<name>(?:[^\d|·•]|(?<=\w)\d){2,60}?)\s*(?:[|·•,–—-]| on | am | le | el )\s*"
    r"(?P<date>\S.{2,60})$"
)
_BY = re.compile(
    r"^(?:(?:posted )?by|von|par|por|di|door|av|af|от|від|przez)\s+", re.IGNORECASE
)
_LINES_BEFORE = 4
_NAME_WORDS = 4


def comments_of_html(page: SplitPage, numbers: Sequence[int]) -> list[PageComment]:
    """Make comments of the blocks `numbers`, which are in document order."""
    frames = frames_of(page, numbers)
    owners = owners_of(page, frames)
    told: list[_Told] = [_Told() for _ in frames]
    for note in page.notes:
        if (owner := owners[note.element]) >= 0:
            told[owner].add(note.kind, note.value)
    inside = set(numbers)
    for n, block in enumerate(page.blocks):
        if (owner := owners[block.element]) >= 0 and n not in inside:
            told[owner].add_block(page.elements[block.element].marks, block.text)
    return [
        _from_frame(page, frame, each) for frame, each in zip(frames, told, strict=True)
    ]


def comments_of_text(page: SplitPage, numbers: Sequence[int]) -> list[PageComment]:
    """Make a comment of each run of `numbers`; lines before it may name its author."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    comments = set(numbers)
    counts = Counter(block.text for block in page.blocks)
    return [_from_run(page, run, comments, counts) for run in runs]


@dataclass(slots=True)
class _Told:
    """What the elements of one comment tell of it; what inline ones say goes first."""

    names: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    block_names: list[str] = field(default_factory=list)

    def add(self, kind: NoteKind, value: str) -> None:
        if kind is NoteKind.LINK:
            self.links.append(value)
        elif kind is NoteKind.SITE:
            self.sites.append(value)
        elif _is_date(value):
            self.dates.append(value)
        elif kind is NoteKind.AUTHOR:
            self.names.append(value)

    def add_block(self, marks: int, text: str) -> None:
        is_marked = marks & (Mark.AUTHOR | Mark.DATE)
        for line in text.split("\n") if is_marked else [text]:
            name, date = _credit(line)
            if name:
                self.block_names.append(name)
            elif marks & Mark.AUTHOR and not date:
                self.block_names.append(line)
            if date and (name or is_marked):
                self.dates.append(date)


def _from_frame(page: SplitPage, frame: Frame, told: _Told) -> PageComment:
    return PageComment(
        text=_text(page, frame.blocks),
        blocks=frame.blocks,
        author=_name([*told.names, *told.block_names]),
        date=told.dates[0] if told.dates else "",
        link=told.links[0] if told.links else _anchor(page, frame),
        depth=frame.depth,
        author_url=told.sites[0] if told.sites else "",
        links=tuple(link for n in frame.blocks for link in page.blocks[n].links),
    )


def _from_run(
    page: SplitPage, run: list[int], comments: set[int], counts: Counter[str]
) -> PageComment:
    before: list[str] = []
    for n in range(run[0] - 1, max(run[0] - 1 - _LINES_BEFORE, -1), -1):
        if n in comments:
            break
        before.append(page.blocks[n].text)
    credits = [_credit(line) for line in before]
    dates = [date for _, date in credits if date]
    # "Anna:" without a date is as likely a heading, such as "Comments:".
    names = [
        name
        for line, (name, _) in zip(before, credits, strict=True)
        if name and (dates or _SAYS.match(line))
    ]
    # A name alone on a line tells of an author only where a date is near, and what
    # stands on the page again and again is a button.
    alone = [
        line
        for line in before
        if len(line.split()) <= _NAME_WORDS and not _is_date(line) and counts[line] == 1
    ]
    return PageComment(
        text=_text(page, run),
        blocks=tuple(run),
        author=_name(names or (alone if dates else [])),
        date=dates[0] if dates else "",
    )


def _credit(line: str) -> tuple[str, str]:
    """Read a line as a name, a date or both; "" for what it is not."""
    if len(line) > _NAME_CHARS + _DATE_CHARS:
        return "", ""
    for pattern in (_SAYS, _NEXT_TO):
        found = pattern.match(line)
        if not found or _is_date(found["name"]):
            continue
        if not found["date"] or _is_date(found["date"]):
            return found["name"].strip(), found["date"].strip()
    if line.endswith((":", "：")) and not _is_date(line):
        return line[:-1].strip(), ""
    return "", line if _is_date(line) else ""


def _text(page: SplitPage, numbers: Sequence[int]) -> str:
    return "\n".join(page.blocks[n].text for n in numbers)


def _is_date(text: str) -> bool:
    return len(text) <= _DATE_CHARS and _DATE.search(text) is not None


def _name(found: Sequence[str]) -> str:
    for text in found:
        name = _BY.sub("", text.split("\n")[0]).strip(" ,·|-–—")
        if 0 < len(name) <= _NAME_CHARS:
            return name
    return ""


def _anchor(page: SplitPage, frame: Frame) -> str:
    anchor = page.elements[frame.first].anchor
    return f"#{anchor}" if anchor else ""
