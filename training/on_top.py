"""Learn from feedback on top of a model, which stays what it was for all else."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from scipy.special import expit

from moderation.classify.weights import HEADS, Weights
from moderation.features.union import CommentFeatures
from moderation.tables import comments_of
from training.delta import fit_delta
from training.scaling import BlockScaler
from training.train import TrainedModel, library_versions

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["OnTop"]

# Of .3, 1, 3 and 10 the best trade of what is learned and what is lost
# (experiment 0012).
_C = 3.0
# Sites without abuse and footers say nothing about them: as labels against these heads
# their comments cost a third of the abuse that the model knew (experiment 0012).
_RARE = ("abuse", "footer")


class OnTop:
    """Makes models on top of one: its weights, and a difference that feedback asks for.

    Only columns that occur in the feedback change, and the scores of `anchors` pull
    them back. Each model is made on the same base and not on the last one, so that a
    label that is taken back is forgotten exactly and errors do not pile up.
    """

    n_folds = 3
    shares: tuple[float, ...] = (0.0, 0.1, 0.25, 0.5)

    def __init__(
        self, base: Weights, manifest: dict[str, Any], anchors: "DataFrame"
    ) -> None:
        self._base = base
        self._manifest = manifest
        layout = base.layout
        factor = BlockScaler(layout).fit(csr_matrix((0, layout.n_columns))).factor_
        # The fourth column is the squared factor; that of dense columns is fixed.
        factor[: layout.n_hashed] = np.sqrt(base.hashed[:, -1])
        self._scaler = BlockScaler(layout)
        self._scaler.factor_ = factor
        self._coef = np.vstack([base.hashed[:, :-1], base.dense]) / factor[:, None]
        self._anchors = self._scaled(anchors)
        self._anchored = self._log_odds(self._anchors)

    def fit(self, table: "DataFrame") -> TrainedModel:
        """Return the base with what `table` teaches; columns as `feedback_table`'s."""
        X = self._scaled(table)
        used = np.unique(X.indices)
        both = vstack([X, self._anchors], format="csr")[:, used]
        offset = np.vstack([self._log_odds(X), self._anchored])
        weights = np.append(
            table["weight"].to_numpy(float), np.ones(len(self._anchored))
        )
        coef = np.zeros((X.shape[1], len(HEADS)))
        for n, head in enumerate(HEADS):
            if head in self._manifest["heads"] and len(used):
                said = self._said(table, head, expit(offset[: len(table), n]))
                y = np.append(said, expit(self._anchored[:, n]))
                coef[used, n] = fit_delta(both, y, offset[:, n], weights, C=_C)
        return TrainedModel(self._added(coef), self._described())

    def _said(
        self, table: "DataFrame", head: str, scores: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return what the feedback says to a head, from 0 to 1."""
        said = np.asarray(table["label"] == head, np.float64)
        if head not in _RARE:
            return said
        is_left_alone = (said == 0) & (scores < self._manifest["thresholds"][head])
        return np.where(is_left_alone, scores, said)

    def _scaled(self, table: "DataFrame") -> csr_matrix:
        X = CommentFeatures(self._base.layout).transform(comments_of(table))
        return self._scaler.transform(X, copy=False)

    def _log_odds(self, X: csr_matrix) -> NDArray[np.float64]:
        return np.asarray(X @ self._coef + self._base.bias, np.float64)

    def _added(self, coef: NDArray[np.float64]) -> Weights:
        added = (coef * self._scaler.factor_[:, None]).astype(np.float32)
        hashed = self._base.hashed.copy()
        hashed[:, :-1] += added[: len(hashed)]
        dense = self._base.dense + added[len(hashed) :]
        return replace(self._base, hashed=hashed, dense=dense)

    def _described(self) -> dict[str, Any]:
        whole = {k: v for k, v in self._manifest.items() if k not in ("name", "sha256")}
        made = {"how": "on top", "base": self._manifest.get("name", "")}
        return whole | {"made": made, "libraries": library_versions()}
