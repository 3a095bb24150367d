"""Say which thresholds keep a site's promise, and how many labels that still takes."""

from dataclasses import dataclass

from moderation.record import StoredComment
from moderation.services.learned import Learned
from moderation.services.ports import Ports
from moderation.site import Site
from moderation.verdict import Thresholds

__all__ = ["Promised", "standing", "suspects"]


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


def suspects(
    *, before: str = "", limit: int, site: Site, ports: Ports
) -> list[StoredComment]:
    """Return up to `limit` comments whose labels are suspect, newest first.

    Those with ids below `before`; an empty one is the top.

    Raises
    ------
    ModelUnavailable
        If there is no model to disagree with.
    """
    found = standing(site, ports=ports).learned.suspects
    ids = sorted((each for each in found if not before or each < before), reverse=True)
    with ports.unit_of_work(False) as work:
        rows = work.comments.those(site.id, ids[:limit])
    return sorted(rows, key=lambda row: row.id, reverse=True)
