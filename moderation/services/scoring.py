"""Judge comments outside any site: nothing is stored, no rule of a site applies."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from moderation.classify.decide import decide, with_rules
from moderation.comment import Comment
from moderation.rules import run_rules
from moderation.services.ids import new_id
from moderation.services.ports import Model
from moderation.verdict import Action, Assessment, Label, Scores, Verdict

__all__ = ["check", "score"]

_CHUNK = 512


def check(comment: Comment, *, model: Model, now: datetime) -> Verdict:
    """Judge one comment with reasons, by the thresholds of the model."""
    [assessment] = model.assess([comment])
    assessment = with_rules(assessment, run_rules(comment))
    label, action = decide(assessment, model.thresholds)
    return Verdict(
        id=new_id(now),
        label=label,
        action=action,
        scores=assessment.scores,
        reasons=assessment.reasons,
        model=model.name,
    )


def score(
    comments: Sequence[Comment], *, model: Model
) -> Iterator[tuple[Label, Action, Scores]]:
    """Yield label, action and scores of each comment, without reasons."""
    for first in range(0, len(comments), _CHUNK):
        chunk = comments[first : first + _CHUNK]
        for comment, row in zip(chunk, model.score(chunk), strict=True):
            found = run_rules(comment)
            assessment = with_rules(Assessment(Scores(*map(float, row))), found)
            yield (*decide(assessment, model.thresholds), assessment.scores)
