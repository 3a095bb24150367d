"""Look without acting: a site that only wants to see, and a model beside the model."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from moderation.record import ShadowVerdict, StoredComment
from moderation.services.ports import Model, Ports
from moderation.services.replaying import in_force, rejudge
from moderation.site import Mode, SiteSettings
from moderation.verdict import Action, Verdict

__all__ = ["in_mode", "shadow"]

_log = logging.getLogger(__name__)


def in_mode(verdict: Verdict, settings: SiteSettings) -> Verdict:
    """Return what a site hears: in shadow it approves, and keeps what it would do."""
    if settings.mode is Mode.ENFORCE:
        return verdict
    return replace(verdict, action=Action.APPROVE, would=verdict.action)


def shadow(rows: Sequence[StoredComment], *, ports: Ports) -> list[ShadowVerdict]:
    """Judge comments of one site by the model in shadow; none if there is no such.

    Whatever goes wrong is logged and none are returned: the answer does not wait for a
    model that is on trial. Tests are left out.
    """
    rows = [row for row in rows if not row.is_test]
    try:
        model = ports.models.shadow()
        return _judged(rows, model, ports) if model and rows else []
    except Exception as error:
        # A trial must not cost a request, and the name of the class holds no text.
        _log.warning("the model in shadow failed: %s", type(error).__name__)
        return []


def _judged(
    rows: Sequence[StoredComment], model: Model, ports: Ports
) -> list[ShadowVerdict]:
    site_id = rows[0].site_id
    with ports.unit_of_work(False) as work:
        site = work.sites.by_id(site_id)
    if site is None:
        return []
    learned = ports.learning.of(site, model)
    settings = in_force(site, learned)
    found = rejudge(rows, model=model, learned=learned, settings=settings)
    return [
        ShadowVerdict(site_id, row.id, model.name, action, score)
        for row, (action, score) in zip(rows, found, strict=True)
    ]
