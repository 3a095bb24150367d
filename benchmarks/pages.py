"""Pages of sites that nobody has seen: Hamgate and its rivals, domain by domain."""

import gzip
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.page_rivals import (
    EXTRACTORS,
    MAIN_TEXT_ALONE,
    Judge,
    fit_tfidf,
    labels_within,
    missing_extractor,
)
from benchmarks.timing import interleaved_us, table
from moderation.segment.segmenter import Segmenter
from moderation.segment.tree import split_html
from training.pages.evaluate import (
    HeldOutPages,
    found_in,
    hold_out_domains,
    judged_alone,
    text_of,
)
from training.pages.measuring import Found, balanced_f1, missed_at_recall, page_metrics
from training.pages.reading import LINE_PAGES, LabelledSource, read_pages
from training.pages.texts import loose_texts, page_texts

__all__ = ["PageKind", "kinds_of", "print_table", "run"]

_TFIDF = "TF-IDF + LR"
_ARTICLE, _COMMENT = 0, 1
_TIMED_CHARS, _N_TIMED = 100_000, 20
_MISSED = "footers_at_recall_90"
_ROWS = (
    ("html", "blocks", "HTML, blocks: macro-F1, labels alike"),
    ("html", "blocks_unbalanced", "HTML, blocks: macro-F1, as they come"),
    ("html", "comments_micro", "HTML, comments: token F1, micro"),
    ("html", "comments_macro", "HTML, comments: token F1, macro"),
    ("html", "snippets_found", "HTML, marked comments found"),
    ("html", "snippets_leaked", "HTML, marked comments in the main text"),
    ("html", "main", "HTML, main text: token F1, macro"),
    ("lines", "blocks", "lines: macro-F1, labels alike"),
    ("lines", "blocks_unbalanced", "lines: macro-F1, as they come"),
    ("alone", "blocks", "single blocks: macro-F1, labels alike"),
    ("alone", _MISSED, "single blocks: footers at comment recall .90"),
    ("no_forums", "blocks", "single blocks, no forums: macro-F1, labels alike"),
    ("no_forums", _MISSED, "single blocks, no forums: footers at comment recall .90"),
)


@dataclass(frozen=True, slots=True)
class PageKind:
    """The code of a page's language, and what type of page it is."""

    lang: str = ""
    type: str = "article"


@dataclass(frozen=True, slots=True)
class Method:
    """One way to take a page apart; None for a form that it does not take."""

    time: Callable[[str], object]
    html: Callable[[LabelledSource], Found]
    lines: Callable[[LabelledSource], Found] | None = None
    alone: Callable[[LabelledSource], NDArray[np.float64]] | None = None


@dataclass(slots=True)
class Answers:
    """What one method makes of all pages held out; of single blocks P(label)."""

    html: list[Found] = field(default_factory=list)
    lines: list[Found] = field(default_factory=list)
    alone: list[NDArray[np.float64]] = field(default_factory=list)

    def add(self, method: Method, fold: HeldOutPages) -> None:
        """Ask `method` for the pages of one fold."""
        self.html += map(method.html, fold.html)
        if method.lines and method.alone:
            self.lines += map(method.lines, fold.lines)
            self.alone += map(method.alone, fold.lines)


def run(datasets: Path | None) -> None:
    """Print how each method does on the same pages of domains held out."""
    if datasets is None:
        print("HAMGATE_DATASETS is not set")
        return
    for name in filter(missing_extractor, EXTRACTORS):
        print(f"{name} is left out, it is not installed: {missing_extractor(name)}")
    html, lines = read_pages(datasets)
    folds = hold_out_domains(html, lines, loose_texts(datasets))
    print_table(folds, lines, kinds_of(datasets))


def kinds_of(datasets: Path) -> dict[str, PageKind]:
    """Return the kind of each page by its id."""
    with gzip.open(datasets / LINE_PAGES, "rt", encoding="utf-8") as file:
        rows = map(json.loads, file)
        return {row["page_id"]: PageKind(row["lang"], row["page_type"]) for row in rows}


def print_table(
    folds: Iterable[HeldOutPages],
    lines: Sequence[LabelledSource],
    kinds: dict[str, PageKind],
) -> None:
    """Print a row a measure, a column a method, and how much was measured on.

    `lines` are the pages of lines of all folds; TF-IDF + LR learns from those of the
    domains that a fold does not hold out.
    """
    answers: dict[str, Answers] = {}
    html: list[LabelledSource] = []
    held: list[LabelledSource] = []
    to_fit = 0.0
    for fold in folds:
        began = time.perf_counter()
        judge = _tfidf_without(fold, lines)
        to_fit += time.perf_counter() - began
        methods = _methods(fold.model, judge, kinds)
        for name, method in methods.items():
            answers.setdefault(name, Answers()).add(method, fold)
        html += fold.html
        held += fold.lines
    forms = [_measures(each, html, held, kinds) for each in answers.values()]
    rows = [[says, *(_share(each, *at) for each in forms)] for *at, says in _ROWS]
    print(table(["", *answers], [*rows, *_times(methods, html)]))
    n_domains = len({page.domain for page in [*html, *held]})
    print(
        f"\n{len(html):,} HTML pages and {len(held):,} pages of lines of {n_domains:,} "
        f"domains. {_TFIDF}: {to_fit:.0f} s to fit, all folds."
    )


