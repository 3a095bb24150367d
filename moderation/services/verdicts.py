"""Make verdicts: the model, what the site taught, rules, memory, copies, thresholds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from moderation.campaigns.raising import bounded, reasons
from moderation.campaigns.record import Seen
from moderation.classify.decide import decide, with_rules
from moderation.comment import Comment
from moderation.reasons import reason
from moderation.rules import run_rules
from moderation.services import joining
from moderation.services.ids import new_id
from moderation.services.learned import Learned
from moderation.services.ports import Model, Ports
from moderation.site import Site
from moderation.verdict import (
    Action,
    Assessment,
    Label,
    Reason,
    Scores,
    Thresholds,
    Verdict,
)

__all__ = ["NO_MODEL", "held_verdict", "verdicts_of"]

# What a verdict names when no artifact could be used.
NO_MODEL: Final = "none"


def verdicts_of(
    comments: Sequence[Comment],
    seen: Sequence[Seen] | None,
    *,
    model: Model,
    site: Site,
    ports: Ports,
) -> list[Verdict]:
    """Judge comments for a site; `seen` tells what came before of the like of each."""
    learned = ports.learning.of(site, model)
    thresholds = site.settings.thresholds or learned.thresholds
    remembered = _remembered(comments, learned)
    now = ports.now()
    verdicts = []
    for n, assessment in enumerate(model.assess(comments, learned.model)):
        judged = with_rules(assessment, (*run_rules(comments[n]), *remembered[n]))
        if seen is not None and not remembered[n]:
            judged = _raised(judged, seen[n], comments[n], thresholds)
        made = (new_id(now, n), model.name)
        verdicts.append(_verdict(judged, thresholds, site=site, made=made))
    return verdicts


def held_verdict(now: datetime, sequence: int) -> Verdict:
    """Hold a comment that no model could look at."""
    return Verdict(
        id=new_id(now, sequence),
        label=Label.HAM,
        action=Action.HOLD,
        scores=Scores(),
        reasons=(reason("model-unavailable", 0.0),),
        model=NO_MODEL,
    )


def _remembered(
    comments: Sequence[Comment], learned: Learned
) -> list[tuple[Reason, ...]]:
    """Return what a moderator said of the same text, for each comment."""
    if not learned.memory:
        return [()] * len(comments)
    signed = joining.signed([each.text for each in comments])
    pairs = zip(comments, signed, strict=True)
    found = (learned.memory.find(comment, each) for comment, each in pairs)
    return [() if each is None else (each,) for each in found]


def _raised(
    assessment: Assessment, seen: Seen, comment: Comment, thresholds: Thresholds
) -> Assessment:
    found = bounded(
        reasons(seen, comment),
        score=assessment.scores.spam,
        threshold=thresholds.spam,
    )
    return with_rules(assessment, found)


def _verdict(
    assessment: Assessment, thresholds: Thresholds, *, site: Site, made: tuple[str, str]
) -> Verdict:
    label, action = decide(
        assessment,
        thresholds,
        discard=site.settings.discard,
        footer_action=site.settings.footer_action,
    )
    return Verdict(
        id=made[0],
        label=label,
        action=action,
        scores=assessment.scores,
        reasons=assessment.reasons,
        model=made[1],
    )
