"""Who is calling: a site key in the Authorization header, and nowhere else."""

import time
from collections.abc import Callable
from typing import cast

from flask import current_app, g, request

from moderation.errors import InvalidKey, StoreUnavailable
from moderation.services import sites
from moderation.services.ports import Ports
from moderation.site import Site

__all__ = ["Keys", "ports", "require_site", "site", "site_of"]


class Keys:
    """Which site a key opens, remembered for `ttl_s` seconds.

    A key that opens nothing is asked about each time. While the store is away, keys
    that opened a site within the last ten minutes go on doing so: such a caller can
    have comments judged, and reach nothing that is kept.
    """

    MAX = 1024
    STALE_S = 600.0

    def __init__(
        self, ports: Ports, ttl_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ports, self._ttl_s, self._clock = ports, ttl_s, clock
        self._known: dict[str, tuple[Site, float]] = {}

    def site(self, key: str) -> Site:
        """Find the site of `key`.

        Raises
        ------
        InvalidKey
            If it opens nothing.
        StoreUnavailable
            If the store is away and the key is not remembered.
        """
        known = self._known.get(key)
        now = self._clock()
        if known is not None and now - known[1] < self._ttl_s:
            return known[0]
        try:
            found = sites.by_key(key, ports=self._ports)
        except InvalidKey:
            self._known.pop(key, None)
            raise
        except StoreUnavailable:
            if known is None or now - known[1] > self.STALE_S:
                raise
            return known[0]
        if len(self._known) >= self.MAX:
            self._known.clear()
        self._known[key] = (found, now)
        return found


def require_site() -> None:
    """Let a request of the JSON API in, or raise `InvalidKey`.

    Two Authorization headers reach us as one with a comma, which is no key.
    """
    scheme, _, key = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer":
        raise InvalidKey("send the header Authorization: Bearer KEY")
    g.site = site_of(key)


def site_of(key: str) -> Site:
    """Find the site that `key` opens, asking the store about once a second.

    Raises
    ------
    InvalidKey
        If it opens nothing.
    """
    return cast(Keys, current_app.extensions["keys"]).site(key.strip().lower())


def site() -> Site:
    """Return the site that sent this request."""
    return cast(Site, g.site)


def ports() -> Ports:
    """Return what the application was built around."""
    return cast(Ports, current_app.extensions["moderation"])
