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
from training.leaving_report import leaving_text
from training.measuring import evaluate_files, evaluate_left_out
from training.picture import check_pictures, draw_curves
from training.publish import write_artifact
from training.report import evaluation_text, training_text
from training.train import train_model

__all__ = ["evaluate", "labelled", "train"]

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
    table = labelled(files, split)
    with tqdm(total=None, disable=None, unit="step", desc="training") as bar:
        model = train_model(table, progress=lambda step: bar.set_postfix_str(step))
    manifest = write_artifact(model, out)
    _show(manifest, training_text(manifest), as_json)


@click.command()
@click.argument(
    "files",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
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
@click.option(
    "--leave-one-source-out",
    "datasets",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Train without each source of this folder in turn, and without those of its "
    "platform and language, and measure on its test split.",
)
@click.option(
    "--source",
    "names",
    multiple=True,
    help="Leave out only this source; may be repeated.",
)
@click.option(
    "--obfuscations", is_flag=True, help="Measure under each disguise as well."
)
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="PNG file to draw to: caught by ham blocked, one line a source.",
)
@_JSON
@click.pass_obj
def evaluate(  # noqa: PLR0913, PLR0917 (one argument an option)
    current: Any,  # noqa: ANN401 (what `service` hands to every command)
    files: Sequence[Path],
    model_dir: Path | None,
    split: str,
    datasets: Path | None,
    names: Sequence[str],
    obfuscations: bool,
    picture: Path | None,
    as_json: bool,
) -> None:
    """Measure a model on the labelled rows of FILES.

    With --leave-one-source-out, measure new models on sources that they never saw.
    """
    if picture:
        check_pictures()
    if datasets:
        if files or model_dir or split:
            raise click.UsageError(
                "--leave-one-source-out takes no FILES, --model or --split"
            )
        found, curves = evaluate_left_out(datasets, names, obfuscations=obfuscations)
        text = leaving_text(found)
    else:
        if names:
            raise click.UsageError("--source needs --leave-one-source-out")
        if not files:
            raise click.UsageError("Missing argument 'FILES...'.")
        model = Scorer.load(model_dir or current.model_dir())
        table = labelled(files, split)
        found, curves = evaluate_files(table, model, obfuscations=obfuscations)
        text = evaluation_text(found)
    if picture:
        draw_curves(curves, picture)
    _show(found, text, as_json)


def labelled(
    files: Sequence[Path],
    split: str = "",
) -> Any:  # noqa: ANN401 (a DataFrame)
    """Read data files with the columns text and label; `BadTable` if one is wrong."""
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
