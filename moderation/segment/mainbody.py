"""What Trafilatura takes for main text and for comments, as columns of its own.

It finds the main text of articles better than our columns alone (experiment 0009), and
leaves comments to us.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["main_body"]

# It recurses and copies trees, and 2,000 comments in a row take it a second: what no
# honest page has does not get there. The largest of 357 pages has 2,653 elements.
_MOST_CHARS = 1_500_000
_MOST_ELEMENTS = 3_000
_DEEPEST = 150
_NOT_LETTERS = re.compile(r"\W+")
# A shorter text may stand anywhere in a page by chance.
_LEAST_CHARS = 15


def main_body(
    html: str, texts: Sequence[str], n_elements: int, depth: int
) -> NDArray[np.float32]:
    """Return shape (n_texts, 2): whether each text is in the main text, in comments.

    NaN for pages that are too large for it, or that it fails on.
    """
    unknown = np.full((len(texts), 2), np.nan, np.float32)
    if len(html) > _MOST_CHARS or n_elements > _MOST_ELEMENTS or depth > _DEEPEST:
        return unknown
    found = _extracted(html)
    if found is None:
        return unknown
    letters = [_letters(text) for text in texts]
    columns = [_inside(letters, each) for each in found]
    return np.column_stack(columns).astype(np.float32)


def _extracted(html: str) -> tuple[str, str] | None:
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(html, include_comments=True, with_metadata=False)
    except Exception:
        # Whatever a foreign page does to a foreign parser, we can go on without.
        return None
    if found is None or isinstance(found, dict):
        return "", ""
    return found.text or "", found.comments or ""


def _inside(letters: Sequence[str], text: str) -> NDArray[np.bool_]:
    lines = {_letters(line) for line in text.split("\n")}
    whole = _letters(text)
    return np.array(
        [
            each != ""
            and (each in lines or (len(each) >= _LEAST_CHARS and each in whole))
            for each in letters
        ]
    )


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text.lower())
