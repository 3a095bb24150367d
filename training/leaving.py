"""Measure what a new site meets: train without a source, test on it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.classify.scorer import Scorer
from moderation.errors import BadTable
from moderation.tables import read_table
from training.evaluate import evaluate_model
from training.shipped import shipped_rows
from training.sources import sisters_of
from training.train import train_model

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["LeftOut", "leave_one_out", "left_out_test"]

_LABELS = {"ham", "spam", "abuse"}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One source, and a model that learned from none of its platform and language."""

    source: str
    test: "DataFrame"
    model: Scorer

    def evaluate(self) -> dict[str, Any]:
        """Return the metrics of the model on the source's test split."""
        return {"source": self.source, **evaluate_model(self.test, self.model)}


def leave_one_out(
    datasets: Path,
    names: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[LeftOut]:
    """Train without each source of the folder `datasets` in turn, and its sisters.

    Parameters
    ----------
    names : sequence of str
        Sources to leave out; all that have a test split if empty.

    Raises
    ------
    BadTable
        If there is no such source in the folder.
    """
    for name in names or _names(datasets):
        test = left_out_test(datasets, name)
        progress(name)
        rows = shipped_rows(datasets, frozenset(sisters_of(name)))
        trained = train_model(rows)
        manifest = {"name": f"without {name}", **trained.manifest}
        yield LeftOut(name, test, Scorer(trained.weights, manifest))


def left_out_test(datasets: Path, name: str) -> "DataFrame":
    """Return the test split of a source."""
    path = datasets / "comments" / f"{name}.csv.gz"
    if not path.is_file():
        raise BadTable(f"no source {name!r} in {datasets.name}/comments")
    table = read_table(path, ("text", "label", "split"))
    kept = (table["split"] == "test") & table["label"].isin(_LABELS)
    return table[kept].assign(source=name).reset_index(drop=True)


def _names(datasets: Path) -> list[str]:
    paths = sorted((datasets / "comments").glob("*.csv.gz"))
    names = [path.name.removesuffix(".csv.gz") for path in paths]
    return [name for name in names if len(left_out_test(datasets, name))]
