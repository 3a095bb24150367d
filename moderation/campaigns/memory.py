"""What a site's moderators said of texts, to find again when the same text comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from moderation.campaigns.likeness import Signed
from moderation.campaigns.signature import band_keys, similarity
from moderation.comment import Comment
from moderation.reasons import reason
from moderation.text.contacts import find_contacts
from moderation.text.urls import find_links, host_of
from moderation.verdict import Label, Reason

__all__ = ["Memory", "Remembered", "remembered"]

Key = TypeVar("Key", str, int)

# Half of the words may not change.
_SAME_TEXT: Final = 0.8
# Texts as short are said by many: what one of them was meant does not bind the next.
_SAYS_LITTLE: Final = 40
_WEIGHT: Final = 6.0

_CODES = {
    Label.HAM: "moderated-ham",
    Label.SPAM: "moderated-spam",
    Label.FOOTER: "moderated-spam",
    Label.ABUSE: "moderated-abuse",
}


@dataclass(frozen=True, slots=True)
class Remembered:
    """A comment that a moderator spoke of.

    `leads` are the addresses and contacts that it leads to, `author` what tells its
    author again. `only_exact` passes over texts that are nearly the same.
    """

    comment_id: str
    label: Label
    text: str
    signed: Signed | None
    leads: frozenset[str]
    author: frozenset[str]
    only_exact: bool = False


class Memory:
    """Texts with their labels; the last one put under an id counts.

    One thread changes it at a time; others may look meanwhile.
    """

    def __init__(self) -> None:
        self._by_id: dict[str, Remembered] = {}
        self._by_text: dict[str, set[str]] = {}
        self._by_band: dict[int, set[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_id)

    def ids(self) -> set[str]:
        """Return the comments that are remembered."""
        return set(self._by_id)

    def state(self, comment_id: str) -> tuple[Label, bool] | None:
        """Return the label, and whether it binds the very same text alone, if kept."""
        one = self._by_id.get(comment_id)
        return None if one is None else (one.label, one.only_exact)

    def put(self, one: Remembered) -> None:
        """Remember `one`."""
        self.forget(one.comment_id)
        self._by_id[one.comment_id] = one
        self._by_text.setdefault(one.text, set()).add(one.comment_id)
        for key in _bands(one):
            self._by_band.setdefault(key, set()).add(one.comment_id)

    def forget(self, comment_id: str) -> None:
        """Know nothing of a comment, as if nobody had ever spoken of it."""
        one = self._by_id.pop(comment_id, None)
        if one is None:
            return
        _drop(self._by_text, one.text, comment_id)
        for key in _bands(one):
            _drop(self._by_band, key, comment_id)

    def find(self, comment: Comment, signed: Signed | None) -> Reason | None:
        """Return what was said of the likest text, the newest of equals."""
        here = remembered(comment, "", Label.HAM, signed)
        found = [
            (close, one.comment_id, one)
            for one in self._near(here)
            if (close := _closeness(one, here)) and _binds(one, here)
        ]
        if not found:
            return None
        _, _, one = max(found, key=lambda each: each[:2])
        weight = -_WEIGHT if one.label is Label.HAM else _WEIGHT
        return reason(_CODES[one.label], weight)

    def _near(self, here: Remembered) -> Iterable[Remembered]:
        ids = set(self._by_text.get(here.text, ()))
        for key in _bands(here):
            ids |= self._by_band.get(key, set())
        found = (self._by_id.get(each) for each in ids)
        return [each for each in found if each is not None]


def remembered(
    comment: Comment,
    comment_id: str,
    label: Label,
    signed: Signed | None,
    *,
    only_exact: bool = False,
) -> Remembered:
    """Reduce a comment to what finds it again."""
    author = comment.author
    text = comment.text
    leads = [link.host for link in find_links(text)]
    leads += [text[c.start : c.end].casefold() for c in find_contacts(text)]
    if author.url:
        leads.append(host_of(author.url))
    who = (author.name.casefold(), author.email.casefold(), author.ip)
    return Remembered(
        comment_id,
        label,
        " ".join(text.split()).casefold(),
        signed,
        frozenset(filter(None, leads)),
        frozenset(each for each in who if each),
        only_exact,
    )


def _drop(index: dict[Key, set[str]], key: Key, comment_id: str) -> None:
    index[key].discard(comment_id)
    if not index[key]:
        del index[key]


def _bands(one: Remembered) -> tuple[int, ...]:
    return () if one.signed is None else band_keys(one.signed.whole)


def _closeness(one: Remembered, here: Remembered) -> float:
    if one.text == here.text:
        return 2.0
    if one.only_exact or one.signed is None or here.signed is None:
        return 0.0
    close = similarity(one.signed.whole, here.signed.whole)
    return close if close >= _SAME_TEXT else 0.0


def _binds(one: Remembered, here: Remembered) -> bool:
    """Say whether what was said of `one` holds here.

    Good words do not vouch for an address that was not among them, and a bad address
    does not condemn the few words that stood beside it.
    """
    if one.label is Label.HAM:
        return here.leads <= one.leads
    if one.leads & here.leads or one.author & here.author:
        return True
    return len(here.text) >= _SAYS_LITTLE or not one.leads
