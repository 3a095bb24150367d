"""The rows that a model is fitted on: as given, disguised, and long ones in pieces."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from moderation.classify.pieces import pieces_of
from moderation.features.union import CommentFeatures, Layout
from moderation.tables import comments_of
from training.disguise import with_disguises
from training.split import Fold, by_group, families_of, left_out, origins_of

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Rows", "is_for_footer_only", "rows_of"]


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything about the rows that the heads need; nothing here is learned.

    Shapes are (n_rows,) unless said. `origins` are platforms with language, or sources;
    `units` are the same, but families one by one. `X` has n_rows rows and is not
    scaled; its last rows are pieces of long comments, and `owner` says of each row
    which comment it is a piece of: its own number for whole ones. `is_given` tells rows
    of the table from disguised copies and pieces. `for_footer_only` tells rows that
    the other heads do not learn from. `trust` is how much a label counts.
    """

    X: csr_matrix
    labels: NDArray[np.str_]
    origins: NDArray[np.str_]
    units: NDArray[np.str_]
    owner: NDArray[np.int64]
    is_given: NDArray[np.bool_]
    is_piece: NDArray[np.bool_]
    for_footer_only: NDArray[np.bool_]
    trust: NDArray[np.float64]
    folds: list[Fold]
    group_folds: list[Fold]


def rows_of(table: "DataFrame", layout: Layout) -> Rows:
    """Read the comments of `table` and their disguised copies and pieces."""
    whole = with_disguises(table)
    comments = comments_of(whole)
    pieces = [
        (n, piece) for n, each in enumerate(comments) for piece in pieces_of(each)
    ]
    owner = np.array([*range(len(whole)), *(n for n, _ in pieces)], np.int64)
    features = CommentFeatures(layout)
    parts = [features.transform(comments)]
    if pieces:
        parts.append(features.transform([piece for _, piece in pieces]))
    families, origins = families_of(whole), origins_of(whole)
    is_piece = np.arange(len(owner)) >= len(whole)
    return Rows(
        X=vstack(parts, format="csr"),
        labels=whole["label"].to_numpy(str)[owner],
        origins=origins[owner],
        units=np.where(families != "", families, origins)[owner],
        owner=owner,
        is_given=~is_piece & ~whole["disguised"].to_numpy(bool)[owner],
        is_piece=is_piece,
        for_footer_only=is_for_footer_only(whole)[owner],
        trust=_trust(whole)[owner],
        folds=_with_pieces(left_out(whole), owner, len(whole)),
        group_folds=_with_pieces(by_group(whole), owner, len(whole)),
    )


def is_for_footer_only(table: "DataFrame") -> NDArray[np.bool_]:
    """Tell which rows say ``footer`` in the column `heads`, shape (n_rows,)."""
    if "heads" not in table.columns:
        return np.zeros(len(table), bool)
    return np.asarray(table["heads"] == "footer")


def _trust(table: "DataFrame") -> NDArray[np.float64]:
    """Return what feedback says of its rows; a file's own column is text."""
    if "weight" in table.columns and table["weight"].dtype == float:
        return table["weight"].to_numpy(float)
    return np.ones(len(table))


def _with_pieces(
    folds: list[Fold], owner: NDArray[np.int64], n_whole: int
) -> list[Fold]:
    """Hold pieces out with their comment, and never learn from them."""
    pieces = np.arange(n_whole, len(owner))
    return [
        (train, np.concatenate([out, pieces[np.isin(owner[n_whole:], out)]]))
        for train, out in folds
    ]
