"""Fifteen ways to hide a text from a filter and show it to a reader.

Training disguises some rows with them, and evaluation measures what each one costs
(SpamAssassin's and Akismet's users report all of these). Each is a function of a text
and a source of chance; a text that offers nothing to disguise comes back as it is.
"""

import re
from collections.abc import Callable
from random import Random

from moderation.text.lookalikes import LOOKALIKES
from training.corpus.fancy import draw_fancy

__all__ = ["OBFUSCATIONS", "obfuscate"]

# Share of the words that a sender disguises: enough for a filter, still readable.
_SHARE = 0.6
_WORD = re.compile(r"(?<![\w/.@:#&-])[^\W\d_]{4,24}(?![\w/@:;-])")
_LATIN = re.compile(r"(?<![\w/.@:#&-])[A-Za-z]{4,24}(?![\w/@:;-])")
_LINK = re.compile(r"https?://[^\s<>\"']{4,200}")
_IMITATIONS: dict[str, list[str]] = {}
for _imitation, _letter in LOOKALIKES.items():
    if ord(_imitation) < 0x600:
        _IMITATIONS.setdefault(_letter, []).append(_imitation)
_LEET = str.maketrans("aeiostbg", "43105789")
_UNSEEN = "\u200b\u200c\u200d\u2060\u00ad"
_MARKS = "\u0301\u0308\u0323\u0335\u0336\u0338\u0332"
_REGIONAL = 0x1F1E6
# Words of no subject at all, as senders put them around their own.
_GOOD_WORDS = (
    "i think the second part of the article explains it well and my sister said the "
    "same",
    "we went there last summer with the children and it rained for most of the week",
    "thanks to everybody who answered my question about the old printer yesterday",
    "the recipe needs a little more salt but otherwise the whole family liked it a lot",
    "has anyone tried this with the older version because mine stops after ten minutes",
    "the council should have asked people who live on that street before the vote",
    "it reminds me of a book that our teacher read to us in the fifth grade",
    "the match was better in the second half when they finally changed the goalkeeper",
)


def obfuscate(text: str, kind: str, rng: Random) -> str:
    """Return `text` disguised in the way of that name, one of `OBFUSCATIONS`."""
    return OBFUSCATIONS[kind](text, rng)


def _by_word(
    change: Callable[[str, Random], str], pattern: re.Pattern[str] = _WORD
) -> Callable[[str, Random], str]:
    """Make a function that changes most words of a text."""

    def disguise(text: str, rng: Random) -> str:
        def changed(found: re.Match[str]) -> str:
            return change(found[0], rng) if rng.random() < _SHARE else found[0]

        return pattern.sub(changed, text)

    return disguise


def _lookalikes(word: str, rng: Random) -> str:
    def imitation(letter: str) -> str:
        known = _IMITATIONS.get(letter.lower())
        return rng.choice(known) if known and rng.random() < 0.5 else letter

    return "".join(map(imitation, word))


def _inside(word: str, rng: Random, piece: str) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + piece + word[at:]


def _zero_width(word: str, rng: Random) -> str:
    return rng.choice(_UNSEEN).join(word)


def _spacing(word: str, rng: Random) -> str:
    return rng.choice((" ", " ", ".", "-", "_", "*")).join(word)


def _leet(word: str, rng: Random) -> str:
    return word.lower().translate(_LEET)


def _fullwidth(word: str, rng: Random) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in word)


def _combining(word: str, rng: Random) -> str:
    return "".join(letter + rng.choice(_MARKS) for letter in word)


def _bidi(word: str, rng: Random) -> str:
    return f"\u202e{word[::-1]}\u202c"


def _entities(word: str, rng: Random) -> str:
    return "".join(
        rng.choice((f"&#{ord(each)};", f"&#x{ord(each):x};")) for each in word
    )


def _hidden_html(word: str, rng: Random) -> str:
    filler = rng.choice(("garden", "weather", "thanks", "chapter"))
    hidden = (
        "<b></b>",
        f"<!-- {filler} -->",
        f'<span style="display:none">{filler}</span>',
        f'<font size="0">{filler}</font>',
    )
    return _inside(word, rng, rng.choice(hidden))


def _padding(text: str, rng: Random) -> str:
    sentences = rng.sample(_GOOD_WORDS, rng.randint(4, 7))
    cut = rng.randint(0, len(sentences))
    joined = [". ".join(part) for part in (sentences[:cut], sentences[cut:])]
    return "\n\n".join(part for part in (joined[0], text, joined[1]) if part)


def _defanged(text: str, rng: Random) -> str:
    scheme = rng.choice(("hxxp://", "hxxps://", "", "h**p://"))
    dot = rng.choice(("[.]", " [dot] ", "(dot)", " dot ", "(.)"))

    def changed(found: re.Match[str]) -> str:
        host, slash, path = found[0].partition("//")[2].partition("/")
        return scheme + host.replace(".", dot) + slash + path

    return _LINK.sub(changed, text)


def _line_breaks(word: str, rng: Random) -> str:
    return _inside(word, rng, "\n")


def _casing(word: str, rng: Random) -> str:
    return "".join(rng.choice((letter.lower(), letter.upper())) for letter in word)


def _emoji_letters(word: str, rng: Random) -> str:
    first = rng.choice((_REGIONAL, 0x1F170))
    joint = " " if first == _REGIONAL else ""
    return joint.join(chr(first + ord(letter) - ord("a")) for letter in word.lower())


OBFUSCATIONS: dict[str, Callable[[str, Random], str]] = {
    "lookalikes": _by_word(_lookalikes, _LATIN),
    "zero-width": _by_word(_zero_width),
    "spacing": _by_word(_spacing),
    "leet": _by_word(_leet, _LATIN),
    "fancy": _by_word(draw_fancy, _LATIN),
    "fullwidth": _by_word(_fullwidth, _LATIN),
    "combining": _by_word(_combining),
    "bidi": _by_word(_bidi),
    "entities": _by_word(_entities),
    "hidden-html": _by_word(_hidden_html),
    "padding": _padding,
    "defanged": _defanged,
    "line-breaks": _by_word(_line_breaks),
    "casing": _by_word(_casing),
    "emoji-letters": _by_word(_emoji_letters, _LATIN),
}
