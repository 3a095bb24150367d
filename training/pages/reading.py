"""Labelled pages and texts from a folder of data sets."""

import gzip
import json
import zlib
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.errors import BadTable
from moderation.segment.blocks import Block, SplitPage
from moderation.segment.tree import split_html

__all__ = ["HTML_PAGES", "LINE_PAGES", "UNKNOWN", "LabelledSource", "read_pages"]

HTML_PAGES = "footers/pages_html_train.jsonl.gz"
LINE_PAGES = "footers/pages_lines_train.jsonl.gz"
# A block whose label nobody knows is read by its neighbours, and teaches nothing.
UNKNOWN = -1
# A caption is a footer in our words, and in half of the data a part of the article.
_CAPTION = "figcaption"
_NUMBERS = {"article": 0, "comment": 1, "boilerplate": 2, "footer": 2}


@dataclass(frozen=True, slots=True)
class LabelledSource:
    """One page with the number of the label of each block, `UNKNOWN` where none is.

    `html` is "" for a page of lines. `domain` is what folds never part. `gold` has the
    keys `article`, `comments` and `snippets`: the main text, the comments, and pieces
    of comments that a person marked; each "" or empty where nobody did.
    """

    page_id: str
    domain: str
    page: SplitPage
    labels: NDArray[np.int64]
    html: str = ""
    gold: dict[str, Any] = field(default_factory=dict)


def read_pages(datasets: Path) -> tuple[list[LabelledSource], list[LabelledSource]]:
    """Return the HTML pages and the pages of lines under `datasets`.

    A page that is there in both forms is returned in both.

    Raises
    ------
    BadTable
        If a file is missing or cannot be read.
    """
    needed = ("page_id", "domain", "lines")
    rows = {row["page_id"]: row for row in _rows(datasets / LINE_PAGES, needed)}
    lines = [_of_lines(row) for row in rows.values()]
    html = [
        _of_html(row["html"], rows[row["page_id"]])
        for row in _rows(datasets / HTML_PAGES, ("page_id", "html"))
        if row["page_id"] in rows
    ]
    return (
        [each for each in html if each.page.blocks],
        [each for each in lines if each.page.blocks],
    )


def _rows(path: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                yield _row(line, f"{path.name}, row {number}", needed)
    except (OSError, ValueError, EOFError, RecursionError, zlib.error) as error:
        raise BadTable(f"{path.name} cannot be read: {error}") from error


def _row(line: str, where: str, needed: Sequence[str]) -> dict[str, Any]:
    row = json.loads(line)
    missing = [key for key in needed if not isinstance(row, dict) or key not in row]
    if missing:
        raise BadTable(f"{where}: no {', '.join(missing)}")
    return dict(row)


def _of_lines(row: dict[str, Any]) -> LabelledSource:
    kept = [(" ".join(each[0].split()), _number(*each[1:3])) for each in row["lines"]]
    kept = [(text, number) for text, number in kept if text]
    labels = [UNKNOWN if number is None else number for _, number in kept]
    page = SplitPage([Block(text) for text, _ in kept])
    return _source(row, page, np.array(labels, np.int64))


def _of_html(html: str, row: dict[str, Any]) -> LabelledSource:
    """Give each block of our own split the label of the line with the same letters."""
    page = split_html(html)
    known: dict[str, deque[int]] = defaultdict(deque)
    for text, *told in row["lines"]:
        number = _number(*told[:2])
        known["".join(text.split())].append(UNKNOWN if number is None else number)
    labels = [
        known[letters].popleft() if known.get(letters) else UNKNOWN
        for letters in ("".join(block.text.split()) for block in page.blocks)
    ]
    return _source(row, page, np.array(labels, np.int64), html)


def _number(label: str | None, tag: str = "") -> int | None:
    found = _NUMBERS.get(label or "")
    return _NUMBERS["footer"] if found == 0 and tag == _CAPTION else found


def _source(
    row: dict[str, Any], page: SplitPage, labels: NDArray[np.int64], html: str = ""
) -> LabelledSource:
    is_article = row.get("page_type", "article") == "article"
    gold = {
        "article": (row.get("gold_article") or "") if is_article else "",
        "comments": row.get("dom_comments") or [],
        "snippets": row.get("gold_comment_snippets") or [],
    }
    return LabelledSource(row["page_id"], row["domain"], page, labels, html, gold)
