"""Ways to be reached that stand in a text: phone, e-mail, messenger names."""

import re
from dataclasses import dataclass

from moderation.text.clean import same_length_lower

__all__ = ["Contact", "find_contacts"]


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact at ``text[start:end]``: a ``phone``, an ``email`` or a ``handle``."""

    start: int
    end: int
    kind: str


# Bounded quantifiers: an e-mail pattern without them took seconds on 30 kB.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-z]{2,24}"
)
_PHONE = re.compile(r"(?<![\w/.=-])\+?\(?\d[\d\s().-]{6,18}\d(?![\w/=])")
_HANDLE = re.compile(
    r"(?<![\w@.])@[\w.]{3,40}|"
    r"\b(?:whats\s?app|telegram|skype|viber|wechat|icq|kik|signal|tg|тг|вотсап)\b"
    r"\s{0,3}(?:[:@+#-]|me\b|us\b|id\b|no\b|number\b)"
)
# What a text must hold for the slow pattern to be worth a try.
_MESSENGERS = ("whats", "telegr", "skype", "viber", "wechat", "icq", "kik")
_HINTS = (*_MESSENGERS, "signal", "tg", "тг", "вотс", "@")
_MIN_PHONE_DIGITS = 8
_MAX_CONTACTS = 50


def find_contacts(text: str) -> list[Contact]:
    """Return the contacts of `text`, at most 50; a date or a price is no phone."""
    found: list[Contact] = []
    text = same_length_lower(text)
    if "@" in text or "at)" in text or "at]" in text:
        found += _all(_EMAIL, text, "email")
    if _N_DIGITS.search(text):
        phones = _all(_PHONE, text, "phone")
        found += [each for each in phones if _is_phone(text[each.start : each.end])]
    if any(hint in text for hint in _HINTS):
        found += _all(_HANDLE, text, "handle")
    return found[:_MAX_CONTACTS]


_N_DIGITS = re.compile(r"\d[\d\s().-]{6}")


def _all(pattern: re.Pattern[str], text: str, kind: str) -> list[Contact]:
    return [Contact(each.start(), each.end(), kind) for each in pattern.finditer(text)]


def _is_phone(text: str) -> bool:
    digits = sum(letter.isdigit() for letter in text)
    return _MIN_PHONE_DIGITS <= digits <= 15 and not _NO_PHONE.match(text)


# 2026-11-23, 23.11.2026, 1999-2000, 15.000.000 and 192.168.100.100.
_NO_PHONE = re.compile(
    r"(?:\d{1,3}\.){3}\d{1,3}\Z|"
    r"(?:19|20)\d\d[-./\s]\d\d?[-./\s]\d\d?|"
    r"\d\d?[-./\s]\d\d?[-./\s](?:19|20)\d\d(?:\s\d\d?)?\Z|"
    r"(?:19|20)\d\d\s?-\s?(?:19|20)\d\d\Z|"
    r"\d{1,3}(?:[.\s]\d{3}){0,3}(?:[.\s]000){2}\Z"
)
