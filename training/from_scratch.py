"""Make a model of our own rows, files of the operator and feedback, on top of none."""

import re
from typing import TYPE_CHECKING, Any

from moderation.features.union import Layout
from training.shipped import shipped_rows
from training.train import TrainedModel, train_model

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["FromScratch"]

_SITE = re.compile(r"site-[0-9]+")


class FromScratch:
    """Trains anew each time, which takes minutes; `base` is read from files."""

    # Each is a whole training.
    n_folds = 2
    shares: tuple[float, ...] = ()

    def __init__(self, base: "DataFrame", layout: Layout | None = None) -> None:
        import pandas as pd

        whole = pd.concat([shipped_rows(None), base], ignore_index=True).fillna("")
        self._base = whole.assign(weight=1.0)
        self._layout = layout

    def fit(self, table: "DataFrame") -> TrainedModel:
        """Train on the base and `table`, whose columns are `feedback_table`'s."""
        import pandas as pd

        kept = table.drop(columns=["given_at", "trust"])
        whole = pd.concat([self._base, kept], ignore_index=True)
        whole = whole.fillna("")
        model = train_model(whole, self._layout)
        model.manifest["made"] = {"how": "from scratch", "base": ""}
        model.manifest["sources"] = _without_sites(model.manifest["sources"])
        return model


def _without_sites(sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what sites gave: every site may read the manifest."""
    return [row for row in sources if not _SITE.fullmatch(row["source"])]
