"""The contract of features that are named numbers."""

from abc import abstractmethod
from collections.abc import Sequence
from math import log1p
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from moderation.comment import Comment
from moderation.features.kinds import Kind
from moderation.features.reading import Reading, read

__all__ = ["DenseFeatures", "log_scale"]


class DenseFeatures(TransformerMixin, BaseEstimator):
    """Turn comments into a few columns, each in [0, 1] or near it.

    A subclass names its columns in `NAMES`, the reason code of each in `CODES`, and
    computes them in `columns`. `KIND` is the kind of evidence that they are, except for
    those in `DISGUISES`. Nothing is learned.
    """

    NAMES: ClassVar[tuple[str, ...]] = ()
    CODES: ClassVar[tuple[str, ...]] = ()
    KIND: ClassVar[Kind] = Kind.FORM
    DISGUISES: ClassVar[frozenset[str]] = frozenset()

    def fit(self, comments: Sequence[Comment], y: object = None) -> Self:
        """Return `self`; there is nothing to learn."""
        return self

    def transform(self, comments: Sequence[Comment]) -> NDArray[np.float32]:
        """Return shape (n_comments, n_columns), columns in the order of `NAMES`."""
        return self.columns(read(comments))

    @abstractmethod
    def columns(self, reading: Reading) -> NDArray[np.float32]:
        """Compute the columns of a batch that is already read."""

    def get_feature_names_out(self, input_features: object = None) -> list[str]:
        """Name the columns, so that a weight can be shown as a reason."""
        return list(self.NAMES)


def log_scale(count: float, full: float) -> float:
    """Map a count to [0, 1]: 0 at 0, 1 from `full` up, steep at first."""
    return min(log1p(count) / log1p(full), 1.0)
