"""Write as people do: in a hurry, in lower case, with a key missed.

The same for every label, so that neat writing says nothing about a comment.
"""

import re
from random import Random

__all__ = ["with_typos"]

_SHARE = 0.2
_WORD = re.compile(r"(?<![\w@/.:#-])[a-z]{4,14}(?![\w@/.:-])")
_AFTER_COMMA = re.compile(r"(?<=[a-z]), (?=[a-z])")


def with_typos(text: str, rng: Random) -> str:
    """Return `text`, in one case of five with a slip or two."""
    if rng.random() >= _SHARE:
        return text
    for _ in range(rng.choice((1, 1, 2, 3))):
        text = rng.choice(_SLIPS)(text, rng)
    return text


def _lower(text: str, rng: Random) -> str:
    return text if "http" in text or "{" in text else text.lower()


def _no_apostrophes(text: str, rng: Random) -> str:
    return text.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")


def _no_full_stop(text: str, rng: Random) -> str:
    return text.rstrip(".")


def _marks(text: str, rng: Random) -> str:
    return text.rstrip(".!") + rng.choice(("!", "!!", "...", " :)", "..", " lol", " !"))


def _no_blank(text: str, rng: Random) -> str:
    return _AFTER_COMMA.sub(rng.choice((",", " , ", ", ")), text)


def _slipped_key(text: str, rng: Random) -> str:
    """Swap, drop or double a letter inside one word."""
    words = [*_WORD.finditer(text)]
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 1)
    pair = text[at : at + 2]
    return (
        text[:at] + rng.choice((pair[::-1], pair[0], pair[0] + pair)) + text[at + 2 :]
    )


_SLIPS = (
    _lower,
    _no_apostrophes,
    _no_full_stop,
    _marks,
    _no_blank,
    _slipped_key,
    _slipped_key,
)
