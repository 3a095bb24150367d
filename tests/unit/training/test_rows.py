import numpy as np
import pandas as pd
import pytest

from moderation.classify.pieces import pieces_of
from moderation.comment import Comment
from moderation.features.union import CommentFeatures
from tests import tiny
from training.rows import rows_of

LONG = "thank you for the long letter about bread and the garden, " * 20
SOURCES = ["youtube_uci", "sms_uci", "x_janitr", "korean_news_hate", "hamgate"]


@pytest.fixture(scope="module")
def table():
    """Two hundred rows of five sources, every tenth of them long."""
    numbers = range(200)
    texts = [f"buy cheap casino bonus pills {n}" for n in numbers]
    texts = [f"{text} {LONG}" if n % 10 == 0 else text for n, text in enumerate(texts)]
    sources = [SOURCES[n % 5] for n in numbers]
    templates = ["spam/casino:1" if name == "hamgate" else "" for name in sources]
    labels = ["spam" if n % 2 else "ham" for n in numbers]
    columns = {"text": texts, "label": labels, "source": sources, "template": templates}
    return pd.DataFrame(columns)


@pytest.fixture(scope="module")
def rows(table):
    return rows_of(table, tiny.LAYOUT)


def test_the_rows_of_the_table_come_first(rows, table):
    found = rows.X[: len(table)]

    expected = CommentFeatures(tiny.LAYOUT).transform(map(Comment, table["text"]))
    assert (found != expected).nnz == 0
    assert rows.is_given.tolist() == [True] * 200 + [False] * (len(rows.owner) - 200)


def test_all_arrays_are_of_one_length(rows):
    n_rows = rows.X.shape[0]

    arrays = (rows.labels, rows.origins, rows.units, rows.owner, rows.is_given)
    assert [len(each) for each in (*arrays, rows.is_piece)] == [n_rows] * 6


def test_the_last_rows_are_the_pieces_of_long_comments(rows, table):
    first = int(rows.is_piece.argmax())

    assert rows.is_piece[first:].all()
    assert rows.owner[:first].tolist() == [*range(first)]
    for n in (0, 10, 190):
        expected = len(pieces_of(Comment(table["text"][n])))
        assert (rows.owner[first:] == n).sum() == expected > 1


def test_a_short_comment_has_no_pieces(rows):
    owners = set(rows.owner[rows.is_piece].tolist())

    assert {n for n in owners if n < 200} == {*range(0, 200, 10)}


def test_a_piece_has_label_and_origin_of_its_comment(rows):
    for each in (rows.labels, rows.origins, rows.units):
        assert (each == each[rows.owner]).all()


def test_units_are_origins_and_for_our_own_rows_families(rows):
    assert set(rows.origins.tolist()) >= {"youtube-en", "hamgate"}
    assert set(rows.units[rows.origins == "hamgate"].tolist()) == {"spam/casino"}
    others = rows.origins != "hamgate"
    assert (rows.units[others] == rows.origins[others]).all()


@pytest.mark.parametrize("name", ["folds", "group_folds"])
def test_pieces_are_never_learned_from_and_are_held_out_with_their_comment(rows, name):
    for train, out in getattr(rows, name):
        assert not rows.is_piece[train].any()
        assert set(rows.owner[out].tolist()) == set(out[~rows.is_piece[out]].tolist())
        assert not set(train.tolist()) & set(rows.owner[out].tolist())


@pytest.mark.parametrize(("name", "n_folds"), [("folds", 4), ("group_folds", 3)])
def test_every_row_is_held_out_once(rows, name, n_folds):
    found = getattr(rows, name)

    held_out = np.concatenate([out for _, out in found])

    assert len(found) == n_folds

    assert sorted(held_out.tolist()) == [*range(len(rows.owner))]


def test_a_disguised_copy_is_held_out_with_its_original(rows, table):
    copies = np.flatnonzero(~rows.is_given & ~rows.is_piece)

    fold = np.empty(len(rows.owner), int)
    for n, (_, out) in enumerate(rows.folds):
        fold[out] = n
    assert len(copies)
    for origin in set(rows.units[copies].tolist()):
        assert len(set(fold[rows.units == origin].tolist())) == 1


def test_a_table_without_long_comments_has_no_pieces():
    rows = rows_of(tiny.labelled_rows(spam=8, ham=8), tiny.LAYOUT)

    assert not rows.is_piece.any()
    assert len(rows.folds) == 3
