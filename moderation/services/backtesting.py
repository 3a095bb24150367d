"""See what would turn, before it does: replay comments, or read what a shadow said."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from moderation.record import StoredComment
from moderation.services import sites
from moderation.services.checking import NO_MODEL
from moderation.services.ports import Model, Ports
from moderation.services.replaying import (
    answered,
    in_force,
    kept_since,
    labels_of,
    rejudge,
)
from moderation.services.tally import Pair, Tally
from moderation.site import Site, SiteSettings
from moderation.verdict import Action, Label, Thresholds

__all__ = ["Plan", "replay", "shadowed"]

# Text that an example shows, in characters; what is longer is not kept in memory.
_SHOWN = 200

_Found = Mapping[str, tuple[Action, float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Which comments to look at, and the thresholds to try by name.

    An empty `url` means all sites.
    """

    since: datetime
    url: str = ""
    thresholds: Mapping[str, float] = field(default_factory=dict)


def replay(plan: Plan, *, model: Model, ports: Ports) -> Tally:
    """Judge kept comments by `model` and compare with what was answered; keep nothing.

    Raises
    ------
    NotFound
        If there is no such site.
    InvalidInput
        If the thresholds do not rise.
    """

    def again(rows: list[StoredComment], site: Site) -> _Found:
        learned = ports.learning.of(site, model)
        settings = _with(plan.thresholds, in_force(site, learned), model)
        found = rejudge(rows, model=model, learned=learned, settings=settings)
        return {row.id: each for row, each in zip(rows, found, strict=True)}

    return _compare(plan, again, ports)


def shadowed(plan: Plan, name: str, *, ports: Ports) -> Tally:
    """Compare what was answered with what the model `name` said in its shadow."""

    def said(rows: list[StoredComment], site: Site) -> _Found:
        with ports.unit_of_work(False) as work:
            found = work.shadows.between(site.id, first=rows[-1].id, last=rows[0].id)
        named = (each for each in found if each.model == name)
        return {each.comment_id: (each.action, each.spam_score) for each in named}

    return _compare(plan, said, ports)


def _compare(
    plan: Plan, judge: Callable[[list[StoredComment], Site], _Found], ports: Ports
) -> Tally:
    tally = Tally()
    for site in _sites(plan.url, ports):
        labels = labels_of(site, ports=ports)
        for page in kept_since(plan.since, site=site, ports=ports):
            # What was held for want of a model says nothing of one.
            rows = [row for row in page if row.verdict.model != NO_MODEL]
            found = judge(rows, site) if rows else {}
            for row in rows:
                if row.id in found:
                    tally.add(_pair(row, found[row.id], labels))
    return tally


def _pair(
    row: StoredComment, found: tuple[Action, float], labels: Mapping[str, Label]
) -> Pair:
    action, score = found
    return Pair(
        id=row.id,
        text=row.comment.text[:_SHOWN],
        old=answered(row),
        new=action,
        old_score=row.verdict.scores.spam,
        new_score=score,
        label=labels.get(row.id),
    )


def _sites(url: str, ports: Ports) -> Iterable[Site]:
    return [sites.at(url, ports=ports)] if url else sites.every(ports=ports)


def _with(
    tried: Mapping[str, float], settings: SiteSettings, model: Model
) -> SiteSettings:
    if not tried:
        return settings
    base = settings.thresholds or model.thresholds
    return replace(settings, thresholds=Thresholds(**asdict(base) | dict(tried)))
