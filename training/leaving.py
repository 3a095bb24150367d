"""Measure what a new site meets: train without a source, test on it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.classify.scorer import Scorer
from moderation.errors import BadTable
from moderation.tables import read_table
from training.evaluate import evaluate_model
from training.sources import sisters_of
from training.train import TrainedModel, train_model

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["LeftOut", "leave_one_out", "left_out_tests", "without_metadata"]

_LABELS = {"ham", "spam", "abuse"}
_METADATA = ("author", "author_url", "author_email", "title", "type")
_NEEDED = ("text", "label", "split")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One source, and a model that learned from none of its platform and language.

    `without` names the sources of the training rows that were left out: none for a
    source that the shipped model never learns from. `families` are the errors on own
    families, each held out whole.
    """

    source: str
    without: frozenset[str]
    test: "DataFrame"
    model: Scorer
    families: dict[str, Any] = field(default_factory=dict)

    def evaluate(self) -> dict[str, Any]:
        """Return the metrics on the source's test split, and those on text alone."""
        alone = evaluate_model(without_metadata(self.test), self.model)
        return {
            "source": self.source,
            "trained_without": sorted(self.without),
            **evaluate_model(self.test, self.model),
            "families_held_out": self.families,
            "without_metadata": {
                name: alone[name] for name in ("heads", "at_thresholds")
            },
        }


def leave_one_out(
    rows: "DataFrame",
    tests: Mapping[str, "DataFrame"],
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[LeftOut]:
    """Train without each source of `tests` in turn, and its sisters.

    Sources whose training rows are the same share one model.

    Parameters
    ----------
    rows : DataFrame
        What a model may learn from, as `training.shipped.shipped_rows` returns it.
    tests : mapping of str to DataFrame
        The test split of each source.
    progress : callable
        Is told the source and the step of its training, as it begins.
    """
    trained: dict[frozenset[str], TrainedModel] = {}
    for name, test in tests.items():
        progress(name)
        without = frozenset(sisters_of(name) & set(rows["source"]))
        if without not in trained:
            kept = rows[~rows["source"].isin(without)].reset_index(drop=True)
            trained[without] = train_model(kept, progress=_prefixed(name, progress))
        model = trained[without]
        manifest = {"name": f"without {name}", **model.manifest}
        scorer = Scorer(model.weights, manifest)
        yield LeftOut(name, without, test, scorer, model.families)


def left_out_tests(datasets: Path, names: Sequence[str] = ()) -> "dict[str, DataFrame]":
    """Return the test splits of the sources `names`; of all that have one if empty.

    Parameters
    ----------
    datasets : Path
        Folder with ``comments/NAME.csv.gz``.

    Raises
    ------
    BadTable
        If there is no such source, or it has no test split.
    """
    folder = datasets / "comments"
    if not names:
        found = {_name(path): _test(path) for path in sorted(folder.glob("*.csv.gz"))}
        return {name: test for name, test in found.items() if len(test)}
    for name in names:
        if not (folder / f"{name}.csv.gz").is_file():
            raise BadTable(f"no source {name!r} in {datasets.name}/comments")
    tests = {name: _test(folder / f"{name}.csv.gz") for name in names}
    for name, test in tests.items():
        if not len(test):
            raise BadTable(f"source {name!r} has no test split")
    return tests


def without_metadata(table: "DataFrame") -> "DataFrame":
    """Return the rows as if their site told nothing but the text."""
    return table.assign(**{name: "" for name in _METADATA if name in table.columns})


def _prefixed(name: str, progress: Callable[[str], None]) -> Callable[[str], None]:
    return lambda step: progress(f"{name}: {step}")


def _name(path: Path) -> str:
    return path.name.removesuffix(".csv.gz")


def _test(path: Path) -> "DataFrame":
    """Return the labelled rows of the test split; none if there is no split."""
    table = read_table(path)
    if not {*_NEEDED} <= {*table.columns}:
        return table[:0]
    kept = (table["split"] == "test") & table["label"].isin(_LABELS)
    return table[kept].assign(source=_name(path)).reset_index(drop=True)
