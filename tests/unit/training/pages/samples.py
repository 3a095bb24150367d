"""Small labelled pages, whose texts say their label, as files and as records."""

import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd

from moderation.segment.blocks import Block, SplitPage
from training.pages.reading import HTML_PAGES, LINE_PAGES, LabelledSource

ARTICLE, COMMENT, FOOTER, UNKNOWN = 0, 1, 2, -1

_SHAPES = {
    "article": "<p>{}</p>",
    "comment": '<div class="comment"><p>{}</p></div>',
    "boilerplate": '<ul><li><a href="/">{}</a></li></ul>',
}


def lines_of(n: int) -> list[list[str]]:
    """Return the texts of page `n` with their labels, as the files name them."""
    return [
        [f"Home of site {n}", "boilerplate"],
        ["Newsletter and privacy", "boilerplate"],
        [f"In chapter {n} the old baker walks to the river and sings.", "article"],
        [f"A second chapter tells of bread and of winter number {n}.", "article"],
        [f"Thanks, I loved number {n}!!", "comment"],
        ["thanks a lot, so did i :)", "comment"],
        [f"Copyright 20{n:02}", "boilerplate"],
    ]


def line_row(n: int, **changes: object) -> dict[str, object]:
    """Return the row of page `n` in the file of lines."""
    lines = lines_of(n)
    of = {
        label: [text for text, each in lines if each == label]
        for label in ("article", "comment")
    }
    row = {
        "page_id": f"page-{n}",
        "domain": f"site-{n}.example",
        "lang": "en",
        "page_type": "article",
        "lines": lines,
        "gold_article": "\n".join(of["article"]),
        "dom_comments": of["comment"],
        "gold_comment_snippets": [f"loved number {n}"],
    }
    return row | changes


def html_row(n: int, **changes: object) -> dict[str, object]:
    """Return the row of page `n` in the file of HTML pages."""
    blocks = (_SHAPES[label].format(text) for text, label in lines_of(n))
    html = f"<html><body>{''.join(blocks)}</body></html>"
    return {"page_id": f"page-{n}", "html": html} | changes


def write(folder: Path, lines: list[object], html: list[object]) -> Path:
    """Write both files under `folder` and return it."""
    (folder / "footers").mkdir(parents=True, exist_ok=True)
    for name, rows in ((LINE_PAGES, lines), (HTML_PAGES, html)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / name).write_bytes(gzip.compress(text.encode()))
    return folder


def write_pages(folder: Path, n_pages: int) -> Path:
    """Write `n_pages` pages in both forms, each of a domain of its own."""
    numbers = range(n_pages)
    return write(folder, [*map(line_row, numbers)], [*map(html_row, numbers)])


def page(
    texts: list[str], labels: list[int], domain: str = "a.example", **gold: object
) -> LabelledSource:
    """Return a page of lines; what `gold` does not name is empty."""
    return LabelledSource(
        f"id of {domain}",
        domain,
        SplitPage([*map(Block, texts)]),
        np.array(labels, np.int64),
        gold={"article": "", "comments": [], "snippets": [], **gold},
    )


def loose() -> pd.DataFrame:
    """Return three texts of each label from elsewhere."""
    rows = [
        (f"{text} {n}", label, f"{text} {n}", f"ours-{label}")
        for label, text in enumerate(("a chapter", "many thanks", "log in"))
        for n in range(3)
    ]
    return pd.DataFrame(rows, columns=["text", "label", "fold_by", "unit"])
