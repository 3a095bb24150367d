"""The commands that make and measure models."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from moderation.classify.scorer import Scorer
from moderation.errors import BadTable
from moderation.tables import check_labels, read_table
from training.evaluate import evaluate_model
from training.publish import write_artifact
from training.report import evaluation_text, training_text
from training.train import train_model

__all__ = ["evaluate", "train"]

_FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@_FILES
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the artifact; one that is there is replaced.",
)
@click.option(
    "--split",
    default="",
    help="Take only the rows whose column `split` says this.",
)
@_JSON
def train(files: Sequence[Path], out: Path, split: str, as_json: bool) -> None:
    """Train a model on the labelled rows of FILES and write it to --out.

    Columns: text and label (ham, spam, abuse or footer); optional author, author_url,
    author_email, title, type, lang, group and source.
    """
    table = _labelled(files, split)
    with tqdm(total=None, disable=None, unit="step", desc="training") as bar:
        model = train_model(table, progress=lambda step: bar.set_postfix_str(step))
    manifest = write_artifact(model, out)
    _show(manifest, training_text(manifest), as_json)


@click.command()
@_FILES
@click.option(
    "--model",
    "model_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the artifact; the current model if left out.",
)
@click.option(
    "--split",
    default="",
    help="Take only the rows whose column `split` says this.",
)
@_JSON
@click.pass_obj
def evaluate(
    current: Any,  # noqa: ANN401 (what `service` hands to every command)
    files: Sequence[Path],
    model_dir: Path | None,
    split: str,
    as_json: bool,
) -> None:
    """Measure a model on the labelled rows of FILES."""
    model = Scorer.load(model_dir or current.model_dir())
    table = _labelled(files, split)
    with tqdm(total=len(table), disable=None, unit="comments") as bar:
        found = evaluate_model(table, model, bar.update)
    _show(found, evaluation_text(found), as_json)


def _labelled(files: Sequence[Path], split: str) -> Any:  # noqa: ANN401 (a DataFrame)
    import pandas as pd

    tables = []
    for path in files:
        table = read_table(path, ("text", "label"))
        table["label"] = [label.strip().lower() for label in table["label"]]
        check_labels(table, path.name)
        if "source" not in table.columns:
            table["source"] = path.name.split(".")[0]
        tables.append(table)
    whole = pd.concat(tables, ignore_index=True).fillna("")
    if split and "split" not in whole.columns:
        raise BadTable("--split needs a column 'split'")
    if split:
        whole = whole[whole["split"] == split].reset_index(drop=True)
    return whole


def _show(found: dict[str, Any], text: str, as_json: bool) -> None:
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else text)
