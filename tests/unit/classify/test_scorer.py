from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logit

from moderation.classify.pieces import PIECE_DISCOUNT, pieces_of
from moderation.classify.scorer import Scorer
from moderation.comment import Comment
from moderation.verdict import Thresholds
from tests import hostile, tiny

SAMPLES = list(hostile.SAMPLES)
SCORER = tiny.random_scorer()


@given(st.lists(hostile.comments, max_size=3))
def test_every_score_lies_in_0_and_1(comments):
    scores = SCORER.score(comments)

    assert scores.shape == (len(comments), 3)
    assert ((scores >= 0) & (scores <= 1)).all()


@given(st.lists(hostile.comments, min_size=1, max_size=4))
def test_a_batch_scores_as_one_at_a_time(comments):
    one_by_one = np.vstack([SCORER.score([each]) for each in comments])

    assert SCORER.score(comments) == pytest.approx(one_by_one, abs=1e-5)


@pytest.mark.parametrize("n", [63, 64, 65, 130])
def test_batches_of_any_size_keep_the_order(n):
    comments = [Comment(f"comment {number} buy now") for number in range(n)]

    scores = SCORER.score(comments)

    assert scores[-1] == pytest.approx(SCORER.score(comments[-1:])[0], abs=1e-5)
    assert scores[0] == pytest.approx(SCORER.score(comments[:1])[0], abs=1e-5)
    assert scores.shape == (n, 3)


@given(st.lists(hostile.comments, min_size=1, max_size=3))
def test_an_assessment_has_the_scores_of_score(comments):
    assessed = [each.scores for each in SCORER.assess(comments)]

    found = [[each.spam, each.abuse, each.footer] for each in assessed]
    assert np.array(found) == pytest.approx(SCORER.score(comments), abs=1e-5)


def test_comments_are_assessed_in_their_order():
    backwards = SCORER.assess(SAMPLES[::-1])

    assert backwards == SCORER.assess(SAMPLES)[::-1]


@pytest.mark.parametrize("comments", [[], SAMPLES[:1], SAMPLES])
def test_a_model_scores_the_same_once_it_is_saved_and_loaded(tmp_path, comments):
    loaded = Scorer.load(tiny.write_random(tmp_path / "model"))

    assert loaded.score(comments) == pytest.approx(SCORER.score(comments), abs=1e-6)


def test_half_precision_moves_a_trained_score_by_less_than_a_thousandth(tmp_path):
    tiny.write_artifact(tiny.trained(), tmp_path / "model")
    trained = Scorer(tiny.trained().weights, tiny.trained().manifest)

    loaded = Scorer.load(tmp_path / "model").score(SAMPLES)

    assert loaded == pytest.approx(trained.score(SAMPLES), abs=1e-3)


def test_a_head_without_examples_scores_nothing():
    scorer = tiny.random_scorer(heads=["spam"])

    scores = scorer.score(SAMPLES)

    assert (scores[:, 1:] == 0).all()
    assert scores[:, 0] == pytest.approx(SCORER.score(SAMPLES)[:, 0])


def test_thresholds_and_name_are_those_of_the_manifest():
    scorer = tiny.random_scorer(name="blog-3")

    assert scorer.thresholds == Thresholds(**tiny.THRESHOLDS)
    assert scorer.name == scorer.manifest["name"] == "blog-3"


def test_log_odds_beyond_all_bounds_still_give_a_score():
    model = tiny.random_model()
    model.weights.bias[:] = 1e30, -1e30, 0
    scorer = Scorer(model.weights, model.manifest)

    spam, abuse, _ = scorer.score([Comment("hello")])[0]

    assert abuse == pytest.approx(0, abs=1e-6)
    assert tiny.THRESHOLDS["spam"] - 0.01 < spam < tiny.THRESHOLDS["spam"]


def test_a_text_of_100_000_letters_is_scored_by_head_and_tail():
    head, tail = "buy pills " * 1500, "casino now " * 500
    whole = head + "x y z " * 12_000 + tail[-5000:]
    other = head + "thank you " * 8_000 + tail[-5000:]

    scores = SCORER.score([Comment(whole), Comment(other), Comment(head)])[:, 1:]

    assert len(whole) > 90_000
    assert scores[0] == pytest.approx(scores[1], abs=1e-2)
    assert scores[0] != pytest.approx(scores[2], abs=1e-3)


GOOD = "thank you for this good article about bread and the garden book, "
BAD = "cheap pills casino bonus buy now win cash prize "


def trained_scorer():
    return Scorer(tiny.trained().weights, tiny.trained().manifest)


def in_the_middle(bad):
    return Comment(GOOD * 20 + bad * 16 + GOOD * 20)


def test_good_words_around_do_not_hide_a_bad_piece():
    comments = [Comment(BAD * 7), in_the_middle(BAD), in_the_middle("")]

    alone, hidden, good = logit(trained_scorer().score(comments)[:, 0])

    assert hidden > good + 2
    assert hidden > alone - PIECE_DISCOUNT - 0.5


def test_a_piece_speaks_for_a_comment_if_it_is_worse_by_more_than_the_discount():
    comment = in_the_middle(BAD)
    model = trained_scorer()

    found = logit(model.score([comment])[0, 0])

    pieces = logit(model.score(pieces_of(comment))[:, 0])
    assert found == pytest.approx(max(pieces) - PIECE_DISCOUNT, abs=0.05)


@pytest.mark.parametrize("bad", ["", BAD], ids=["good", "bad"])
def test_a_long_comment_is_assessed_as_it_is_scored(bad):
    comment = in_the_middle(bad)
    model = trained_scorer()

    [assessed] = model.assess([comment])

    assert assessed.scores.spam == pytest.approx(model.score([comment])[0, 0], abs=1e-5)


def test_reasons_of_a_piece_point_into_the_whole_comment():
    comment = in_the_middle(BAD)

    [assessed] = trained_scorer().assess([comment])

    spans = [
        span for each in assessed.reasons if each.weight > 0 for span in each.spans
    ]
    found = {comment.text[span.start : span.end] for span in spans}
    assert "casino" in found
    assert all(span.start >= len(GOOD) * 15 for span in spans)


@given(comments=st.lists(hostile.comments, min_size=1, max_size=3))
def test_long_comments_are_assessed_as_they_are_scored(comments):
    long = [replace(each, text=(each.text or "x") * 90) for each in comments]

    assessed = [each.scores for each in SCORER.assess(long)]

    found = [[each.spam, each.abuse, each.footer] for each in assessed]
    assert np.array(found) == pytest.approx(SCORER.score(long), abs=1e-5)


def test_a_trained_model_tells_the_labels_apart():
    scorer = Scorer(tiny.trained().weights, tiny.trained().manifest)
    rows = tiny.labelled_rows(spam=5, ham=5, abuse=5, footer=5)

    best = scorer.score([Comment(text) for text in rows["text"]]).argmax(axis=1)

    assert best[:5].tolist() == [0] * 5
    assert best[10:].tolist() == [1] * 5 + [2] * 5


def test_the_artifact_that_ships_knows_spam_from_thanks():
    shipped = Scorer.load(Path(__file__).parents[3] / "data" / "models" / "default")

    spam, thanks = shipped.score(
        [
            Comment("Best online casino bonus! http://win-big.example/casino"),
            Comment("Thanks, the second example made it clear to me."),
        ]
    )[:, 0]

    assert spam >= shipped.thresholds.spam
    assert thanks < shipped.thresholds.hold / 3
