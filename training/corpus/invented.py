"""Things that no list can hold: hosts, addresses, numbers, names of accounts.

Ham and spam draw from the same functions, so that no habit of theirs tells a label.
"""

from collections.abc import Callable
from random import Random
from typing import Protocol

__all__ = ["INVENTED"]


class _Fills(Protocol):
    def fill(self, template: str, depth: int = 0) -> str: ...


_ONSETS = (
    "b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kl",
    "l", "m", "n", "p", "pr", "qu", "r", "s", "sh", "st", "t", "tr", "v", "w", "y", "z",
)  # fmt: skip
_VOWELS = (
    "a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou", "a", "e", "i", "o",
)  # fmt: skip
_CODAS = (
    "", "", "", "n", "r", "l", "s", "x", "nd", "rk", "m", "t", "ck",
)  # fmt: skip
_WORDS = (
    "blue", "green", "red", "sun", "moon", "river", "stone", "oak", "pine", "fox",
    "bear", "home", "house", "cloud", "star", "light", "garden", "kitchen", "travel",
    "daily", "my", "the", "best", "top", "web", "net", "zone", "hub", "lab", "world",
    "life", "shop", "store", "market", "review", "news", "blog", "media", "tech",
    "digital", "smart", "fast", "easy", "pro", "plus", "prime", "north", "west", "city",
    "street", "art", "photo", "book", "craft", "food", "fit", "health", "sport", "game",
    "play", "music", "notes", "diary", "corner", "works", "group", "team", "studio",
    "point", "link", "page", "site", "online",
)  # fmt: skip
# `example` is set aside for examples; the rows of both labels have it, so it tells
# nothing.
_ENDINGS = (
    "example", "example", "example", "example", "com", "com", "com", "com", "com",
    "com", "com", "com", "net", "org", "org", "info", "co", "io", "co.uk", "de", "de",
    "fr", "es", "it", "nl", "pl", "com.br", "ru", "ru", "in", "id", "cn", "jp", "xyz",
    "top", "site", "online", "shop", "store", "club", "live", "blog", "me", "tv",
    "us", "ca", "com.au", "eu", "app", "dev", "biz", "pro", "website", "space", "fun",
    "win", "vip", "ua", "tr", "vn", "kr", "ch", "at", "be", "se", "no", "dk", "cz",
    "gr", "ro", "hu", "pt", "mx", "com.ar", "cl", "co.za", "co.nz", "ie", "fi",
)  # fmt: skip
# Where people of all kinds keep pages and put links.
_HOUSES = (
    "{x}.blogspot.com", "{x}.wordpress.com", "{x}.tumblr.com", "medium.com/@{x}",
    "{x}.github.io", "{x}.weebly.com", "{x}.wixsite.com/home",
    "sites.google.com/view/{x}", "{x}.substack.com", "www.facebook.com/{x}",
    "www.instagram.com/{x}", "twitter.com/{x}", "t.me/{x}", "www.linkedin.com/in/{x}",
    "www.youtube.com/@{x}", "www.reddit.com/r/{x}", "{x}.livejournal.com",
)  # fmt: skip
_SECTIONS = (
    "blog", "news", "article", "posts", "p", "en", "archive", "about", "products",
    "category", "item", "forum",
)  # fmt: skip
_MAILS = (
    "gmail.com", "gmail.com", "gmail.com", "gmail.com", "yahoo.com", "hotmail.com",
    "outlook.com", "aol.com", "icloud.com", "protonmail.com", "gmx.de", "web.de",
    "mail.ru", "yandex.ru", "orange.fr", "libero.it", "wp.pl", "uol.com.br", "qq.com",
    "163.com", "naver.com",
)  # fmt: skip
_SHORTENERS = (
    "bit.ly", "tinyurl.com", "t.co", "goo.gl", "is.gd", "cutt.ly", "ow.ly", "rb.gy",
)  # fmt: skip
_WIKIS = ("en", "en", "en", "de", "fr", "es", "it", "ru", "pt", "nl", "pl", "ja")
_BASE62 = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _syllables(rng: Random, n: int) -> str:
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(n)
    )


