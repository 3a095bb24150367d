"""The one place that lists the features of a model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from moderation.comment import Comment
from moderation.features.author import AuthorFeatures
from moderation.features.dense import DenseFeatures
from moderation.features.form import FormFeatures
from moderation.features.insults import InsultFeatures
from moderation.features.kinds import Kind
from moderation.features.links import ContactFeatures, LinkFeatures
from moderation.features.ngrams import Grams, char_grams, word_grams
from moderation.features.offer import OfferFeatures
from moderation.features.reading import Reading, read
from moderation.features.title import TitleFeatures
from moderation.features.tokens import buckets_of, tokens_of
from moderation.text.views import View

__all__ = ["BLOCKS", "CommentFeatures", "Encoded", "Layout", "dense_columns"]
__all__ += ["dense_kinds", "encode", "kinds_of"]

# Blocks of hashed columns, in the order of the matrix; the dense columns follow.
BLOCKS = ("words", "chars", "tokens")

_DENSE: tuple[DenseFeatures, ...] = (
    FormFeatures(),
    OfferFeatures(),
    InsultFeatures(),
    LinkFeatures(),
    ContactFeatures(),
    AuthorFeatures(),
    TitleFeatures(),
)


def dense_columns() -> list[tuple[str, str]]:
    """Return the name and the reason code of each dense column, in order."""
    pairs = (zip(each.NAMES, each.CODES, strict=True) for each in _DENSE)
    return [pair for block in pairs for pair in block]


def dense_kinds() -> list[Kind]:
    """Return the kind of each dense column, in order."""
    return [
        Kind.DISGUISE if name in block.DISGUISES else block.KIND
        for block in _DENSE
        for name in block.NAMES
    ]


@dataclass(frozen=True, slots=True)
class Layout:
    """How many buckets the hashed blocks have, as powers of two, and which n-grams."""

    word_bits: int = 18
    char_bits: int = 18
    token_bits: int = 14
    char_sizes: tuple[int, ...] = (3, 4, 5)

    @property
    def block_starts(self) -> tuple[int, int, int]:
        """First column of each block of `BLOCKS`."""
        words = 1 << self.word_bits
        return 0, words, words + (1 << self.char_bits)

    @property
    def n_hashed(self) -> int:
        """Columns before the dense ones."""
        return self.block_starts[2] + (1 << self.token_bits)

    @property
    def n_columns(self) -> int:
        """All columns."""
        return self.n_hashed + len(dense_columns())


def kinds_of(layout: Layout) -> NDArray[np.uint8]:
    """Return the kind of each column, shape (n_columns,)."""
    half = 1 << layout.token_bits - 1
    kinds = [Kind.TEXT] * layout.block_starts[2]
    kinds += [Kind.AUTHOR] * half + [Kind.LINKS] * half + dense_kinds()
    return np.array(kinds, np.uint8)


class Encoded(NamedTuple):
    """A batch as columns that are present.

    `blocks` has, for each block of `BLOCKS`, one array a comment with the buckets that
    occur in it, sorted, each once, counted from 0 in each block. `dense` has shape
    (n_comments, n_dense). `grams` are the families of n-grams that the first two blocks
    were made from, with their places.
    """

    blocks: tuple[list[NDArray[np.uint32]], ...]
    dense: NDArray[np.float32]
    grams: tuple[list[Grams], ...]


def encode(reading: Reading, layout: Layout) -> Encoded:
    """Find the columns of each comment of a batch."""
    words = word_grams(reading.skeleton, layout.word_bits)
    chars = char_grams(reading.skeleton, layout.char_sizes, layout.char_bits)
    dense = [each.columns(reading) for each in _DENSE]
    return Encoded(
        blocks=(
            _by_text(words, reading.skeleton),
            _by_text(chars, reading.skeleton),
            _tokens(reading, layout.token_bits),
        ),
        dense=np.concatenate(dense, axis=1),
        grams=(words, chars),
    )


class CommentFeatures(TransformerMixin, BaseEstimator):
    """Turn comments into a sparse matrix: hashed columns 0 or 1, then the dense ones.

    Nothing is learned, so `fit` only returns `self`.

    Parameters
    ----------
    layout : Layout, optional
        Sizes of the hashed blocks.
    batch_size : int
        Comments that are read at a time; it changes memory, never the result.
    """

    def __init__(self, layout: Layout | None = None, batch_size: int = 256) -> None:
        self.layout = layout
        self.batch_size = batch_size

    def fit(self, comments: Sequence[Comment], y: object = None) -> Self:
        """Return `self`; there is nothing to learn."""
        return self

    def transform(self, comments: Iterable[Comment]) -> csr_matrix:
        """Return a matrix of float32, shape (n_comments, n_columns)."""
        layout = self.layout or Layout()
        parts = _Parts()
        comments = list(comments)
        for first in range(0, len(comments), self.batch_size):
            chunk = comments[first : first + self.batch_size]
            parts.add(encode(read(chunk), layout), layout)
        return parts.matrix(layout.n_columns)


@dataclass(slots=True)
class _Parts:
    """Rows of a sparse matrix as they come."""

    columns: list[NDArray[np.int32]] = field(default_factory=list)
    values: list[NDArray[np.float32]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def add(self, encoded: Encoded, layout: Layout) -> None:
        for *hashed, dense in zip(*encoded.blocks, encoded.dense, strict=True):
            present = np.flatnonzero(dense)
            starts = (*layout.block_starts, layout.n_hashed)
            pairs = zip((*hashed, present), starts, strict=True)
            row = np.concatenate([buckets + start for buckets, start in pairs])
            n_hashed = len(row) - len(present)
            self.columns.append(row.astype(np.int32))
            ones = np.ones(n_hashed, np.float32)
            self.values.append(np.concatenate((ones, dense[present])))
            self.sizes.append(len(row))

    def matrix(self, n_columns: int) -> csr_matrix:
        bounds = np.concatenate(([0], np.cumsum(self.sizes))).astype(np.int64)
        columns = np.concatenate([np.empty(0, np.int32), *self.columns])
        self.columns.clear()
        values = np.concatenate([np.empty(0, np.float32), *self.values])
        self.values.clear()
        shape = (len(self.sizes), n_columns)
        return csr_matrix((values, columns, bounds), shape=shape)


def _by_text(families: list[Grams], view: View) -> list[NDArray[np.uint32]]:
    """Sort the buckets of all families into texts; keep each once."""
    n_texts = len(view.bounds) - 1
    if not families:
        return [np.empty(0, np.uint32)] * n_texts
    if n_texts == 1:
        return [_unique(np.concatenate([each.bucket for each in families]))]
    inner = view.bounds[1:-1]
    pieces = [
        np.split(each.bucket, np.searchsorted(each.start, inner)) for each in families
    ]
    return [_unique(np.concatenate(each)) for each in zip(*pieces, strict=True)]


def _unique(buckets: NDArray[np.uint32]) -> NDArray[np.uint32]:
    # Sorting 1,200 numbers takes 10 us, `np.unique` 76: it looks for an inverse first.
    buckets.sort()
    kept = np.empty(len(buckets), bool)
    kept[:1] = True
    np.not_equal(buckets[1:], buckets[:-1], out=kept[1:])
    return buckets[kept]


def _tokens(reading: Reading, bits: int) -> list[NDArray[np.uint32]]:
    rows = []
    for comment, links in zip(reading.comments, reading.links, strict=True):
        buckets = set(buckets_of(tokens_of(comment, links), bits))
        rows.append(np.array(sorted(buckets), np.uint32))
    return rows
