from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logit

from moderation.classify.lessons import Lesson
from moderation.classify.pieces import pieces_of
from moderation.classify.scorer import Scorer
from moderation.classify.site_model import teach
from moderation.comment import Comment
from tests import hostile, taught, tiny

SAMPLES = list(hostile.SAMPLES)
SCORER = taught.SCORER
GOOD = "thank you for this good article about bread and the garden book, "
BAD = "cheap pills casino bonus buy now win cash prize "
SITE_REASONS = {"site-spam-words", "site-ham-words", "site-habits"}
LESSONS = [*taught.spam(20), *taught.ham(20)]
SITE = teach(LESSONS, taught.SCORER.workings()).model
BETS, BREAD = taught.texts("spam", 1, 9)[0], taught.texts("ham", 1, 9)[0]


def trained_scorer():
    return Scorer(tiny.trained().weights, tiny.trained().manifest)


def in_the_middle(bad):
    return Comment(GOOD * 20 + bad * 16 + GOOD * 20)


def log_odds(comments, site=None):
    return logit(SCORER.score(comments, site)[:, 0])


def test_a_site_model_moves_the_spam_head_alone():
    comments = [Comment(BETS), Comment(BREAD), *SAMPLES]

    found, plain = SCORER.score(comments, SITE), SCORER.score(comments)

    assert found[0, 0] > 0.99
    assert found[1, 0] < 0.01
    assert found[:, 0] != pytest.approx(plain[:, 0], abs=0.1)
    assert found[:, 1:].tolist() == plain[:, 1:].tolist()


def test_no_comments_have_no_scores_on_any_site():
    assert SCORER.score([], SITE).shape == (0, 3)
    assert SCORER.assess([], SITE) == []
    assert SCORER.study([]) == []


@given(st.lists(hostile.comments, min_size=1, max_size=3))
def test_an_assessment_on_a_site_has_the_scores_of_score(comments):
    assessed = [each.scores for each in SCORER.assess(comments, SITE)]

    found = [[each.spam, each.abuse, each.footer] for each in assessed]
    assert np.array(found) == pytest.approx(SCORER.score(comments, SITE), abs=1e-5)


@given(comments=st.lists(hostile.comments, min_size=1, max_size=3))
def test_long_comments_are_assessed_on_a_site_as_they_are_scored(comments):
    long = [replace(each, text=(each.text or "x") * 90) for each in comments]

    assessed = [each.scores for each in SCORER.assess(long, SITE)]

    found = [[each.spam, each.abuse, each.footer] for each in assessed]
    assert np.array(found) == pytest.approx(SCORER.score(long, SITE), abs=1e-5)


@pytest.mark.parametrize("n", [63, 64, 65, 130])
def test_a_site_model_scores_batches_of_any_size_in_order(n):
    comments = [Comment(f"{(BETS, BREAD)[k % 2]} {k}") for k in range(n)]

    found = SCORER.score(comments, SITE)[:, 0]

    assert (found[::2] > 0.9).all()
    assert (found[1::2] < 0.1).all()


@pytest.mark.parametrize("times", [1, 12], ids=["short", "long"])
@pytest.mark.parametrize("text", [BETS, BREAD])
def test_reasons_of_a_site_sum_to_what_it_adds(text, times):
    comment = Comment(f"{text}. " * times)

    [assessed] = SCORER.assess([comment], SITE)

    by_site = [each for each in assessed.reasons if each.code in SITE_REASONS]
    [added] = log_odds([comment], SITE) - log_odds([comment])
    n_dropped = len(SITE_REASONS) - len(by_site)
    total = sum(each.weight for each in by_site)
    assert total == pytest.approx(added, abs=0.3 * n_dropped + 0.01)
    assert abs(added) > 3


