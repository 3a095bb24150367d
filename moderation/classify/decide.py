"""From scores to a label and an action."""

import math
from collections.abc import Sequence
from dataclasses import replace

from moderation.rules import CERTAIN, TRUSTING
from moderation.site import FooterAction
from moderation.verdict import Action, Assessment, Label, Reason, Scores, Thresholds

__all__ = ["decide", "with_rules"]

_EPSILON = 1e-9

# What a moderator of the site said of the same text, no score outweighs.
_SAID = {
    "moderated-ham": (Label.HAM, Action.APPROVE),
    "moderated-spam": (Label.SPAM, Action.SPAM),
    "moderated-abuse": (Label.ABUSE, Action.HOLD),
}


def with_rules(assessment: Assessment, found: Sequence[Reason]) -> Assessment:
    """Add the reasons of rules; their weights move the spam score in log-odds."""
    if not found:
        return assessment
    p = min(max(assessment.scores.spam, _EPSILON), 1 - _EPSILON)
    logit = math.log(p / (1 - p)) + sum(each.weight for each in found)
    scores = replace(assessment.scores, spam=1 / (1 + math.exp(-logit)))
    return Assessment(scores, (*found, *assessment.reasons))


def decide(
    assessment: Assessment,
    thresholds: Thresholds,
    *,
    discard: bool = False,
    footer_action: FooterAction = FooterAction.SPAM,
) -> tuple[Label, Action]:
    """Name what a comment is and what to do; `discard` False makes it spam instead."""
    codes = {each.code for each in assessment.reasons}
    if codes & TRUSTING:
        return Label.HAM, Action.APPROVE
    if not codes & CERTAIN:
        for code in codes & _SAID.keys():
            return _SAID[code]
    scores = assessment.scores
    action = _action(scores, thresholds, footer_action)
    if action is Action.DISCARD and not discard:
        action = Action.SPAM
    return _label(scores, thresholds), action


def _action(
    scores: Scores, thresholds: Thresholds, footer_action: FooterAction
) -> Action:
    if scores.spam >= thresholds.discard:
        return Action.DISCARD
    if scores.spam >= thresholds.spam:
        return Action.SPAM
    if scores.footer >= thresholds.footer:
        return Action(footer_action)
    if scores.spam >= thresholds.hold or scores.abuse >= thresholds.abuse:
        return Action.HOLD
    return Action.APPROVE


def _label(scores: Scores, thresholds: Thresholds) -> Label:
    """Name the head that condemns, else the likeliest; what is condemned is no ham."""
    by_spam = scores.spam >= thresholds.spam
    if by_spam or scores.footer >= thresholds.footer:
        by_footer = not by_spam or scores.footer > scores.spam
        return Label.FOOTER if by_footer else Label.SPAM
    heads = {
        Label.SPAM: scores.spam,
        Label.ABUSE: scores.abuse,
        Label.FOOTER: scores.footer,
    }
    likeliest = max(heads, key=lambda head: heads[head])
    return likeliest if heads[likeliest] >= 0.5 else Label.HAM
