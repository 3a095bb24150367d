"""From labelled pages to the parts and the manifest of a page model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from moderation.errors import InvalidInput
from moderation.segment.artifact import FORMAT, PageParts
from moderation.segment.blocks import SplitPage
from moderation.segment.columns import html_columns, line_columns
from moderation.segment.mainbody import main_body
from moderation.segment.segmenter import alone_columns
from moderation.segment.words import WordWeights
from training.pages.fitting import (
    TreeSettings,
    class_weights,
    fit_trees,
    fit_words,
    word_matrix,
)
from training.pages.folds import N_FOLDS, fold_of
from training.pages.invented import invented_pages
from training.pages.reading import LabelledSource
from training.pages.texts import page_texts
from training.train import library_versions

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["TrainedPages", "train_pages"]

_BITS = 16
# Texts from elsewhere count this much of what the blocks of pages do, a label each.
_LOOSE_SHARES = np.array([0.1, 0.3, 0.3])
_ALONE = TreeSettings()
_HTML = TreeSettings(
    max_iter=200, max_leaf_nodes=16, min_samples_leaf=30, max_features=0.3
)
_LINES = TreeSettings(learning_rate=0.1, max_features=0.3)
# How much a step from label to label counts beside the blocks themselves.
_HTML_STEPS, _LINES_STEPS = 0.2, 0.4
# Trafilatura is not asked about every page, so the model learns to do without it.
_WITHOUT_BODY = 0.15
_LEAST_PAGES = 8
# A line of our own pages counts as much as so many of others, which are thirty times
# as many and nearly all English (experiment 0010).
_INVENTED_WEIGHT = 4.0
# Rare labels are lifted by the root of their rarity.
_POWER = 0.5

Progress = Callable[[str], None]
Alone = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class TrainedPages:
    """A page model before it is on disk; the manifest lacks its name and checksums."""

    parts: PageParts
    manifest: dict[str, Any]


def train_pages(
    html: Sequence[LabelledSource],
    lines: Sequence[LabelledSource],
    loose: "DataFrame",
    progress: Progress = lambda _: None,
) -> TrainedPages:
    """Fit a page model.

    The judges of whole pages learn from what the judge of single texts says of domains
    that it has not seen, as it will be with a new page.

    Parameters
    ----------
    html, lines : sequence of LabelledSource
        Pages of both forms; a domain may stand in both.
    loose : DataFrame
        Texts from elsewhere, as `texts.loose_texts` returns them.
    progress : callable
        Is told the name of each step as it begins.

    Raises
    ------
    InvalidInput
        If there are fewer than 8 pages of one form, or a label has no block.
    """
    _check(html, lines)
    progress("reading texts")
    texts = _Texts.of(lines, loose)
    return TrainedPages(
        _parts(html, lines, texts, progress), _manifest(html, lines, texts)
    )


def _parts(
    html: Sequence[LabelledSource],
    lines: Sequence[LabelledSource],
    texts: "_Texts",
    progress: Progress,
) -> PageParts:
    judges, judge = _judges(texts, progress)
    progress("reading pages")
    told_html = [_told(page, judges) for page in html]
    told_lines = [_told(page, judges) for page in lines]
    progress("fitting HTML pages")
    html_trees = _fit_html(html, told_html)
    progress("fitting pages of lines")
    invented = invented_pages()
    told_lines += [_told(page, judges) for page in invented]
    line_trees = _fit_lines([*lines, *invented], told_lines, n_invented=len(invented))
    return PageParts(
        words=judge.words,
        alone=judge.trees,
        html=html_trees,
        lines=line_trees,
        html_steps=_steps(html) * _HTML_STEPS,
        lines_steps=_steps(lines) * _LINES_STEPS,
    )


def _check(html: Sequence[LabelledSource], lines: Sequence[LabelledSource]) -> None:
    for pages, form in ((html, "HTML"), (lines, "lines")):
        if len(pages) < _LEAST_PAGES:
            raise InvalidInput(
                f"training needs at least {_LEAST_PAGES} pages of {form}"
            )
        found = {int(label) for page in pages for label in np.unique(page.labels)}
        if not {0, 1, 2} <= found:
            raise InvalidInput(f"pages of {form} need articles, comments and footers")


@dataclass(frozen=True, slots=True)
class _Texts:
    """Single texts with their label, weight and fold, and what they look like."""

    X: csr_matrix
    looks: NDArray[np.float32]
    y: NDArray[np.int64]
    weights: NDArray[np.float64]
    fold: NDArray[np.int64]
    units: dict[str, int]

    @classmethod
    def of(cls, lines: Sequence[LabelledSource], loose: "DataFrame") -> "_Texts":
        import pandas as pd

        table = pd.concat([page_texts(lines), loose], ignore_index=True)
        texts = table["text"].tolist()
        y = table["label"].to_numpy(np.int64)
        is_loose = (table["unit"] != "pages").to_numpy()
        return cls(
            X=word_matrix(texts, _BITS),
            looks=_looks(texts),
            y=y,
            weights=_weights(y, table["unit"].to_numpy(str), is_loose),
            fold=np.array([fold_of(name) for name in table["fold_by"]]),
            units={str(k): int(n) for k, n in table["unit"].value_counts().items()},
        )


def _looks(texts: list[str]) -> NDArray[np.float32]:
    none = WordWeights(
        np.zeros((2, 3), np.float32),
        np.zeros((2, 3), np.float32),
        np.zeros(3, np.float32),
    )
    batches = [texts[n : n + 500] for n in range(0, len(texts), 500)]
    return np.concatenate([alone_columns(each, none)[0] for each in batches])


def _weights(
    y: NDArray[np.int64], units: NDArray[np.str_], is_loose: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Let labels count alike; units of loose texts by the root of their size."""
    weights = np.zeros(len(y))
    weights[~is_loose] = class_weights(y[~is_loose], 1.0)
    of_label = weights[~is_loose].sum() / 3
    for unit in np.unique(units[is_loose]):
        weights[units == unit] = (units == unit).sum() ** -0.5
    for label, share in enumerate(_LOOSE_SHARES):
        inside = is_loose & (y == label)
        weights[inside] *= share * of_label / max(weights[inside].sum(), 1e-12)
    return weights


