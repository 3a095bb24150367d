"""From scores to a label and an action."""

import math
from collections.abc import Sequence
from dataclasses import replace

from moderation.rules import TRUSTING
from moderation.verdict import Action, Assessment, Label, Reason, Scores, Thresholds

__all__ = ["decide", "with_rules"]

_EPSILON = 1e-9


def with_rules(assessment: Assessment, found: Sequence[Reason]) -> Assessment:
    """Add the reasons of rules; their weights move the spam score in log-odds."""
    if not found:
        return assessment
    p = min(max(assessment.scores.spam, _EPSILON), 1 - _EPSILON)
    logit = math.log(p / (1 - p)) + sum(each.weight for each in found)
    scores = replace(assessment.scores, spam=1 / (1 + math.exp(-logit)))
    return Assessment(scores, (*found, *assessment.reasons))


def decide(
    assessment: Assessment, thresholds: Thresholds, *, discard: bool = False
) -> tuple[Label, Action]:
    """Name what a comment is and what to do; `discard` False makes it spam instead."""
    if any(each.code in TRUSTING for each in assessment.reasons):
        return Label.HAM, Action.APPROVE
    scores = assessment.scores
    action = _action(scores, thresholds)
    if action is Action.DISCARD and not discard:
        action = Action.SPAM
    return _label(scores, action, thresholds), action


def _action(scores: Scores, thresholds: Thresholds) -> Action:
    if scores.spam >= thresholds.discard:
        return Action.DISCARD
    if scores.spam >= thresholds.spam or scores.footer >= thresholds.footer:
        return Action.SPAM
    if scores.spam >= thresholds.hold or scores.abuse >= thresholds.abuse:
        return Action.HOLD
    return Action.APPROVE


def _label(scores: Scores, action: Action, thresholds: Thresholds) -> Label:
    """Name the likeliest head; an action of SPAM never goes with the label ham."""
    heads = {
        Label.SPAM: scores.spam,
        Label.ABUSE: scores.abuse,
        Label.FOOTER: scores.footer,
    }
    likeliest = max(heads, key=lambda head: heads[head])
    if action in (Action.SPAM, Action.DISCARD):
        by_footer = scores.spam < thresholds.spam or scores.footer > scores.spam
        return Label.FOOTER if by_footer else Label.SPAM
    return likeliest if heads[likeliest] >= 0.5 else Label.HAM
