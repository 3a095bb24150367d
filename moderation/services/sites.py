"""Sites and their keys: add, find, change, remove."""

import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from moderation.errors import InvalidInput, InvalidKey, NotFound
from moderation.services.ports import Ports
from moderation.site import Site, SiteSettings

__all__ = ["NewKey", "add", "at", "by_key", "change", "every", "normalise_url"]
__all__ += ["remove", "rotate_key"]

# No scheme but those two, and no blank; a user in front of the host is dropped.
_ADDRESS = re.compile(
    r"(?:https?://(?:[^\s/@]*@)?)?[^\s/@:]*(?:\[[^\s/@]*\])?(?::\d{1,5})?(?:/\S*)?",
    re.I,
)
_KEY = re.compile(r"[0-9a-f]{12}")
_URL_MAX_CHARS = 2000


@dataclass(frozen=True, slots=True)
class NewKey:
    """A site with its key in the clear, which is shown once and never again."""

    site: Site
    key: str


def add(url: str, settings: SiteSettings | None = None, *, ports: Ports) -> NewKey:
    """Add a site and make its key.

    Raises
    ------
    InvalidInput
        If `url` is not an http or https address.
    AlreadyExists
        If there is a site with this address.
    """
    key = _new_key()
    with ports.unit_of_work(True) as work:
        site = work.sites.add(
            normalise_url(url), ports.digest(key), settings or SiteSettings()
        )
        work.commit()
    return NewKey(site, key)


def by_key(key: str, *, ports: Ports) -> Site:
    """Find the site that `key` opens; letters in either case.

    Raises
    ------
    InvalidKey
        If `key` has not the form of a key, or opens nothing.
    """
    key = key.strip().lower()
    if not _KEY.fullmatch(key):
        raise InvalidKey("a key is 12 hex digits")
    with ports.unit_of_work(False) as work:
        site = work.sites.by_key(ports.digest(key))
    if site is None:
        raise InvalidKey("no site has this key")
    return site


def at(url: str, *, ports: Ports) -> Site:
    """Find the site at `url`, for those who have no key but the database.

    Raises
    ------
    NotFound
        If there is none.
    """
    wanted = normalise_url(url)
    with ports.unit_of_work(False) as work:
        return _named(wanted, work.sites.by_url(wanted))


def every(*, ports: Ports) -> list[Site]:
    """All sites, by address."""
    with ports.unit_of_work(False) as work:
        return work.sites.all()


def rotate_key(url: str, *, ports: Ports) -> NewKey:
    """Put a new key in the place of the old one, which stops within a second."""
    key = _new_key()
    with ports.unit_of_work(True) as work:
        site = _named(url, work.sites.by_url(normalise_url(url)))
        work.sites.set_key(site.id, ports.digest(key))
        work.commit()
    return NewKey(site, key)


def change(url: str, settings: SiteSettings, *, ports: Ports) -> Site:
    """Give a site new settings."""
    with ports.unit_of_work(True) as work:
        site = _named(url, work.sites.by_url(normalise_url(url)))
        work.sites.set_settings(site.id, settings)
        work.commit()
    return Site(site.id, site.url, settings)


def remove(url: str, *, ports: Ports) -> Site:
    """Forget a site with all that it sent."""
    with ports.unit_of_work(True) as work:
        site = _named(url, work.sites.by_url(normalise_url(url)))
        work.sites.remove(site.id)
        work.commit()
    return site


def normalise_url(url: str) -> str:
    """Write an address one way: lower-case scheme and host, no trailing slash.

    Raises
    ------
    InvalidInput
        If it is not an http or https address with a host.
    """
    text = url.strip()
    if not _ADDRESS.fullmatch(text):
        raise InvalidInput("a site's address begins with http:// or https://")
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidInput(f"not an address: {error}") from error
    if parts.scheme not in ("http", "https") or not host or len(text) > _URL_MAX_CHARS:
        raise InvalidInput("a site's address begins with http:// or https://")
    host = f"[{host}]" if ":" in host else host
    where = host if port is None else f"{host}:{port}"
    return f"{parts.scheme}://{where}{parts.path.rstrip('/')}"


def _named(url: str, site: Site | None) -> Site:
    if site is None:
        raise NotFound(f"no site {url}")
    return site


def _new_key() -> str:
    """12 lower-case hex digits: the only form that Akismet's WordPress plugin takes."""
    return secrets.token_hex(6)
