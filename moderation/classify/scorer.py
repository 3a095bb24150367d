"""From comments to calibrated scores and the reasons for them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from moderation.classify.artifact import load_artifact
from moderation.classify.corroborate import tempered
from moderation.classify.explain import explain, moved
from moderation.classify.pieces import PIECE_DISCOUNT, pieces_of, starts_of
from moderation.classify.weights import HEADS, Weights
from moderation.comment import Comment
from moderation.features.reading import read
from moderation.features.union import Encoded, encode
from moderation.verdict import Assessment, Scores, Thresholds

__all__ = ["Scorer"]

# Comments scored at a time: enough to make NumPy's overhead small, few enough for the
# arrays to stay in the cache.
_BATCH = 64
_TINY = 1e-6


class Scorer:
    """A loaded artifact that scores comments; it never changes once made."""

    def __init__(self, weights: Weights, manifest: dict[str, Any]) -> None:
        self._weights = weights
        self._manifest = manifest
        known = [head in manifest["heads"] for head in HEADS]
        self._heads = np.array(known, np.float32)
        self.thresholds = Thresholds(**manifest["thresholds"])
        self._ceiling = float(logit(min(max(self.thresholds.spam, _TINY), 1 - _TINY)))

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
            parts.append(self._score(comments[first : first + _BATCH]))
        return np.concatenate(parts)

    def assess(self, comments: Sequence[Comment]) -> list[Assessment]:
        """Score `comments`, with reasons, in their order."""
        return [self._assess(comment) for comment in comments]

    def _score(self, comments: Sequence[Comment]) -> NDArray[np.float32]:
        log_odds = self._log_odds(encode(read(comments), self._weights.layout))
        for n, comment in enumerate(comments):
            if pieces := pieces_of(comment):
                _, log_odds[n, 0] = self._worst(pieces, log_odds[n, 0])
        return self._probability(log_odds)

    def _assess(self, comment: Comment) -> Assessment:
        reading = read([comment])
        encoded = encode(reading, self._weights.layout)
        log_odds = self._log_odds(encoded)
        shift = 0
        if pieces := pieces_of(comment):
            worst, log_odds[0, 0] = self._worst(pieces, log_odds[0, 0])
            if worst is not None:
                shift = starts_of(comment)[worst]
                reading = read([pieces[worst]])
                encoded = encode(reading, self._weights.layout)
        spam, abuse, footer = self._probability(log_odds)[0]
        scores = Scores(float(spam), float(abuse), float(footer))
        reasons = explain(reading, encoded, self._weights, scores)
        return Assessment(scores, moved(reasons, shift) if shift else reasons)

    def _log_odds(self, encoded: Encoded) -> NDArray[np.float64]:
        log_odds, kinds = self._weights.with_kinds(encoded)
        found = log_odds.astype(float)
        found[:, 0] = tempered(found[:, 0], kinds, self._ceiling)
        return found

    def _worst(
        self, pieces: Sequence[Comment], whole: float
    ) -> tuple[int | None, float]:
        """Return the piece that speaks for the comment, if any, and its log-odds."""
        encoded = encode(read(pieces), self._weights.layout)
        found = self._log_odds(encoded)[:, 0] - PIECE_DISCOUNT
        worst = int(found.argmax())
        return (worst, float(found[worst])) if found[worst] > whole else (None, whole)

    def _probability(self, log_odds: NDArray[np.float64]) -> NDArray[np.float32]:
        return np.asarray(expit(log_odds) * self._heads, np.float32)