@dataclass(frozen=True, slots=True)
class _Judge:
    """The judge of single texts."""

    words: WordWeights
    trees: Any

    def of(self, page: SplitPage) -> Alone:
        """Return log-odds and probabilities, shape (n_blocks, 6), and the looks."""
        texts = [block.text for block in page.blocks]
        looks, log_odds = alone_columns(texts, self.words)
        found = self.trees.predict_proba(np.hstack([looks, log_odds]))
        return np.hstack([log_odds, found]).astype(np.float32), looks


def _judges(texts: _Texts, progress: Progress) -> tuple[list[_Judge], _Judge]:
    """Return a judge for each fold that has not seen it, and one that has seen all.

    Trees learn from what words say of texts of other folds, as words that know a text
    are surer than they will ever be again.
    """
    words = []
    log_odds = np.zeros((len(texts.y), 3), np.float32)
    for n in range(N_FOLDS):
        progress(f"fitting words, {n + 1} of {N_FOLDS}")
        out = texts.fold == n
        words.append(_fit_words(texts, np.flatnonzero(~out)))
        log_odds[out] = _log_odds(words[n], texts.X[out])
    columns = np.hstack([texts.looks, log_odds])
    judges = []
    for n in range(N_FOLDS):
        progress(f"fitting single texts, {n + 1} of {N_FOLDS}")
        judges.append(_Judge(words[n], _fit_alone(texts, columns, texts.fold != n)))
    progress("fitting words and single texts on all")
    every = np.ones(len(texts.y), bool)
    whole = _fit_words(texts, np.flatnonzero(every))
    return judges, _Judge(whole, _fit_alone(texts, columns, every))


