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
from moderation.classify.explain_site import explain_site
from moderation.classify.lessons import Row, rows_of
from moderation.classify.pieces import PIECE_DISCOUNT, pieces_of, starts_of
from moderation.classify.site_model import SiteModel
from moderation.classify.unseen import unseen_share
from moderation.classify.weights import HEADS, Weights
from moderation.classify.workings import Workings
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

    def score(
        self, comments: Sequence[Comment], site: SiteModel | None = None
    ) -> NDArray[np.float32]:
        """Return P(head), shape (n_comments, 3) in the order of `HEADS`.

        A head that the training data had no examples of scores 0. `site` is what the
        comments' site taught on top of this model.
        """
        parts = [np.empty((0, len(HEADS)), np.float32)]
        for first in range(0, len(comments), _BATCH):
            encoded, log_odds = self._read(comments[first : first + _BATCH])
            if site is not None:
                log_odds[:, 0] = site.log_odds(encoded, self._weights, log_odds[:, 0])
            parts.append(self._probability(log_odds))
        return np.concatenate(parts)

    def study(self, comments: Sequence[Comment]) -> list[tuple[Row, float]]:
        """Return what a site model learns of each comment, and its log-odds of spam.

        A comment has the same bits whatever others stand beside it: each is read on its
        own, as sums over a batch of another size are rounded in another way.
        """
        found: list[tuple[Row, float]] = []
        for comment in comments:
            encoded, log_odds = self._read([comment])
            [row] = rows_of(encoded, self._weights)
            found.append((row, float(log_odds[0, 0])))
        return found

    def workings(self) -> Workings:
        """Return what `site_model.teach` needs to fit one site on top of this model."""
        return Workings(self._weights)

    def unseen(self, texts: Sequence[str]) -> float:
        """Estimate the share of words and pairs that are new to it, in [0, 1]."""
        return unseen_share(texts, self._weights)

    def assess(
        self, comments: Sequence[Comment], site: SiteModel | None = None
    ) -> list[Assessment]:
        """Score `comments`, with reasons, in their order."""
        return [self._assess(comment, site) for comment in comments]

    def _read(self, comments: Sequence[Comment]) -> tuple[Encoded, NDArray[np.float64]]:
        encoded = encode(read(comments), self._weights.layout)
        log_odds = self._log_odds(encoded)
        for n, comment in enumerate(comments):
            if pieces := pieces_of(comment):
                _, log_odds[n, 0] = self._worst(pieces, log_odds[n, 0])
        return encoded, log_odds

    def _assess(self, comment: Comment, site: SiteModel | None) -> Assessment:
        reading = whole = read([comment])
        encoded = of_whole = encode(reading, self._weights.layout)
        log_odds = self._log_odds(encoded)
        shift = 0
        if pieces := pieces_of(comment):
            worst, log_odds[0, 0] = self._worst(pieces, log_odds[0, 0])
            if worst is not None:
                shift = starts_of(comment)[worst]
                reading = read([pieces[worst]])
                encoded = encode(reading, self._weights.layout)
        base = float(log_odds[0, 0])
        if site is not None:
            log_odds[:, 0] = site.log_odds(of_whole, self._weights, log_odds[:, 0])
        spam, abuse, footer = self._probability(log_odds)[0]
        scores = Scores(float(spam), float(abuse), float(footer))
        reasons = explain(reading, encoded, self._weights, scores)
        reasons = moved(reasons, shift) if shift else reasons
        if site is not None:
            added = float(log_odds[0, 0]) - base
            learned = explain_site(whole, of_whole, self._weights, (site, added))
            reasons = (*learned, *reasons)
        return Assessment(scores, reasons)

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