def test_reasons_of_a_site_come_before_those_of_the_base_model():
    comment = Comment(BETS)

    [assessed], [plain] = SCORER.assess([comment], SITE), SCORER.assess([comment])

    n_own = len(assessed.reasons) - len(plain.reasons)
    assert {each.code for each in assessed.reasons[:n_own]} <= SITE_REASONS
    assert assessed.reasons[0].code == "site-spam-words"
    assert assessed.reasons[n_own:] == plain.reasons


def test_reasons_of_a_site_point_into_the_whole_of_a_long_comment():
    """A piece in the middle speaks for it, the words taught stand at the end."""
    comment = Comment(GOOD * 20 + BAD * 16 + GOOD * 20 + "casino jackpot poker")
    base = trained_scorer()
    site = replace(SITE, hashed=SITE.hashed * 20)

    [assessed] = base.assess([comment], site)

    spans = {
        each.code: {comment.text[span.start : span.end] for span in each.spans}
        for each in assessed.reasons
    }
    assert pieces_of(comment)
    assert spans["site-spam-words"] & {"casino", "jackpot", "poker"}
    assert assessed.scores.spam == pytest.approx(
        base.score([comment], site)[0, 0], abs=1e-5
    )


def test_a_site_model_is_added_to_the_piece_that_speaks_for_a_long_comment():
    base, site = trained_scorer(), replace(SITE, base_share=1.0)
    comments = [in_the_middle(BAD), in_the_middle("")]

    bad, good = logit(base.score(comments, site)[:, 0])

    assert bad > good + 2


@given(st.lists(hostile.comments, min_size=1, max_size=3))
def test_what_is_studied_is_what_the_base_model_scores(comments):
    found = SCORER.study(comments)

    scores = SCORER.score(comments)[:, 0]
    assert [z for _, z in found] == pytest.approx(logit(scores), abs=1e-2)
    assert len(found) == len(comments)


@pytest.mark.parametrize("n", [63, 64, 65, 130])
def test_what_is_studied_keeps_the_order_in_batches_of_any_size(n):
    comments = [Comment(f"comment {number} buy now") for number in range(n)]

    found = SCORER.study(comments)

    for k in (0, n // 2, n - 1):
        [(row, z)] = SCORER.study([comments[k]])
        assert found[k][0].columns.tolist() == row.columns.tolist()
        assert found[k][1] == pytest.approx(z, abs=1e-5)


def test_a_long_comment_is_studied_as_a_whole_with_the_log_odds_of_its_score():
    comment = in_the_middle(BAD)
    base = trained_scorer()

    [(row, z)] = base.study([comment])

    assert z == pytest.approx(logit(base.score([comment])[0, 0]), abs=0.01)
    [(of_piece, _)] = base.study(pieces_of(comment)[:1])
    assert len(row.columns) > len(of_piece.columns)


def test_what_is_studied_can_be_taught_and_scored():
    """From comments to a site model and back, with workings of the scorer alone."""
    given = [(BETS, True), (BREAD, False)]
    lessons = [
        Lesson(text, row, z, is_spam, was_spam=z > 0)
        for (text, is_spam), (row, z) in zip(
            given, SCORER.study([Comment(text) for text, _ in given]), strict=True
        )
    ]

    site = teach(lessons, SCORER.workings()).model

    comments = [Comment(text) for text, _ in given]
    spam, ham = log_odds(comments, site) - log_odds(comments)
    assert spam > ham + 1


def test_one_site_has_nothing_of_another():
    other = teach([*taught.spam(20), *taught.ham(20)][::-1], SCORER.workings()).model
    before = SCORER.score(SAMPLES, SITE).tolist()

    lies = [replace(each, is_spam=not each.is_spam) for each in LESSONS]
    turned = teach(lies, SCORER.workings()).model

    assert SCORER.score(SAMPLES, SITE).tolist() == before
    assert SCORER.score(SAMPLES, other).tolist() == before
    assert SCORER.score(SAMPLES, turned).tolist() != before
    assert log_odds([Comment(BETS)]) != log_odds([Comment(BETS)], SITE)
