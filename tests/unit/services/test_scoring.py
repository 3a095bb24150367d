from dataclasses import dataclass

import numpy as np
import pytest

from moderation.comment import Author, Comment
from moderation.services.scoring import check, score
from moderation.verdict import Action, Label, Scores
from tests.fakes import START, FakeModel


@dataclass
class ScoringModel(FakeModel):
    """Also scores without reasons, and counts how many at a time."""

    def __post_init__(self):
        self.chunks = []

    def score(self, comments):
        self.chunks.append(len(comments))
        rows = [each.scores for each in self.assess(comments)]
        return np.array([[s.spam, s.abuse, s.footer] for s in rows], np.float32)


def test_one_comment_is_judged_with_reasons():
    verdict = check(Comment("Hello"), model=FakeModel(spam=0.95), now=START)

    assert (verdict.label, verdict.action) == (Label.SPAM, Action.SPAM)
    assert [each.code for each in verdict.reasons] == ["spam-words"]
    assert verdict.model == "fake-1"


def test_nothing_is_discarded_outside_a_site():
    assert (
        check(Comment("x"), model=FakeModel(spam=1.0), now=START).action is Action.SPAM
    )


def test_rules_count_without_a_site_too():
    trusted = Comment("x", Author(role="owner"))

    verdict = check(trusted, model=FakeModel(spam=1.0), now=START)

    assert verdict.action is Action.APPROVE
    assert verdict.reasons[0].code == "trusted-role"


@pytest.mark.parametrize("n", [0, 1, 512, 513])
def test_a_file_is_scored_in_chunks_and_in_order(n):
    model = ScoringModel(spam=lambda comment: float(comment.text))
    comments = [Comment(str(number / 1000)) for number in range(n)]

    rows = list(score(comments, model=model))

    found = [scores.spam for _, _, scores in rows]
    assert found == pytest.approx([number / 1000 for number in range(n)])
    assert max(model.chunks, default=0) <= 512


def test_a_row_has_label_action_and_scores():
    model = ScoringModel(spam=0.95)
    honeypot = Comment("x", honeypot="x")

    plain, filled = score([Comment("x"), honeypot], model=model)

    assert plain[:2] == (Label.SPAM, Action.SPAM)
    assert plain[2].spam == pytest.approx(0.95)
    assert filled[2].spam > 0.999


def test_a_file_and_one_comment_are_judged_alike():
    model = ScoringModel(spam=0.25, abuse=0.75, footer=0.5)
    comment = Comment("x")

    [(label, action, scores)] = score([comment], model=model)

    verdict = check(comment, model=model, now=START)
    assert (label, action, scores) == (verdict.label, verdict.action, verdict.scores)
    assert scores == Scores(0.25, 0.75, 0.5)
