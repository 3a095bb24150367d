"""Train without some domains and measure on them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from moderation.segment.blocks import BlockLabel, LabelledPage
from moderation.segment.segmenter import LABELS, Segmenter
from training.pages.measuring import Found, balanced_f1, missed_at_recall, page_metrics
from training.pages.reading import LabelledSource
from training.pages.train import train_pages

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["HeldOutPages", "evaluate_pages", "hold_out_domains"]


@dataclass(frozen=True, slots=True)
class HeldOutPages:
    """A model, and the pages of the domains that it has not seen."""

    model: Segmenter
    html: list[LabelledSource]
    lines: list[LabelledSource]


def hold_out_domains(
    html: Sequence[LabelledSource],
    lines: Sequence[LabelledSource],
    loose: "DataFrame",
    n_folds: int = 3,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[HeldOutPages]:
    """Yield a model for each fold; every page is held out once."""
    domains = sorted({page.domain for page in [*html, *lines]})
    drawn = np.random.default_rng(0).permutation(len(domains)) % n_folds
    fold = dict(zip(domains, drawn.tolist(), strict=True))
    for n in range(n_folds):
        progress(f"fold {n + 1} of {n_folds}")
        trained = train_pages(
            [page for page in html if fold[page.domain] != n],
            [page for page in lines if fold[page.domain] != n],
            loose,
            progress,
        )
        yield HeldOutPages(
            Segmenter(trained.parts, {"name": f"fold {n}", **trained.manifest}),
            [page for page in html if fold[page.domain] == n],
            [page for page in lines if fold[page.domain] == n],
        )


def evaluate_pages(folds: Iterator[HeldOutPages]) -> dict[str, Any]:
    """Measure all folds together: `html`, `lines`, and `alone` for single blocks."""
    html: list[tuple[LabelledSource, Found]] = []
    lines: list[tuple[LabelledSource, Found]] = []
    alone: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
    for fold in folds:
        html += [(p, found_in(fold.model.label_html(p.html))) for p in fold.html]
        lines += [(p, found_in(fold.model.label_text(text_of(p)))) for p in fold.lines]
        alone += [(p.labels, judged_alone(fold.model, p)) for p in fold.lines]
    return {
        "html": page_metrics(*zip(*html, strict=True)),
        "lines": page_metrics(*zip(*lines, strict=True)),
        "alone": _alone(*map(np.concatenate, zip(*alone, strict=True))),
    }


def text_of(page: LabelledSource) -> str:
    """Return a page as lines."""
    return "\n".join(block.text for block in page.page.blocks)


def judged_alone(model: Segmenter, page: LabelledSource) -> NDArray[np.float64]:
    """Return P(label) of each block by its text alone, shape (n_blocks, 3)."""
    return model.judge_alone([block.text for block in page.page.blocks])


def found_in(page: LabelledPage) -> Found:
    """Return the texts and the labels of an answer."""

    def of(label: BlockLabel) -> str:
        return "\n".join(block.text for block in page.blocks if block.label is label)

    labels = [LABELS.index(block.label) for block in page.blocks]
    return Found(
        of(BlockLabel.ARTICLE), of(BlockLabel.COMMENT), np.array(labels, np.int64)
    )


def _alone(y: NDArray[np.int64], found: NDArray[np.float64]) -> dict[str, Any]:
    is_either = y >= 1
    comment = found[is_either, 1] / (found[is_either, 1] + found[is_either, 2])
    missed = missed_at_recall(comment, y[is_either] == 1, 0.9)
    return {**balanced_f1(y, found.argmax(axis=1)), "footers_at_recall_90": missed}
