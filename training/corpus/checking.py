"""Find what is wrong in a family, also what no draw has met yet."""

from collections.abc import Iterator
from pathlib import Path

from moderation.errors import BadTable
from training.corpus.braces import DIGITS, RANGE, REFERENCE, braces_of, choices_of
from training.corpus.invented import INVENTED
from training.corpus.syntax import Family, Slots, read_family, read_slots

__all__ = ["faults_of", "faults_of_slots", "is_hint"]

_HINT = "hint: "


def faults_of(path: Path, shared: Slots) -> Iterator[str]:
    """Yield what is wrong with a family file, each with the place where it is."""
    try:
        family = read_family(path)
    except BadTable as error:
        yield f"{path.parent.name}/{error}"
        return
    where = f"{family.label}/{family.name}.txt"
    for name, fault in _in_slots(family.slots, _names(family, shared)):
        yield f"{where}, slot ${name}: {fault}"
    for line, text, lang in _texts(family):
        for fault in _faults(text, _names(family, shared, lang)):
            yield f"{where}, line {line}: {fault}"


def faults_of_slots(path: Path) -> Iterator[str]:
    """Yield what is wrong with a file of slots that all families share."""
    try:
        slots = read_slots(path)
    except BadTable as error:
        yield str(error)
        return
    for name, fault in _in_slots(slots, _names(Family("", ""), slots)):
        yield f"{path.name}, slot ${name}: {fault}"


def is_hint(fault: str) -> bool:
    """Tell a word that is perhaps meant as it stands from what is surely wrong."""
    return _HINT in fault


def _texts(family: Family) -> Iterator[tuple[int, str, str]]:
    """Yield line, text and language of all that a template fills."""
    for template in family.templates:
        for text in (template.text, *template.fields.values()):
            yield template.line, text, template.lang


def _names(family: Family, shared: Slots, lang: str | None = None) -> set[str]:
    """Name the slots that are known in `lang`; in any language if there is none."""
    langs = {lang, "", "en"}
    given = [*family.slots, *shared]
    return {*INVENTED, *(name for of, name in given if lang is None or of in langs)}


def _in_slots(slots: Slots, known: set[str]) -> Iterator[tuple[str, str]]:
    for (_, name), choices in slots.items():
        for choice in choices:
            yield from ((name, fault) for fault in _faults(choice, known))


def _faults(template: str, known: set[str]) -> Iterator[str]:
    try:
        for inside in braces_of(template):
            yield from _inside(inside, known)
    except BadTable as error:
        yield str(error)


def _inside(text: str, known: set[str]) -> Iterator[str]:
    if text.startswith("~"):
        yield from _faults(text[1:], known)
        return
    choices = choices_of(text)
    if len(choices) == 1:
        yield from _alone(text, known)
        return
    for choice in choices:
        if _slot_of(choice) in known:
            yield f"{_HINT}{{{text[:40]}}}: is the slot {{{choice}}} meant?"
        yield from _faults(choice, known)


def _alone(text: str, known: set[str]) -> Iterator[str]:
    name, found = _slot_of(text.lower()), RANGE.fullmatch(text)
    if found and int(found[1]) > int(found[2]):
        yield f"a range that falls: {{{text}}}"
    elif name and name not in known:
        yield f"no slot of the name {name!r}"
    elif not (name or found or DIGITS.fullmatch(text)):
        yield f"no slot or choice: {{{text[:40]}}}"


def _slot_of(text: str) -> str:
    """Return the slot that `text` names in small letters, or nothing."""
    found = REFERENCE.fullmatch(text)
    return found[1] if found and text.islower() else ""