def _name_part(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.4:
        return _syllables(rng, rng.randint(2, 3))
    word, other = rng.choice(_WORDS), rng.choice(_WORDS)
    if kind < 0.7:
        return word + rng.choice(("", "", "-")) + _syllables(rng, 2)
    return word + rng.choice(("", "-")) + other + _syllables(rng, 1)


def _host(rng: Random, filler: _Fills) -> str:
    inner = rng.choice(("", "", "", "", "", "blog.", "shop.", "en.", "m."))
    return f"{inner}{_name_part(rng)}.{rng.choice(_ENDINGS)}"


def _slug(rng: Random, filler: _Fills) -> str:
    n = rng.randint(2, 5)
    words = (rng.choice((rng.choice(_WORDS), _syllables(rng, 2))) for _ in range(n))
    return "-".join(words)


def _path(rng: Random, filler: _Fills) -> str:
    kind = rng.random()
    if kind < 0.25:
        return rng.choice(("", "/"))
    if kind < 0.5:
        return f"/{_slug(rng, filler)}{rng.choice(('', '/', '.html', '.php'))}"
    if kind < 0.75:
        return f"/{rng.choice(_SECTIONS)}/{_slug(rng, filler)}{rng.choice(('', '/'))}"
    if kind < 0.9:
        year, month = rng.randint(2006, 2026), rng.randint(1, 12)
        return f"/{year}/{month:02}/{_slug(rng, filler)}/"
    section, key = rng.choice(_SECTIONS), rng.choice(("id", "p", "t", "q"))
    return f"/{section}?{key}={rng.randint(1, 99999)}"


def _url(rng: Random, filler: _Fills) -> str:
    scheme = rng.choice(
        ("https://", "https://", "http://", "http://www.", "https://www.")
    )
    if rng.random() < 0.12:
        return "https://" + rng.choice(_HOUSES).replace("{x}", _handle(rng, filler))
    return scheme + _host(rng, filler) + _path(rng, filler)


def _handle(rng: Random, filler: _Fills) -> str:
    base = _syllables(rng, rng.randint(2, 3))
    if rng.random() < 0.3:
        base = rng.choice(_WORDS) + rng.choice(("", "_")) + base
    return base + rng.choice(("", "", "", str(rng.randint(1, 2026)), "_", "x"))


def _email(rng: Random, filler: _Fills) -> str:
    name = rng.choice(
        (_handle(rng, filler), _syllables(rng, 2) + "." + _syllables(rng, 2))
    )
    own = rng.random() < 0.25
    return f"{name}@{_host(rng, filler) if own else rng.choice(_MAILS)}"


def _phone(rng: Random, filler: _Fills) -> str:
    """Draw from ranges set aside for fiction, or with a country code nobody has."""
    last = f"{rng.randint(100, 199):04}"
    shape = rng.choice(
        (
            "+1 {a} 555 {l}",
            "+1-{a}-555-{l}",
            "({a}) 555-{l}",
            "{a}.555.{l}",
            "+44 7700 900{t}",
            "07700 900{t}",
            "07700900{t}",
            "+999 {a} {l} {t}",
            "+999{a}{l}{t}",
            "1-8{a2}-555-{l}",
            "01632 960{t}",
        )
    )
    return (
        shape.replace("{a2}", f"{rng.choice((0, 4, 5, 6, 7, 8)) * 11:02}")
        .replace("{a}", str(rng.randint(201, 989)))
        .replace("{l}", last)
        .replace("{t}", f"{rng.randint(0, 999):03}")
    )


def _short_url(rng: Random, filler: _Fills) -> str:
    return f"https://{rng.choice(_SHORTENERS)}/{_code(rng, 7)}"


def _video_url(rng: Random, filler: _Fills) -> str:
    head = rng.choice(("https://youtu.be/", "https://www.youtube.com/watch?v="))
    return head + _code(rng, 11)


def _repo_url(rng: Random, filler: _Fills) -> str:
    house = rng.choice(("github.com", "github.com", "gitlab.com", "codeberg.org"))
    tail = rng.choice(
        ("", "", "/issues/{n}", "/pull/{n}", "/blob/main/README.md", "/releases")
    )
    tail = tail.replace("{n}", str(rng.randint(1, 9000)))
    return f"https://{house}/{_handle(rng, filler)}/{_name_part(rng)}{tail}"


def _wiki_url(rng: Random, filler: _Fills) -> str:
    lang = rng.choice(_WIKIS)
    return f"https://{lang}.wikipedia.org/wiki/{_syllables(rng, 3).capitalize()}"


def _code(rng: Random, n: int) -> str:
    return "".join(rng.choice(_BASE62) for _ in range(n))


def _letters(rng: Random, filler: _Fills) -> str:
    n = rng.randint(5, 12)
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(n))


def _money(rng: Random, filler: _Fills) -> str:
    n = rng.choice(
        (5, 10, 15, 20, 25, 40, 50, 75, 99, 100, 150, 200, 250, 300, 500, 750)
    )
    n *= rng.choice((1, 1, 1, 1, 10, 10, 100))
    number = rng.choice((f"{n:,}", str(n)))
    return rng.choice(
        (
            f"${number}",
            f"${number}",
            f"£{number}",
            f"€{number}",
            f"{number} €",
            f"{number} USD",
        )
    )


def _person(rng: Random, filler: _Fills) -> str:
    shape = rng.choice(
        ("{first}", "{first}", "{first} {last}", "{first} {last}", "{first} {last}")
    )
    return filler.fill(shape)


Invent = Callable[[Random, _Fills], str]

INVENTED: dict[str, Invent] = {
    "word": lambda rng, filler: _syllables(rng, 2),
    "brand": lambda rng, filler: _syllables(rng, rng.randint(2, 3)).capitalize(),
    "host": _host,
    "slug": _slug,
    "path": _path,
    "url": _url,
    "short_url": _short_url,
    "video_url": _video_url,
    "repo_url": _repo_url,
    "wiki_url": _wiki_url,
    "handle": _handle,
    "email": _email,
    "phone": _phone,
    "letters": _letters,
    "code": lambda rng, filler: _code(rng, rng.randint(5, 10)),
    "money": _money,
    "person": _person,
    "year": lambda rng, filler: str(rng.randint(1998, 2026)),
}
