import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.special import expit, logit

from moderation.classify.pieces import PIECE_DISCOUNT
from moderation.features.kinds import Kind
from moderation.verdict import Thresholds
from training.heads import FittedHead
from training.held_out import held_out_scores
from training.rows import Rows

# Three comments of the table, a disguised copy of the second, and two pieces of the
# first.
OWNER = np.array([0, 1, 2, 3, 0, 0])
ROWS = Rows(
    X=csr_matrix((6, 1)),
    labels=np.array(["ham", "spam", "ham", "spam", "ham", "ham"]),
    origins=np.array(["blogs", "chat", "chat", "chat", "blogs", "blogs"]),
    units=np.array(["blogs", "chat", "chat", "chat", "blogs", "blogs"]),
    owner=OWNER,
    is_given=np.array([True, True, True, False, False, False]),
    is_piece=np.arange(6) != OWNER,
    for_footer_only=np.zeros(6, bool),
    trust=np.ones(6),
    folds=[(np.arange(3), np.arange(3, 6))] * 2,
    group_folds=[],
)
TWO_KINDS = {Kind.TEXT: 1.0, Kind.LINKS: 1.0}


def head(log_odds, kinds=None):
    """A head that says `log_odds`, with kinds of evidence for some of the rows."""
    by_kind = np.zeros((6, len(Kind)))
    for n, found in (kinds or {}).items():
        for kind, added in found.items():
            by_kind[n, kind] = added
    held_out = np.column_stack([np.array(log_odds, float), by_kind])
    return FittedHead(np.zeros(1), 0.0, held_out)


def scores_of(**fitted):
    return held_out_scores(ROWS, fitted)


def test_there_is_a_score_for_each_row_of_the_table_alone():
    found = scores_of(spam=head([0, 1, 2, 9, -9, -9]))

    assert found.scores[:, 0] == pytest.approx(expit([0, 1, 2]))
    assert found.labels.tolist() == ["ham", "spam", "ham"]
    assert found.origins.tolist() == ["blogs", "chat", "chat"]
    assert found.how == "rows held out by 2 folds, of 2 origins"


@pytest.mark.parametrize(
    ("piece", "log_odds"),
    [(-9, 0), (PIECE_DISCOUNT, 0), (PIECE_DISCOUNT + 3, 3)],
    ids=["better", "not-worse-enough", "worse"],
)
def test_the_worst_piece_speaks_for_a_comment(piece, log_odds):
    found = scores_of(spam=head([0, 1, 2, 0, -9, piece]))

    assert found.scores[0, 0] == pytest.approx(expit(log_odds))


def test_a_piece_speaks_in_the_spam_head_alone():
    found = scores_of(abuse=head([0, 1, 2, 0, 9, 9]))

    assert found.scores[0].tolist() == [0, 0.5, 0]


def test_what_one_kind_of_evidence_says_is_not_corroborated():
    found = scores_of(spam=head([5, 5, 5, 5, 0, 0], {1: TWO_KINDS, 2: {Kind.TEXT: 9}}))

    assert found.corroborated == pytest.approx([0, expit(5), 0])


def test_a_piece_is_corroborated_by_itself():
    found = scores_of(spam=head([5, 0, 0, 0, 4, 0], {0: {Kind.TEXT: 9}, 4: TWO_KINDS}))

    assert found.scores[0, 0] == pytest.approx(expit(5))
    assert found.corroborated[0] == pytest.approx(expit(4 - PIECE_DISCOUNT))


def test_a_head_that_was_not_fitted_scores_nothing():
    found = scores_of()

    assert found.scores.tolist() == [[0, 0, 0]] * 3
    assert found.corroborated.tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("head_name", "threshold"), [("spam", 0.3), ("abuse", 0.7), ("footer", 0.9)]
)
def test_rows_are_acted_on_from_the_threshold_of_a_head_up(head_name, threshold):
    log_odds = [logit(threshold) + step for step in (-0.01, 0.01, -5, 0, 0, 0)]

    found = scores_of(**{head_name: head(log_odds)})

    assert found.acted(Thresholds()).tolist() == [False, True, False]
