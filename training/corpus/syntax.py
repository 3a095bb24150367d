"""Read a family file: settings, slots and one template a line.

The format is told in ``data/comments/README.md``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from moderation.errors import BadTable

__all__ = ["FIELDS", "Family", "Slots", "Template", "read_family", "read_slots"]

# What a template may say of its row besides the text.
FIELDS = ("author", "url", "email", "title", "type")
_SETTINGS = ("about", "name", "site", "where", "variants")
_SECTION = re.compile(r"\[([a-z]{2})\]")
_SETTING = re.compile(r"([a-z]+): (.+)")
_SLOT = re.compile(r"\$([a-z][a-z_]*) = (.+)")
# A slot with a name that none may have; one letter alone is a formula.
_BAD_SLOT = re.compile(r"\$[^\W\d]\w+ =(?: .*)?")
_FIELD = re.compile(r" \|\| (" + "|".join(FIELDS) + r"): ?")
_REMARK = ";;"
_BAD_NAME = "a slot has a name of a-z and _, and choices"

Slots = dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Template:
    """One line of a family: a text with slots, and fields that go with it."""

    line: int
    lang: str
    text: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Family:
    """One file. `slots` maps (language, name) to choices; language "" is for all."""

    label: str
    name: str
    settings: dict[str, str] = field(default_factory=dict)
    slots: Slots = field(default_factory=dict)
    templates: tuple[Template, ...] = ()

    def number(self, setting: str, default: int) -> int:
        """Return a setting that is a whole number; `BadTable` if it is none."""
        found = self.settings.get(setting, str(default))
        if not found.isdecimal():
            raise BadTable(f"{setting}: {found!r} is no whole number")
        return int(found)


def read_family(path: Path) -> Family:
    """Read ``<label>/<family>.txt``.

    Raises
    ------
    BadTable
        If a line cannot be understood; the text names the file and the line.
    """
    settings: dict[str, str] = {}
    slots: Slots = {}
    templates = []
    for number, lang, line in _lines(path):
        slot, setting = _SLOT.fullmatch(line), _SETTING.fullmatch(line)
        if slot:
            slots[lang, slot[1]] = _choices(slot[2])
        elif _BAD_SLOT.fullmatch(line):
            raise BadTable(f"{path.name}, line {number}: {_BAD_NAME}: {line[:40]}")
        elif lang:
            templates.append(_template(number, lang, line))
        elif setting and setting[1] in _SETTINGS:
            settings[setting[1]] = setting[2]
        else:
            raise BadTable(f"{path.name}, line {number}: no language section above it")
    return Family(path.parent.name, path.stem, settings, slots, tuple(templates))


def read_slots(path: Path) -> Slots:
    """Read a file of slots that all families share."""
    slots: Slots = {}
    for number, lang, line in _lines(path):
        found = _SLOT.fullmatch(line)
        if not found:
            raise BadTable(f"{path.name}, line {number}: expected $name = a | b")
        slots[lang, found[1]] = _choices(found[2])
    return slots


def _lines(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield number, language and text of each line that says something."""
    lang = ""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise BadTable(f"{path.name}: not UTF-8: {error}") from error
    for number, line in enumerate(map(str.strip, lines), start=1):
        section = _SECTION.fullmatch(line)
        if section:
            lang = section[1]
        elif line and not line.startswith(_REMARK):
            yield number, lang, line


def _choices(text: str) -> tuple[str, ...]:
    return tuple(choice.strip() for choice in text.split(" | "))


def _template(number: int, lang: str, line: str) -> Template:
    text, *rest = _FIELD.split(line)
    names, values = rest[::2], rest[1::2]
    return Template(number, lang, text, dict(zip(names, values, strict=True)))
