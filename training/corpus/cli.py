"""The commands that look at and build the corpus."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moderation.errors import BadTable
from moderation.lists import data_dir
from moderation.tables import write_table
from training.corpus.build import build_corpus, digest_of, family_files, shared_slots
from training.corpus.checking import faults_of, faults_of_slots, is_hint

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["corpus"]

_LEAST_TEMPLATES = 30
_ABOUT = ("author", "author_url", "author_email", "title")
_FILES = click.argument(
    "files",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)


@click.group()
def corpus() -> None:
    """Build, check and look at the comments that Hamgate is trained on."""


@corpus.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Data file to write.",
)
@_FILES
def build(files: Sequence[Path], out: Path) -> None:
    """Expand the family FILES, or all of them, to one data file."""
    table = build_corpus(list(files) or None)
    write_table(table, out)
    click.echo(f"{len(table):,} rows, SHA-256 {digest_of(table)}")


@corpus.command()
@_FILES
def check(files: Sequence[Path]) -> None:
    """Say what is wrong in the family FILES, or in all, and what they give.

    Of each: how many texts and rows, and how many texts of each language.
    """
    faults = [] if files else [*faults_of_slots(data_dir() / "comments" / "slots.txt")]
    tables = []
    for path in files or family_files():
        name = f"{path.parent.name}/{path.stem}"
        found = [*faults_of(path, shared_slots())]
        try:
            table = build_corpus([path])
        except BadTable as error:
            faults += found or [str(error)]
            continue
        click.echo(_counts(name, table))
        tables.append((path.parent.name, table))
        faults += found + _too_short(name, table)
    for line in _totals(tables):
        click.echo(line)
    for fault in faults:
        click.echo(fault, err=True)
    n_faults = sum(not is_hint(fault) for fault in faults)
    if n_faults:
        raise BadTable(f"faults in the families: {n_faults}")


def _counts(name: str, table: "DataFrame") -> str:
    langs = Counter(table.drop_duplicates("template")["lang"])
    listed = " ".join(f"{lang}:{n}" for lang, n in langs.most_common())
    return f"{name}: {langs.total():,} texts, {len(table):,} rows, {listed}"


def _too_short(name: str, table: "DataFrame") -> list[str]:
    n_texts = table["template"].nunique()
    few = f"{name}: {n_texts} texts, and {_LEAST_TEMPLATES} are the least"
    return [few] if n_texts < _LEAST_TEMPLATES else []


def _totals(tables: list[tuple[str, "DataFrame"]]) -> Iterator[str]:
    """Sum up each label, if there are several families."""
    import pandas as pd

    labels = sorted({label for label, _ in tables}) if len(tables) > 1 else []
    for label in labels:
        own = [table for of, table in tables if of == label]
        yield _counts(f"all {label}, {len(own)} families", pd.concat(own))


@corpus.command()
@click.option("--rows", default=20, show_default=True, help="How many rows to print.")
@_FILES
def show(files: Sequence[Path], rows: int) -> None:
    """Print some rows of the family FILES."""
    table = build_corpus(list(files) or None)
    for _, row in table.sample(min(rows, len(table)), random_state=0).iterrows():
        about = [row[name] for name in _ABOUT]
        click.echo(f"{row['template']}  {' · '.join(filter(None, about))}")
        click.echo(f"    {row['text']}")
