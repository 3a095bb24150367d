"""Marks of an offer, of a broadcast and of a machine, whatever the words are."""

import re

import numpy as np
from numpy.typing import NDArray

from moderation.features.dense import DenseFeatures, log_scale
from moderation.features.reading import Reading

__all__ = ["OfferFeatures"]

_MONEY = re.compile(
    r"[$\u00a3\u20ac\u20b9\u20bd\u20a9\u00a5\u20ba\u0e3f\u20ab\u20b4]\s?\d"
    r"|\d\s?(?:[$\u00a3\u20ac\u20b9\u20bd\u20a9\u00a5\u20ba\u0e3f\u20ab\u20b4]"
    r"|k\b|usdt?\b|eur\b|gbp\b|btc\b|rs\b|rb\b|jt\b|juta\b|ribu\b|руб|р\b|тыс|грн|тл\b|tl\b"
    r"|zł|kč|ft\b|reais|万|元|円|원|만원)"
)
# Letters, then two to four digits: how shops of bets and accounts call themselves.
_BRAND = re.compile(r"(?=[^\W\d_]*[^\W\d_]{3})[^\W_]{3,16}?\d{2,4}")
_LEETED = re.compile(r"[^\W\d_]{1,8}\d[^\W\d_]{1,8}\d?")
# L E T T E R S, [L][I][K][E], T̲H̲I̲S, and pieces: LI KE TH IS.
_APART = re.compile(
    r"(?<!\w)(?:[^\W\d_][^\w\n]{1,4}){3,24}\w(?!\w)"
    r"|(?<!\w)(?:[A-Z]{2} {1,2}){3,12}[A-Z]{1,3}(?!\w)"
)
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_LONG_WORD = 26
_RESIDUE = re.compile(
    r"\{[^{}|\n]{1,60}\|[^{}\n]{1,200}\}|%[a-z_]{2,20}%|#file_links|\[\[[a-z_]{2,20}\]\]"
    r"|\{\{[^{}\n]{1,60}\}\}|<%[^%\n]{1,60}%>|\$\{[a-z_]{2,20}\}"
)
_GLUED = re.compile(r"[a-z][.!?]{1,2}[A-Z]|[a-z]{3}[A-Z][a-z]{2}|\.\.[A-Z]")


class OfferFeatures(DenseFeatures):
    """Sums of money, tags, names with numbers, random letters, left-over templates."""

    NAMES = (
        "money",
        "percent",
        "hashtags",
        "mentions",
        "cashtags",
        "word_digits",
        "digit_inside",
        "letters_apart",
        "gibberish",
        "template_residue",
        "glued_words",
        "opens_with_symbol",
    )
    CODES = (
        "offer-money",
        "offer-money",
        "text-tags",
        "text-tags",
        "text-tags",
        "name-with-digits",
        "name-with-digits",
        "spaced-letters",
        "random-letters",
        "template-residue",
        "glued-words",
        "text-symbols",
    )

    DISGUISES = frozenset({"letters_apart", "digit_inside"})

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = [_row(text) for text in reading.batch.texts]
        return np.array(rows, np.float32).reshape(-1, len(self.NAMES))


def _row(text: str) -> tuple[float, ...]:
    text = text[:4000]
    lower = text.lower()
    words = text.split()
    # Patterns over the few words that are not plain are ten times as fast as over all.
    odd = [word for word in words if not word.isalpha()]
    has_digit = _DIGIT.search(text) is not None
    n_brands, n_leeted = _with_digits(odd) if has_digit else (0, 0)
    first = text.lstrip()[:1]
    return (
        log_scale(len(_MONEY.findall(lower)), 6) if has_digit else 0.0,
        float("%" in text and has_digit),
        log_scale(_count(_HASHTAG, text, "#"), 8),
        log_scale(_count(_MENTION, text, "@"), 8),
        log_scale(_count(_CASHTAG, text, "$"), 8),
        log_scale(n_brands, 4),
        log_scale(n_leeted, 4),
        float(_are_apart(text, words, odd)),
        float(_is_gibberish(lower, words)),
        float(_has_residue(lower)),
        log_scale(_n_glued(words), 10),
        float(bool(first) and not first.isalnum()),
    )


def _with_digits(words: list[str]) -> tuple[int, int]:
    bare = [word.strip(_PUNCTUATION) for word in words]
    n_brands = sum(_BRAND.fullmatch(word) is not None for word in bare)
    return n_brands, sum(_LEETED.fullmatch(word) is not None for word in bare)


def _are_apart(text: str, words: list[str], odd: list[str]) -> bool:
    """Search only where words of one letter stand in a row, or a word is in pieces."""
    may_be = _has_short_run(words) or any(map(_is_parted, odd))
    return may_be and _APART.search(text) is not None


def _has_short_run(words: list[str]) -> bool:
    run = 0
    for word in words:
        is_short = len(word) == 1 or (len(word) == 2 and word.isupper())
        run = run + 1 if is_short else 0
        if run == _SHORT_RUN:
            return True
    return False


def _is_parted(word: str) -> bool:
    return len(word) > 6 and not (word[1].isalnum() and word[2].isalnum())


_SHORT_RUN = 4


def _is_gibberish(lower: str, words: list[str]) -> bool:
    is_long = any(len(word) >= _LONG_WORD and word.isalpha() for word in words)
    # German writes one sound with three letters: Rechtsschutz.
    short = lower.replace("sch", "s").replace("ch", "c")
    return (is_long and lower.isascii()) or _CONSONANTS.search(short) is not None


def _n_glued(words: list[str]) -> int:
    mixed = (word for word in words if not word.islower() and not word.istitle())
    return sum(len(_GLUED.findall(word)) for word in mixed)


_PUNCTUATION = ".,:;!?()[]{}<>\"'*~|\u2022\u2026\u201c\u201d\u00ab\u00bb"
_DIGIT = re.compile(r"\d")
_HASHTAG = re.compile(r"(?<![\w/&])#[^\W\d]\w{1,40}")
_MENTION = re.compile(r"(?<![\w/.])@\w{2,40}")
_CASHTAG = re.compile(r"(?<![\w$])\$[A-Za-z][A-Za-z0-9]{1,12}(?![\w\[\]=(;>-])")


def _count(pattern: re.Pattern[str], text: str, hint: str) -> int:
    return len(pattern.findall(text)) if hint in text else 0


def _has_residue(lower: str) -> bool:
    if not ("{" in lower or "%" in lower or "[[" in lower or "#file" in lower):
        return False
    return _RESIDUE.search(lower) is not None
