"""How much of a comment is links and contacts, and of what kind."""

import re

import numpy as np
from numpy.typing import NDArray

from moderation.comment import Comment
from moderation.features.dense import DenseFeatures, log_scale
from moderation.features.kinds import Kind
from moderation.features.reading import Reading
from moderation.lists import word_list
from moderation.text.contacts import find_contacts
from moderation.text.urls import Link, domain_of, host_of, suffix_of

__all__ = ["ContactFeatures", "LinkFeatures"]

_PROMOTED = re.compile(
    r"[?&/](?:ref|aff|affid|aff_id|r|code|promo|coupon|invite|referral|tag|partner"
    r"|utm_[a-z]{3,9}|start)(?:=|/)|/ref/|invite|referr"
)


class LinkFeatures(DenseFeatures):
    """Number, share and kind of the links in the text."""

    NAMES = (
        "has_link",
        "n_links",
        "n_hosts",
        "link_share",
        "link_only",
        "link_only_house",
        "link_first",
        "link_last",
        "link_markup",
        "link_shortened",
        "link_messenger",
        "link_defanged",
        "link_bad",
        "link_house",
        "link_unknown",
        "link_cheap",
        "link_promoted",
        "link_of_author",
    )
    CODES = (
        "link-count",
        "link-count",
        "link-count",
        "link-density",
        "link-only",
        "link-only",
        "link-density",
        "link-density",
        "link-markup",
        "link-shortener",
        "link-messenger",
        "link-defanged",
        "link-bad",
        "link-host",
        "link-host",
        "link-host",
        "link-promoted",
        "link-host",
    )

    KIND = Kind.LINKS

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = np.zeros((len(reading.comments), len(self.NAMES)), np.float32)
        for n, (comment, links) in enumerate(
            zip(reading.comments, reading.links, strict=True)
        ):
            if links:
                rows[n] = (*_form(comment.text, links), *_targets(comment, links))
                rows[n, _ONLY_HOUSE] = rows[n, _ONLY] * rows[n, _HOUSE]
        return rows


_ONLY = LinkFeatures.NAMES.index("link_only")
_ONLY_HOUSE = LinkFeatures.NAMES.index("link_only_house")
_HOUSE = LinkFeatures.NAMES.index("link_house")


class ContactFeatures(DenseFeatures):
    """Ways to reach the author that stand in the text."""

    NAMES = ("phone", "email", "handle")
    CODES = ("contact-phone", "contact-email", "contact-handle")

    KIND = Kind.LINKS

    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""
        rows = [_contacts(comment.text[:15_000]) for comment in reading.comments]
        return np.array(rows, np.float32).reshape(-1, len(self.NAMES))


def _form(text: str, links: list[Link]) -> tuple[float, ...]:
    hosts = {link.host for link in links}
    n_linked = sum(link.end - link.start for link in links)
    n_chars = max(len(text.strip()), 1)
    return (
        1.0,
        log_scale(len(links), 20),
        log_scale(len(hosts), 10),
        min(n_linked / n_chars, 1.0),
        float(n_chars - n_linked < 8),
        0.0,
        float(links[0].start < 4),
        float(len(text.rstrip()) - links[-1].end < 6),
    )


def _targets(comment: Comment, links: list[Link]) -> tuple[float, ...]:
    hosts = {link.host for link in links}
    forms = {link.form for link in links}
    houses, cheap = word_list("houses"), word_list("cheap-endings")
    known = [domain_of(host) in houses or suffix_of(host) in houses for host in hosts]
    endings = {suffix_of(host).rpartition(".")[2] for host in hosts}
    own = host_of(comment.author.url) if comment.author.url else ""
    targets = "".join(comment.text[link.start : link.end] for link in links[:5])
    return (
        float("html" in forms or "bbcode" in forms),
        float(not hosts.isdisjoint(word_list("link-shorteners"))),
        float(not hosts.isdisjoint(word_list("messenger-hosts"))),
        float("defanged" in forms),
        float("" in hosts),
        float(any(known)),
        float(not all(known)),
        float(not endings.isdisjoint(cheap)),
        float(_PROMOTED.search(targets.lower()) is not None),
        float(bool(own) and own in hosts),
    )


def _contacts(text: str) -> tuple[float, float, float]:
    kinds = {contact.kind for contact in find_contacts(text)}
    return float("phone" in kinds), float("email" in kinds), float("handle" in kinds)