def _fit_alone(
    texts: _Texts, columns: NDArray[np.float32], used: NDArray[np.bool_]
) -> Any:  # noqa: ANN401 (scikit-learn's)
    return fit_trees(columns[used], texts.y[used], texts.weights[used], _ALONE)


def _fit_words(texts: _Texts, rows: NDArray[np.intp]) -> WordWeights:
    return fit_words(texts.X[rows], texts.y[rows], texts.weights[rows], _BITS)


def _log_odds(words: WordWeights, X: csr_matrix) -> NDArray[np.float32]:
    return np.asarray(
        X @ np.vstack([words.words, words.chars]) + words.bias, np.float32
    )


def _told(source: LabelledSource, judges: Sequence[_Judge]) -> Alone:
    return judges[fold_of(source.domain)].of(source.page)


def _fit_html(pages: Sequence[LabelledSource], told: Sequence[Alone]) -> Any:  # noqa: ANN401 (scikit-learn's)
    columns = [
        html_columns(*each, _body(page), page.page)
        for page, each in zip(pages, told, strict=True)
    ]
    y = np.concatenate([page.labels for page in pages])
    return fit_trees(np.concatenate(columns), y, class_weights(y, _POWER), _HTML)


def _body(source: LabelledSource) -> NDArray[np.float32]:
    texts = [block.text for block in source.page.blocks]
    elements = source.page.elements
    body = main_body(source.html, texts, len(elements), max(e.depth for e in elements))
    if np.random.default_rng(len(source.html)).random() < _WITHOUT_BODY:
        body[:] = np.nan
    return body


def _fit_lines(
    pages: Sequence[LabelledSource], told: Sequence[Alone], n_invented: int
) -> Any:  # noqa: ANN401 (scikit-learn's)
    columns = []
    labels = []
    n_lines = 0
    for n, (page, (alone, looks)) in enumerate(zip(pages, told, strict=True)):
        for part in _parts_of(page):
            chars = np.array([len(b.text) for b in page.page.blocks[part]], float)
            columns.append(line_columns(alone[part], looks[part], chars))
            labels.append(page.labels[part])
            n_lines += len(labels[-1]) if n >= len(pages) - n_invented else 0
    y = np.concatenate(labels)
    weights = class_weights(y, _POWER)
    weights[len(y) - n_lines :] *= _INVENTED_WEIGHT
    return fit_trees(np.concatenate(columns), y, weights, _LINES)


def _parts_of(page: LabelledSource) -> list[slice]:
    """Return the whole page, and a few lines of it as somebody may paste them."""
    n_blocks = len(page.page.blocks)
    rng = np.random.default_rng(fold_of(page.page_id) + n_blocks)
    length = int(rng.integers(2, 16))
    if length >= n_blocks:
        return [slice(0, n_blocks)]
    first = int(rng.integers(0, n_blocks - length))
    return [slice(0, n_blocks), slice(first, first + length)]


def _steps(pages: Sequence[LabelledSource]) -> NDArray[np.float64]:
    """Return how much likelier than by chance each label follows each, in log-odds."""
    counts = np.ones((3, 3))
    for page in pages:
        known = page.labels[page.labels >= 0]
        np.add.at(counts, (known[:-1], known[1:]), 1)
    share = counts.sum(axis=1) / counts.sum()
    following = counts / counts.sum(axis=1, keepdims=True)
    return np.asarray(np.log(following) - np.log(share), np.float64)


def _manifest(
    html: Sequence[LabelledSource], lines: Sequence[LabelledSource], texts: _Texts
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "labels": ["article", "comment", "footer"],
        "pages": {"html": len(html), "lines": len(lines)},
        "texts": texts.units,
        "libraries": library_versions(),
    }
