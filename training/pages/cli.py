"""The command that makes a page model."""

import json
from pathlib import Path

import click
from tqdm import tqdm

from training.pages.evaluate import evaluate_pages, hold_out_domains
from training.pages.publish import write_page_artifact
from training.pages.reading import read_pages
from training.pages.report import evaluation_text, training_text
from training.pages.texts import loose_texts
from training.pages.train import train_pages as train

__all__ = ["train_pages"]


@click.command("train-pages")
@click.argument(
    "datasets", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the artifact; one that is there is replaced.",
)
@click.option(
    "--evaluate",
    "is_measured",
    is_flag=True,
    help="Measure on domains held out instead; three models are trained for it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def train_pages(
    datasets: Path, out: Path | None, is_measured: bool, as_json: bool
) -> None:
    """Train a page model on the labelled pages of DATASETS.

    DATASETS is a folder with footers/pages_html_train.jsonl.gz and
    footers/pages_lines_train.jsonl.gz, and comments/ as for `train`.
    """
    if (out is None) != is_measured:
        raise click.UsageError("give --out, or --evaluate")
    html, lines = read_pages(datasets)
    loose = loose_texts(datasets)
    with tqdm(total=None, disable=None, unit="step", desc="training") as bar:
        if out is None:
            folds = hold_out_domains(html, lines, loose, progress=bar.set_postfix_str)
            found = evaluate_pages(folds)
        else:
            trained = train(html, lines, loose, progress=bar.set_postfix_str)
            found = write_page_artifact(trained, out)
    text = training_text(found) if out else evaluation_text(found)
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else text)
