"""Find links in text, disguised ones too, and tell where they lead."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from urllib.parse import urlsplit

from tldextract import TLDExtract

from moderation.text.clean import same_length_lower

__all__ = ["Link", "domain_of", "find_links", "host_of", "suffix_of"]

_MAX_LINKS = 200


@dataclass(frozen=True, slots=True)
class Link:
    """One link: ``text[start:end]`` of the text searched.

    `host` is lower case and "" where the address is broken. `form` is ``plain``,
    ``html``, ``bbcode``, ``bare`` (no scheme) or ``defanged``.
    """

    start: int
    end: int
    host: str
    form: str


# Bare hosts count only with an ending that people know: "end.Start" is a missing blank.
_ENDINGS = (
    "com|net|org|info|biz|io|co|me|ly|gl|gg|tv|ru|de|uk|fr|es|it|nl|pl|br|id|in|cn|jp|"
    "xyz|top|site|online|shop|store|club|live|vip|win|bet|app|dev|link|click|pro|"
    "blog|website|space|fun|icu|tk|ml|ga|cf|to|cc|ws|us|ca|au|eu|edu|gov|su|ua|tr|vn|kr"
)
_STOP = r"[^\s<>\"'\[\]]"
# Every quantifier is bounded, so that no text makes a search slow. Patterns see lower
# case: ignoring case made them three times slower.
_WITH_SCHEME = re.compile(
    r"(?P<scheme>(?:https?|ftp)://|h(?:xx|\*\*|tt)ps?\s?:\s?//|www\.)"
    r"(?P<rest>(?:(?![,;]https?://)" + _STOP + r"){1,500})"
)
_MARKUP_BEFORE = re.compile(
    r"(?:(?P<html><a\s[^<>]{0,200}?href\s{0,3}=)|\[(?:url|link|img)[=\]])\s{0,3}[\"']?\Z"
)
_BARE = re.compile(
    r"(?<![\w@.%/-])(?P<rest>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}"
    r"\.(?:" + _ENDINGS + r")\b(?![\w@-])(?:[:/?]" + _STOP + r"{0,500})?)"
)
_DOT = r"\s?(?:[\[({]\s?(?:\.|dot)\s?[\])}]|\sdot\s)\s?"
_DEFANGED = re.compile(
    r"(?<![\w.-])(?P<scheme>h(?:tt|xx)ps?\s?:\s?//)?"
    r"(?P<rest>[a-z0-9-]{1,63}(?:" + _DOT + r"[a-z0-9-]{1,63}){0,3}"
    r"" + _DOT + r"(?:" + _ENDINGS + r")\b(?:/" + _STOP + r"{0,500})?)"
)
_DEFANGED_DOT = re.compile(_DOT)
_DEFANGED_HINTS = ("[.", "(.", "{.", "dot", "[ .", "( .")
_TRAILING = ".,;:!?)]}'\"*"


def find_links(text: str) -> list[Link]:
    """Return the links of `text` in order, at most 200; never raises."""
    links: list[Link] = []
    text = same_length_lower(text)
    if "//" in text or "www." in text:
        links += [_explicit(found) for found in _some(_WITH_SCHEME, text)]
    if "." in text:
        links += _bare(text, links)
    if any(hint in text for hint in _DEFANGED_HINTS):
        links = _with_defanged(links, [*map(_defanged, _some(_DEFANGED, text))])
    if len(links) > 1:
        links.sort(key=lambda link: link.start)
    return links[:_MAX_LINKS]


def _some(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return list(islice(pattern.finditer(text), _MAX_LINKS))


def _explicit(found: re.Match[str]) -> Link:
    scheme, rest = found["scheme"], found["rest"].rstrip(_TRAILING)
    start, end = found.start(), found.start("rest") + len(rest)
    form = "plain"
    if "x" in scheme or "*" in scheme or " " in scheme:
        form = "defanged"
    elif start and found.string[start - 1] in "\"'=] ":
        before = _MARKUP_BEFORE.search(found.string, max(start - 240, 0), start)
        if before:
            form = "html" if before["html"] else "bbcode"
            start = before.start()
    return Link(start, end, host_of("//" + rest), form)


def _bare(text: str, known: list[Link]) -> list[Link]:
    """Look at the places where a dot stands between letters or digits."""
    links: list[Link] = []
    done = 0
    for dot in _DOT_INSIDE.finditer(text):
        at = dot.start()
        if at < done or any(link.start <= at < link.end for link in known):
            continue
        if len(links) == _MAX_LINKS:
            break
        begin = max([text.rfind(each, max(done, at - 250), at) for each in _OPENING])
        found = _BARE.search(text, max(begin + 1, done, at - 250), at + 600)
        done = found.end() if found else at + 1
        if found:
            rest = found["rest"].rstrip(_TRAILING)
            end = found.start() + len(rest)
            link = Link(found.start(), end, host_of("//" + rest), "bare")
            if not _overlaps(link, known):
                links.append(link)
    return links


# What may stand right before a host.
_OPENING = " \n\t<>\"'(["
_DOT_INSIDE = re.compile(r"\.(?<=[a-z0-9]\.)(?=[a-z])")


def _defanged(found: re.Match[str]) -> Link:
    rest = found["rest"].rstrip(_TRAILING)
    fanged = _DEFANGED_DOT.sub(".", rest)
    end = found.start("rest") + len(rest)
    return Link(found.start(), end, host_of("//" + fanged), "defanged")


def _with_defanged(links: list[Link], defanged: list[Link]) -> list[Link]:
    """Add what overlaps no link; ``http://a[.]com`` is one link, not ``http://a``."""
    ends = {link.start: link.end for link in defanged}
    links = [link for link in links if ends.get(link.start, 0) <= link.end]
    return links + [link for link in defanged if not _overlaps(link, links)]


def _overlaps(link: Link, links: list[Link]) -> bool:
    return any(link.start < each.end and each.start < link.end for each in links)


_WIDE_DOT = re.compile("[\u3002\uff0e\uff61]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@lru_cache(maxsize=20_000)
def host_of(url: str) -> str:
    """Return the host of `url` in lower case without ``www.``; "" if there is none."""
    # A browser reads a backslash as a slash and passes over what cannot be seen.
    url = _UNSEEN.sub("", url).replace("\\", "/")
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    # Wide dots part a host as dots do, and blanks around it are not part of it.
    host = _WIDE_DOT.sub(".", "".join(host.split()))
    return host.strip(".").removeprefix("www.").strip(".")[:253]


@lru_cache(maxsize=20_000)
def domain_of(host: str) -> str:
    """Return the registered domain (``b.co.uk`` of ``a.b.co.uk``), or `host`."""
    return _extract()(host).top_domain_under_public_suffix or host


@lru_cache(maxsize=20_000)
def suffix_of(host: str) -> str:
    """Return the public suffix of `host` (``co.uk``); "" for an address in digits."""
    return _extract()(host).suffix


@cache
def _extract() -> TLDExtract:
    """Build the extractor on the list inside the package: it never asks the network."""
    return TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )
