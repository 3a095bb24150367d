"""Label the blocks of a page as article, comment or footer."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import ThreadpoolController

from moderation.errors import PageTooLarge
from moderation.segment.artifact import PageParts, load_page_artifact
from moderation.segment.blocks import (
    BlockLabel,
    LabelledBlock,
    LabelledPage,
    PageComment,
    SplitPage,
)
from moderation.segment.columns import html_columns, line_columns
from moderation.segment.credits import comments_of_html, comments_of_text
from moderation.segment.lines import split_text
from moderation.segment.mainbody import main_body
from moderation.segment.smoothing import likeliest
from moderation.segment.tree import split_html
from moderation.segment.wording import wording
from moderation.segment.words import WordWeights
from moderation.text.clean import clean
from moderation.text.views import batch_of, skeleton_view

__all__ = ["LABELS", "MAX_BLOCKS", "MAX_CHARS", "Segmenter", "alone_columns"]

LABELS = tuple(BlockLabel)
MAX_CHARS: Final = 5_000_000
# The largest of 2,360 pages has 6,200 blocks.
MAX_BLOCKS: Final = 10_000

_THREADS = ThreadpoolController()

Gather = Callable[[SplitPage, Sequence[int]], list[PageComment]]


class Segmenter:
    """A loaded page model; it never changes once made."""

    def __init__(self, parts: PageParts, manifest: dict[str, Any]) -> None:
        self._parts = parts
        self._manifest = manifest

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load the artifact in `folder`; `BadArtifact` if it cannot be trusted."""
        return cls(*load_page_artifact(folder))

    @property
    def name(self) -> str:
        """The version that every answer names."""
        return str(self._manifest["name"])

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest, which holds no path."""
        return self._manifest

    def label_html(self, html: str) -> LabelledPage:
        """Take an HTML page apart.

        Raises
        ------
        PageTooLarge
            If it has more than `MAX_CHARS` characters, `MAX_BLOCKS` blocks, or nodes
            than `tree.MAX_NODES`.
        """
        _check_chars(html)
        page = split_html(html)
        _check_blocks(page)
        if not page.blocks:
            return LabelledPage((), title=page.title)
        texts = [block.text for block in page.blocks]
        alone, told = self._alone(texts)
        depth = max(element.depth for element in page.elements)
        body = main_body(html, texts, len(page.elements), depth)
        columns = html_columns(alone, told, body, page)
        found = _probabilities(self._parts.html, columns)
        return _labelled(page, found, self._parts.html_steps, comments_of_html)

    def label_text(self, text: str) -> LabelledPage:
        """Take a page apart that was pasted as lines; one line is judged by itself.

        Raises
        ------
        PageTooLarge
            If it has more than `MAX_CHARS` characters or `MAX_BLOCKS` lines.
        """
        _check_chars(text)
        page = split_text(clean(text))
        _check_blocks(page)
        if not page.blocks:
            return LabelledPage(())
        texts = [block.text for block in page.blocks]
        alone, told = self._alone(texts)
        found = alone[:, len(LABELS) :].astype(float)
        if len(texts) > 1:
            chars = np.array([len(each) for each in texts], float)
            columns = line_columns(alone, told, chars)
            found = _probabilities(self._parts.lines, columns)
        return _labelled(page, found, self._parts.lines_steps, comments_of_text)

    def judge_alone(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return P(label) of texts that stand nowhere, shape (n_texts, 3)."""
        return self._alone(texts)[0][:, len(LABELS) :].astype(np.float64)

    def _alone(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        told, log_odds = alone_columns(texts, self._parts.words)
        found = _probabilities(self._parts.alone, np.hstack([told, log_odds]))
        return np.hstack([log_odds, found]).astype(np.float32), told


def alone_columns(
    texts: Sequence[str], words: WordWeights
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what each text looks like, and the log-odds of its words.

    Shapes (n_texts, n_wording) and (n_texts, 3).
    """
    batch = batch_of(texts)
    return wording(texts, batch), words.log_odds(skeleton_view(batch))


def _probabilities(
    trees: HistGradientBoostingClassifier, columns: NDArray[np.float32]
) -> NDArray[np.float64]:
    # Threads wait for each other after every one of hundreds of trees. Where other
    # processes are at work as well, that takes longer than one thread needs for all.
    with _THREADS.limit(limits=1, user_api="openmp"):
        return np.asarray(trees.predict_proba(columns), np.float64)


def _check_chars(text: str) -> None:
    if len(text) > MAX_CHARS:
        raise PageTooLarge(f"the page has more than {MAX_CHARS:,} characters")


def _check_blocks(page: SplitPage) -> None:
    if len(page.blocks) > MAX_BLOCKS:
        raise PageTooLarge(f"the page has more than {MAX_BLOCKS:,} blocks")


def _labelled(
    page: SplitPage,
    found: NDArray[np.float64],
    steps: NDArray[np.float64],
    gather: Gather,
) -> LabelledPage:
    numbers = likeliest(found, steps)
    comments = gather(page, np.flatnonzero(numbers == 1).tolist())
    owner = {n: k for k, comment in enumerate(comments) for n in comment.blocks}
    blocks = tuple(
        LabelledBlock(block.text, LABELS[label], float(row[label]), owner.get(n))
        for n, (block, label, row) in enumerate(
            zip(page.blocks, numbers.tolist(), found, strict=True)
        )
    )
    return LabelledPage(blocks, tuple(comments), page.title)
