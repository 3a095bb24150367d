"""The sites and the digests of their keys."""

# PostgreSQL's INSERT compiles for SQLite too, whose ON CONFLICT reads the same.
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from moderation.errors import AlreadyExists
from moderation.site import Site, SiteSettings
from moderation.storage.tables import sites
from moderation.storage.transaction import Transaction

__all__ = ["SqlSites"]

_ADD = (
    insert(sites)
    .values(
        url=bindparam("address"),
        key_digest=bindparam("digest"),
        settings=bindparam("choices"),
    )
    .on_conflict_do_nothing()
    .returning(sites.c.id)
)
_ALL = select(sites.c.id, sites.c.url, sites.c.settings).order_by(sites.c.url)
_BY_KEY = _ALL.where(sites.c.key_digest == bindparam("digest"))
_BY_ID = _ALL.where(sites.c.id == bindparam("site_id"))
_BY_URL = _ALL.where(sites.c.url == bindparam("address"))

_THIS = sites.c.id == bindparam("site_id")
_SET_KEY = update(sites).where(_THIS).values(key_digest=bindparam("digest"))
_SET_SETTINGS = update(sites).where(_THIS).values(settings=bindparam("choices"))
_REMOVE = delete(sites).where(_THIS)
_REVISION = select(sites.c.revision).where(_THIS)


class SqlSites:
    """Fits `ports.Sites`; what is not there is neither changed nor removed."""

    def __init__(self, transaction: Transaction) -> None:
        self._run = transaction.run

    def add(self, url: str, key_digest: str, settings: SiteSettings) -> Site:
        """Keep a new site; `AlreadyExists` if `url` or the key is taken."""
        values = {"address": url, "digest": key_digest, "choices": settings}
        rows = self._run(_ADD, values)
        if not rows:
            raise AlreadyExists("a site with this address is there already")
        return Site(rows[0][0], url, settings)

    def by_key(self, key_digest: str) -> Site | None:
        """Find the site that a key opens."""
        rows = self._run(_BY_KEY, {"digest": key_digest})
        return Site(*rows[0]) if rows else None

    def by_id(self, site_id: int) -> Site | None:
        """Find a site by its number."""
        rows = self._run(_BY_ID, {"site_id": site_id})
        return Site(*rows[0]) if rows else None

    def by_url(self, url: str) -> Site | None:
        """Find a site by its normalised address."""
        rows = self._run(_BY_URL, {"address": url})
        return Site(*rows[0]) if rows else None

    def all(self) -> list[Site]:
        """All sites, by address."""
        return [Site(*row) for row in self._run(_ALL, {})]

    def set_key(self, site_id: int, key_digest: str) -> None:
        """Put a new key in the place of the old one."""
        self._run(_SET_KEY, {"site_id": site_id, "digest": key_digest})

    def set_settings(self, site_id: int, settings: SiteSettings) -> None:
        """Put new settings in the place of the old ones."""
        self._run(_SET_SETTINGS, {"site_id": site_id, "choices": settings})

    def remove(self, site_id: int) -> None:
        """Forget a site with all that it sent."""
        self._run(_REMOVE, {"site_id": site_id})

    def revision(self, site_id: int) -> int:
        """Count the changes of a site's feedback; 0 if the site is gone."""
        rows = self._run(_REVISION, {"site_id": site_id})
        return int(rows[0][0]) if rows else 0
