"""Say which thresholds keep a site's promise, and how many labels that still takes."""

from dataclasses import dataclass

from moderation.errors import NotFound
from moderation.services.learned import Learned
from moderation.services.ports import Ports
from moderation.services.sites import normalise_url
from moderation.site import Site
from moderation.verdict import Thresholds

__all__ = ["Promised", "standing", "standing_at"]


@dataclass(frozen=True, slots=True)
class Promised:
    """A site, the thresholds in use, and what it has taught.

    `thresholds` are those that keep the promise unless the site chose its own.
    """

    site: Site
    thresholds: Thresholds
    learned: Learned
    model: str


def standing(site: Site, *, ports: Ports) -> Promised:
    """Place the thresholds of `site`; `ModelUnavailable` if there is no model."""
    model = ports.models.current()
    learned = ports.learning.of(site, model)
    chosen = site.settings.thresholds
    return Promised(site, chosen or learned.thresholds, learned, model.name)


def standing_at(url: str, *, ports: Ports) -> Promised:
    """Find the site at `url` first; `NotFound` if there is none."""
    wanted = normalise_url(url)
    with ports.unit_of_work(False) as work:
        site = work.sites.by_url(wanted)
    if site is None:
        raise NotFound(f"no site {wanted}")
    return standing(site, ports=ports)
