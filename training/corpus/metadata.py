"""Give a row the metadata that its kind of place would have.

Where a comment stands, and with it which fields there may be, does not depend on the
label. Kinds of names, and how many authors leave the address of a site, lean by label
as in life but overlap: a model must not learn the generator's habits.
"""

from random import Random

from moderation.errors import BadTable
from training.corpus.filling import Filler
from training.corpus.syntax import Family, Template

__all__ = ["metadata_of"]

# Percent of rows that come from each kind of place.
_PLACES = {"blog": 45, "video": 15, "news": 10, "bare": 30}
# Percent of names of each kind, and of blog rows with the address of a site.
_NAMES = {
    "spam": {"person": 54, "handle": 16, "trade": 24, "letters": 4, "none": 2},
    "other": {"person": 68, "handle": 22, "trade": 6, "letters": 1, "none": 3},
}
_SITES = {"spam": 66, "other": 34}
_DEEP = {"spam": 45, "other": 18}
_NAME_SHAPES = {
    "person": "{person}",
    "handle": "{handle}",
    "trade": "{trade}",
    "letters": "{letters}",
    "none": "",
}


def metadata_of(
    family: Family, template: Template, filler: Filler, rng: Random
) -> dict[str, str]:
    """Return author, author_url, author_email, title and type of one row."""
    place = _drawn(rng, _mix(family, "where", _PLACES))
    given = {name: filler.fill(value) for name, value in template.fields.items()}
    row = dict.fromkeys(("author", "author_url", "author_email", "title", "type"), "")
    if place != "bare":
        row["author"] = given.get("author") or _name(family, filler, rng)
        row["title"] = _title(given, filler, rng)
    if place == "blog":
        row["author_url"] = _site(family, given, filler, rng)
        row["author_email"] = _email(row["author_url"], given, filler, rng)
        row["type"] = given.get("type", "")
    return row


def _kind(family: Family) -> str:
    return "spam" if family.label == "spam" else "other"


def _mix(family: Family, setting: str, default: dict[str, int]) -> dict[str, int]:
    """Read ``person 60, trade 40``."""
    if setting not in family.settings:
        return default
    mix = {}
    for part in family.settings[setting].split(","):
        name, _, share = part.strip().partition(" ")
        if name not in default or not share.isdecimal():
            raise BadTable(f"{setting}: {part.strip()!r} is not understood")
        mix[name] = int(share)
    if not any(mix.values()):
        raise BadTable(f"{setting}: all shares are 0")
    return mix


def _drawn(rng: Random, mix: dict[str, int]) -> str:
    return rng.choices(list(mix), list(mix.values()))[0]


def _name(family: Family, filler: Filler, rng: Random) -> str:
    mix = _mix(family, "name", _NAMES[_kind(family)])
    name = filler.fill(_NAME_SHAPES[_drawn(rng, mix)])
    return name.lower() if rng.random() < 0.15 else name


def _title(given: dict[str, str], filler: Filler, rng: Random) -> str:
    if "title" in given:
        return given["title"] if rng.random() < 0.8 else ""
    return filler.fill("{title}") if rng.random() < 0.45 else ""


def _site(family: Family, given: dict[str, str], filler: Filler, rng: Random) -> str:
    share = family.number("site", _SITES[_kind(family)])
    if "url" in given:
        return given["url"]
    if rng.random() * 100 >= share:
        return ""
    if rng.random() * 100 < _DEEP[_kind(family)]:
        return filler.fill("{url/9}")
    tail = rng.choice(("", "/"))
    return filler.fill("{https://|http://|http://www.|https://www.}{host/9}") + tail


def _email(site: str, given: dict[str, str], filler: Filler, rng: Random) -> str:
    if "email" in given:
        return given["email"]
    chance = rng.random()
    if chance < 0.3:
        return ""
    host = site.partition("//")[2].removeprefix("www.").partition("/")[0]
    if host and chance < 0.42:
        return filler.fill("{info|hello|contact|{first}|{handle/8}}@").lower() + host
    return filler.fill("{email/9}")
