"""Two sites that must know nothing of each other."""

import pytest

from moderation.site import Site, SiteSettings


def _add_site(store, name: str) -> Site:
    with store.unit_of_work(True) as work:
        site = work.sites.add(f"https://{name}.example", name, SiteSettings())
        work.commit()
    return site


@pytest.fixture
def site(store) -> Site:
    return _add_site(store, "site")


@pytest.fixture
def stranger(store) -> Site:
    return _add_site(store, "stranger")


@pytest.fixture
def work(store):
    """A unit of work that stays open for the whole test."""
    with store.unit_of_work(True) as work:
        yield work
