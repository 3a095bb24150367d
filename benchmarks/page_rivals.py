"""What people would use instead to take pages apart.

An extractor is a function of HTML and of the code of the page's language; most need the
HTML alone. TF-IDF + LR knows blocks, one at a time, and no page.
"""

import importlib.util
import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.scoring import tfidf_pipeline
from moderation.segment.tree import split_html
from training.pages.measuring import Found

__all__ = [
    "EXTRACTORS",
    "MAIN_TEXT_ALONE",
    "TFIDF_TEXTS",
    "Judge",
    "fit_tfidf",
    "labels_within",
    "missing_extractor",
]

Extract = Callable[[str, str], Found]
Judge = Callable[[Sequence[str]], NDArray[np.float64]]

# As many of each label as of the rarest does best where labels count alike (macro-F1 of
# lines .674; .655 with 10,000 at most, weighted), and takes 40 s a fold and not 110.
TFIDF_TEXTS = 20_000
_N_LABELS = 3
_ARTICLE, _COMMENT, _FOOTER = range(_N_LABELS)
# Shorter blocks ("Reply") stand in a long text by chance; they must be a line of it.
_LEAST_LETTERS = 15
_NOT_LETTERS = re.compile(r"\W+")
# jusText's stoplists of the languages that labelled pages have; it knows no Japanese
# and no Chinese.
_STOPLISTS = {
    "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "id": "Indonesian", "it": "Italian", "pl": "Polish", "pt": "Portuguese",
}  # fmt: skip


def missing_extractor(name: str) -> str:
    """Say what has to be installed for an extractor; nothing if it can run."""
    module = {"readability-lxml": "readability", "jusText": "justext"}.get(name)
    if module and importlib.util.find_spec(module) is None:
        return "pip install 'hamgate[benchmarks]'"
    return ""


def trafilatura(html: str, lang: str) -> Found:
    """Ask Trafilatura for main text and comments, with its own settings."""
    from trafilatura import bare_extraction

    found = bare_extraction(html, include_comments=True)
    return Found((found and found.text) or "", (found and found.comments) or "")


def readability(html: str, lang: str) -> Found:
    """Ask readability-lxml for the main text."""
    from readability import Document
    from readability.readability import Unparseable

    try:
        summary = Document(html).summary()
    except Unparseable:
        return Found("", "")
    return Found("\n".join(block.text for block in split_html(summary).blocks), "")


def justext(html: str, lang: str) -> Found:
    """Ask jusText for the main text, with the stoplist of the page's language."""
    from justext import justext as paragraphs_of

    kept = paragraphs_of(html, _stoplist(_STOPLISTS.get(lang, "English")))
    return Found("\n".join(each.text for each in kept if not each.is_boilerplate), "")


EXTRACTORS: dict[str, Extract] = {
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "jusText": justext,
}
# They know no comments.
MAIN_TEXT_ALONE = frozenset({"readability-lxml", "jusText"})


def labels_within(found: Found, texts: Sequence[str]) -> NDArray[np.int64]:
    """Label blocks by where their letters stand: main text, comments, or neither."""
    in_article, in_comments = _Letters(found.article), _Letters(found.comments)
    return np.array(
        [
            _ARTICLE if each in in_article
            else _COMMENT if each in in_comments
            else _FOOTER
            for each in map(_letters, texts)
        ],
        np.int64,
    )  # fmt: skip


def fit_tfidf(texts: Sequence[str], y: NDArray[np.int64]) -> Judge:
    """Fit TF-IDF + LR on as many texts of each label as the rarest has.

    At most `TFIDF_TEXTS`. The function it returns gives P(label), shape (n_texts, 3).
    """
    rng = np.random.default_rng(0)
    most = min(TFIDF_TEXTS, *np.bincount(y, minlength=_N_LABELS).tolist())
    drawn = np.concatenate(
        [
            rng.permutation(np.flatnonzero(y == label))[:most]
            for label in range(_N_LABELS)
        ]
    )
    pipeline = tfidf_pipeline().fit([texts[n] for n in drawn], y[drawn])
    return lambda texts: np.asarray(pipeline.predict_proba(list(texts)))


class _Letters:
    """An extracted text that blocks can be looked for in."""

    def __init__(self, text: str) -> None:
        self._whole = _letters(text)
        self._lines = set(map(_letters, text.split("\n")))

    def __contains__(self, letters: str) -> bool:
        is_long = len(letters) >= _LEAST_LETTERS
        return letters != "" and (
            letters in self._lines or (is_long and letters in self._whole)
        )


@cache
def _stoplist(language: str) -> frozenset[str]:
    from justext import get_stoplist

    return get_stoplist(language)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text.lower())
