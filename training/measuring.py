"""Measure one model on files, or new ones on sources left out, with a bar."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from moderation.classify.scorer import Scorer
from moderation.tables import comments_of
from training.evaluate import evaluate_model
from training.judged import judge
from training.leaving import leave_one_out, left_out_tests
from training.obfuscated import evaluate_obfuscations
from training.obfuscation import OBFUSCATIONS
from training.picture import Curve, curve_of
from training.shipped import shipped_rows

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Measured", "evaluate_files", "evaluate_left_out"]

# What was found, and the curves of it, which are computed when somebody draws them.
Measured = tuple[dict[str, Any], Iterator[Curve]]


def evaluate_files(
    table: "DataFrame", model: Scorer, *, obfuscations: bool = False
) -> Measured:
    """Measure `model` on `table`; `obfuscations` adds the entry of that name."""
    known = int(table["label"].isin(("ham", "spam")).sum())
    total = len(table) + obfuscations * known * (len(OBFUSCATIONS) + 1)
    with tqdm(total=total, disable=None, unit="comments") as bar:
        found = evaluate_model(table, model, bar.update)
        if obfuscations:
            found["obfuscations"] = evaluate_obfuscations(table, model, bar.update)
    return found, _curves(
        (str(name), part, model) for name, part in table.groupby("source")
    )


def evaluate_left_out(
    datasets: Path, names: Sequence[str] = (), *, obfuscations: bool = False
) -> Measured:
    """Measure models that learned without a source on it: the entry `left_out`.

    Raises
    ------
    BadTable
        If there is no such source in the folder, or it has no test split.
    """
    tests = left_out_tests(datasets, names)
    rows = shipped_rows(datasets)
    found, measured = [], []
    with tqdm(total=len(tests), disable=None, unit="source") as bar:
        for each in leave_one_out(rows, tests, bar.set_postfix_str):
            row = each.evaluate()
            if obfuscations:
                bar.set_postfix_str(f"{each.source}: disguised")
                row["obfuscations"] = evaluate_obfuscations(each.test, each.model)
            found.append(row)
            measured.append((each.source, each.test, each.model))
            bar.update()
    return {"left_out": found}, _curves(measured)


def _curves(measured: "Iterable[tuple[str, DataFrame, Scorer]]") -> Iterator[Curve]:
    for name, table, model in measured:
        scores = judge(comments_of(table), model).scores
        if curve := curve_of(name, table["label"].to_numpy(str), scores):
            yield curve
