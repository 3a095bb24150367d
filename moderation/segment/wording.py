"""What the text of each block looks like by itself: named numbers."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.text.codepoints import Kind
from moderation.text.views import Batch

__all__ = ["NAMES", "wording"]

_SHARES = {
    "uppercase": Kind.UPPER,
    "digits": Kind.DIGIT,
    "letters": Kind.LETTER,
    "blanks": Kind.SPACE,
    "symbols": Kind.SYMBOL,
    "emoji": Kind.EMOJI,
}
# Each column counts the characters of a block that are among these.
_SIGNS = {
    "commas": ",、，،",
    "stops": ".。।؟!?！？…",
    "questions": "?？؟",
    "exclamations": "!！",
    "colons": ":：",
    "quotes": "\"'“”„«»‘’",
    "bars": "|•·/›>→←↓↑▼▲×",
    "signs": "©®™#@*+",
    "brackets": "()[]{}",
}
_ENDS = {"ends-stop": ".!?。！？…।؟", "ends-colon": ":：", "ends-quote": "\"'”»’)"}
_PATTERNS = {
    "dated": r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    "timed": r"\b\d{1,2}[:.]\d\d\b",
    "counted": r"^\W{0,3}\d[\d.,]{0,9}\W{1,3}\w{1,30}\W{0,3}$|\(\d{1,6}\)",
    "addressed": r"https?://|www\.|\w@\w|^@\w",
    "code": r"[{};=]$|\(\)|==|::|</",
}
NAMES = (
    "chars",
    "words",
    "word-chars",
    "title-case",
    "lines",
    "copies",
    "starts-small",
    *_ENDS,
    *_SHARES,
    *_SIGNS,
    *_PATTERNS,
)
_COMPILED = [re.compile(pattern) for pattern in _PATTERNS.values()]
_PATTERN_CHARS = 500


def wording(texts: Sequence[str], batch: Batch) -> NDArray[np.float32]:
    """Return shape (n_texts, n_columns), columns in the order of `NAMES`.

    `batch` is of the same `texts`.
    """
    starts = batch.bounds[:-1]
    n_chars = np.maximum(np.diff(batch.bounds) - 1, 1)
    begins = np.append(False, batch.in_word[1:] & ~batch.in_word[:-1])
    upper = (batch.kinds & Kind.UPPER) != 0
    n_words = _sums(begins, starts)
    copies = Counter(texts)
    first = np.minimum(starts + 1, len(batch.codes) - 1)
    columns = [
        np.log1p(n_chars),
        np.log1p(n_words),
        _sums(batch.in_word, starts) / np.maximum(n_words, 1),
        _sums(begins & upper, starts) / np.maximum(n_words, 1),
        np.array([text.count("\n") for text in texts], float),
        np.array([copies[text] for text in texts], float),
        ((batch.kinds[first] & Kind.LETTER) != 0) & ~upper[first],
    ]
    codes = np.minimum(batch.codes, _LAST)
    last = codes[batch.bounds[1:] - 1]
    columns += [table[last] for table in _END_TABLES]
    columns += [
        _sums((batch.kinds & kind) != 0, starts) / n_chars for kind in _SHARES.values()
    ]
    columns += [np.log1p(_sums(table[codes], starts)) for table in _SIGN_TABLES]
    return np.column_stack([*columns, _found(texts)]).astype(np.float32)


def _found(texts: Sequence[str]) -> NDArray[np.float64]:
    heads = [text[:_PATTERN_CHARS] for text in texts]
    return np.column_stack(
        [
            np.array([pattern.search(head) is not None for head in heads], float)
            for pattern in _COMPILED
        ]
    )


_LAST = 0xFFFF


def _table_of(signs: str) -> NDArray[np.bool_]:
    table = np.zeros(_LAST + 1, bool)
    table[[ord(sign) for sign in signs]] = True
    return table


_SIGN_TABLES = [_table_of(signs) for signs in _SIGNS.values()]
_END_TABLES = [_table_of(signs) for signs in _ENDS.values()]


def _sums(flags: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Add up the flags of each text."""
    return np.add.reduceat(flags.astype(np.float64), starts)
