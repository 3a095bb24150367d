"""How much of a comment is links and contacts, and of what kind."""

import numpy as np
from numpy.typing import NDArray

from moderation.features.dense import DenseFeatures, log_scale
from moderation.features.reading import Reading
from moderation.lists import word_list
from moderation.text.contacts import find_contacts
from moderation.text.urls import Link

__all__ = ["ContactFeatures", "LinkFeatures"]

_NONE = (0.0,) * 10


class LinkFeatures(DenseFeatures):
    """Number, share and kind of the links in the text."""

    NAMES = (
        "has_link",
        "n_links",
        "n_hosts",
        "link_share",
        "link_only",
        "link_markup",
        "link_shortened",
        "link_messenger",
        "link_defanged",
        "link_bad",
    )
    CODES = (
        "link-count",
        "link-count",
        "link-count",
        "link-density",
        "link-only",
        "link-markup",
        "link-shortener",
        "link-messenger",
        "link-defanged",
        "link-bad",
    )

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = [
            _row(comment.text, links) if links else _NONE
            for comment, links in zip(reading.comments, reading.links, strict=True)
        ]
        return np.array(rows, np.float32).reshape(-1, len(self.NAMES))


class ContactFeatures(DenseFeatures):
    """Ways to reach the author that stand in the text."""

    NAMES = ("phone", "email", "handle")
    CODES = ("contact-phone", "contact-email", "contact-handle")

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = [_contacts(comment.text[:15_000]) for comment in reading.comments]
        return np.array(rows, np.float32).reshape(-1, len(self.NAMES))


def _row(text: str, links: list[Link]) -> tuple[float, ...]:
    hosts = {link.host for link in links}
    forms = {link.form for link in links}
    n_linked = sum(link.end - link.start for link in links)
    n_chars = max(len(text.strip()), 1)
    return (
        1.0,
        log_scale(len(links), 20),
        log_scale(len(hosts), 10),
        min(n_linked / n_chars, 1.0),
        float(n_chars - n_linked < 8),
        float("html" in forms or "bbcode" in forms),
        float(not hosts.isdisjoint(word_list("link-shorteners"))),
        float(not hosts.isdisjoint(word_list("messenger-hosts"))),
        float("defanged" in forms),
        float("" in hosts),
    )


def _contacts(text: str) -> tuple[float, float, float]:
    kinds = {contact.kind for contact in find_contacts(text)}
    return float("phone" in kinds), float("email" in kinds), float("handle" in kinds)
