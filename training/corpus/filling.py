"""Fill the slots of a template, the same choice for the same slot of one row."""

from collections.abc import Mapping
from random import Random

from moderation.errors import BadTable
from training.corpus.braces import (
    DIGITS,
    RANGE,
    REFERENCE,
    SPECIAL,
    choices_of,
    closing,
)
from training.corpus.fancy import draw_fancy
from training.corpus.invented import INVENTED

__all__ = ["Filler"]

_ESCAPES = {"n": "\n", "t": "\t"}
_DEPTH = 8


class Filler:
    """Fills templates of one row; a slot asked for twice gives the same text.

    Parameters
    ----------
    slots : sequence of mapping
        Looked through in order; each maps (language, name) to choices.
    """

    def __init__(
        self,
        rng: Random,
        lang: str,
        slots: tuple[Mapping[tuple[str, str], tuple[str, ...]], ...],
    ) -> None:
        self._rng = rng
        self._lang = lang
        self._slots = slots
        self._known: dict[str, str] = {}

    def fill(self, template: str, depth: int = 0) -> str:
        """Return `template` with slots, choices and escapes resolved."""
        if depth > _DEPTH:
            raise BadTable(f"slots go round in a circle: {template[:60]}")
        pieces: list[str] = []
        at = 0
        while found := SPECIAL.search(template, at):
            pieces.append(template[at : found.start()])
            at = found.start()
            if found[0] != "{":
                pieces.append(_ESCAPES.get(found[0][1], found[0][1]))
                at += 2
            else:
                end = closing(template, at)
                pieces.append(self._inside(template[at + 1 : end], depth + 1))
                at = end + 1
        return "".join([*pieces, template[at:]])

    def _inside(self, text: str, depth: int) -> str:
        if text.startswith("~"):
            return draw_fancy(self.fill(text[1:], depth), self._rng)
        choices = choices_of(text)
        if len(choices) > 1:
            return self.fill(self._rng.choice(choices), depth)
        if found := RANGE.fullmatch(text):
            return self._number(int(found[1]), int(found[2]))
        if DIGITS.fullmatch(text):
            return "".join(self._rng.choice("0123456789") for _ in text)
        if REFERENCE.fullmatch(text):
            return self._reference(text, depth)
        raise BadTable(f"no slot or choice: {{{text[:40]}}}")

    def _number(self, least: int, most: int) -> str:
        if least > most:
            raise BadTable(f"a range that falls: {{{least}-{most}}}")
        return str(self._rng.randint(least, most))

    def _reference(self, text: str, depth: int) -> str:
        key = text.lower()
        if key not in self._known:
            self._known[key] = self._draw(key.partition("/")[0], depth)
        value = self._known[key]
        if text[:1].isupper():
            shouted = text.partition("/")[0].isupper() and len(text) > 1
            return value.upper() if shouted else value[:1].upper() + value[1:]
        return value

    def _draw(self, name: str, depth: int) -> str:
        for slots in self._slots:
            for lang in (self._lang, ""):
                if (lang, name) in slots:
                    return self.fill(self._rng.choice(slots[lang, name]), depth)
        if name in INVENTED:
            return INVENTED[name](self._rng, self)
        for slots in self._slots:
            if ("en", name) in slots:
                return self.fill(self._rng.choice(slots["en", name]), depth)
        raise BadTable(f"no slot of the name {name!r}")