def _tfidf_without(fold: HeldOutPages, lines: Sequence[LabelledSource]) -> Judge:
    held_out = {page.domain for page in [*fold.html, *fold.lines]}
    seen = page_texts([page for page in lines if page.domain not in held_out])
    return fit_tfidf(seen["text"].tolist(), seen["label"].to_numpy(np.int64))


def _methods(
    model: Segmenter, judge: Judge, kinds: dict[str, PageKind]
) -> dict[str, Method]:
    ours = Method(
        time=model.label_html,
        html=lambda page: found_in(model.label_html(page.html)),
        lines=lambda page: found_in(model.label_text(text_of(page))),
        alone=partial(judged_alone, model),
    )
    tfidf = Method(
        time=lambda html: judge([block.text for block in split_html(html).blocks]),
        html=partial(_by_blocks, judge),
        lines=partial(_by_blocks, judge),
        alone=lambda page: judge(_texts(page)),
    )
    rivals = {
        name: Method(time=partial(extract, lang="en"), html=_asker(name, kinds))
        for name, extract in EXTRACTORS.items()
        if not missing_extractor(name)
    }
    return {"Hamgate": ours, **rivals, _TFIDF: tfidf}


def _asker(name: str, kinds: dict[str, PageKind]) -> Callable[[LabelledSource], Found]:
    def ask(page: LabelledSource) -> Found:
        found = EXTRACTORS[name](page.html, kinds[page.page_id].lang)
        if name in MAIN_TEXT_ALONE:
            return found
        return replace(found, labels=labels_within(found, _texts(page)))

    return ask


def _by_blocks(judge: Judge, page: LabelledSource) -> Found:
    texts = _texts(page)
    labels = judge(texts).argmax(axis=1)
    article, comments = (
        "\n".join(texts[n] for n in np.flatnonzero(labels == label))
        for label in (_ARTICLE, _COMMENT)
    )
    return Found(article, comments, labels)


def _texts(page: LabelledSource) -> list[str]:
    return [block.text for block in page.page.blocks]


def _measures(
    answers: Answers,
    html: Sequence[LabelledSource],
    lines: Sequence[LabelledSource],
    kinds: dict[str, PageKind],
) -> dict[str, dict[str, Any]]:
    """Return what `_ROWS` show, without the forms that the method does not take."""
    whole = page_metrics(html, answers.html)
    if "blocks" not in whole:
        return {"html": {"main": whole["main"]}}
    if not answers.lines:
        return {"html": whole}
    alone = list(zip(lines, answers.alone, strict=True))
    no_forums = [each for each in alone if kinds[each[0].page_id].type != "forum"]
    return {
        "html": whole,
        "lines": page_metrics(lines, answers.lines),
        "alone": _of_single_blocks(alone),
        "no_forums": _of_single_blocks(no_forums),
    }


def _of_single_blocks(
    pairs: Sequence[tuple[LabelledSource, NDArray[np.float64]]],
) -> dict[str, Any]:
    """Measure as `evaluate_pages` does."""
    y = np.concatenate([page.labels for page, _ in pairs])
    found = np.concatenate([each for _, each in pairs])
    either = found[y >= 1]
    comment = either[:, 1] / (either[:, 1] + either[:, 2])
    missed = missed_at_recall(comment, y[y >= 1] == _COMMENT, 0.9)
    return {**balanced_f1(y, found.argmax(axis=1)), _MISSED: missed}


def _share(measures: dict[str, dict[str, Any]], form: str, key: str) -> str:
    value = measures.get(form, {}).get(key)
    return "-" if value is None else f"{value:.3f}"


def _times(
    methods: dict[str, Method], pages: Sequence[LabelledSource]
) -> list[list[str]]:
    """Return the rows of the median over the pages nearest to 100 kB, each once."""
    near = sorted(pages, key=lambda page: abs(len(page.html) - _TIMED_CHARS))
    texts = [page.html for page in near[:_N_TIMED]]
    calls = {name: _in_turn(method.time, texts) for name, method in methods.items()}
    ms = {name: p50 / 1000 for name, (p50, _) in interleaved_us(calls, 1).items()}
    base = ms.get("trafilatura", np.nan)
    return [
        ["HTML of about 100 kB: ms", *(f"{each:.1f}" for each in ms.values())],
        ["times Trafilatura's", *(f"{each / base:.2f}" for each in ms.values())],
    ]


def _in_turn(
    call: Callable[[str], object], texts: Sequence[str]
) -> Callable[[], object]:
    left = cycle(texts)
    return lambda: call(next(left))
