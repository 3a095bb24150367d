"""From comments to calibrated scores and the reasons for them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from moderation.classify.artifact import load_artifact
from moderation.classify.explain import explain
from moderation.classify.weights import HEADS, Weights
from moderation.comment import Comment
from moderation.features.reading import read
from moderation.features.union import encode
from moderation.verdict import Assessment, Scores, Thresholds

__all__ = ["Scorer"]

# Comments scored at a time: enough to make NumPy's overhead small, few enough for the
# arrays to stay in the cache.
_BATCH = 64


class Scorer:
    """A loaded artifact that scores comments; it never changes once made."""

    def __init__(self, weights: Weights, manifest: dict[str, Any]) -> None:
        self._weights = weights
        self._manifest = manifest
        known = [head in manifest["heads"] for head in HEADS]
        self._heads = np.array(known, np.float32)
        self.thresholds = Thresholds(**manifest["thresholds"])

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load the artifact in `folder`; `BadArtifact` if it cannot be trusted."""
        return cls(*load_artifact(folder))

    @property
    def name(self) -> str:
        """The version that every verdict names."""
        return str(self._manifest["name"])

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest, which holds no path."""
        return self._manifest

    def score(self, comments: Sequence[Comment]) -> NDArray[np.float32]:
        """Return P(head), shape (n_comments, 3) in the order of `HEADS`.

        A head that the training data had no examples of scores 0.
        """
        parts = [np.empty((0, len(HEADS)), np.float32)]
        for first in range(0, len(comments), _BATCH):
            encoded = encode(
                read(comments[first : first + _BATCH]), self._weights.layout
            )
            parts.append(self._probability(self._weights.log_odds(encoded)))
        return np.concatenate(parts)

    def assess(self, comments: Sequence[Comment]) -> list[Assessment]:
        """Score `comments`, with reasons, in their order."""
        return [self._assess(comment) for comment in comments]

    def _assess(self, comment: Comment) -> Assessment:
        reading = read([comment])
        encoded = encode(reading, self._weights.layout)
        spam, abuse, footer = self._probability(self._weights.log_odds(encoded))[0]
        scores = Scores(float(spam), float(abuse), float(footer))
        return Assessment(scores, explain(reading, encoded, self._weights, scores))

    def _probability(self, log_odds: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(expit(log_odds) * self._heads, np.float32)
