"""The commands that look at and build the corpus."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from moderation.errors import BadTable
from moderation.tables import write_table
from training.corpus.build import build_corpus

__all__ = ["corpus"]

_LEAST_TEMPLATES = 30
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
    click.echo(f"{len(table):,} rows")


@corpus.command()
@_FILES
def check(files: Sequence[Path]) -> None:
    """Say how many texts and rows the family FILES give, by language."""
    n_short = 0
    for path in files:
        table = build_corpus([path])
        n_templates = table["template"].nunique()
        langs = Counter(table.drop_duplicates("template")["lang"])
        listed = " ".join(f"{lang}:{n}" for lang, n in langs.most_common())
        click.echo(
            f"{path.parent.name}/{path.stem}: {n_templates} texts, {len(table)} rows, {listed}"
        )
        n_short += n_templates < _LEAST_TEMPLATES
    if n_short:
        raise BadTable(f"{n_short} families have fewer than {_LEAST_TEMPLATES} texts")


@corpus.command()
@click.option("--rows", default=20, show_default=True, help="How many rows to print.")
@_FILES
def show(files: Sequence[Path], rows: int) -> None:
    """Print some rows of the family FILES."""
    table = build_corpus(list(files) or None)
    for _, row in table.sample(min(rows, len(table)), random_state=0).iterrows():
        about = [
            row[name] for name in ("author", "author_url", "author_email", "title")
        ]
        click.echo(f"{row['template']}  {' · '.join(filter(None, about))}")
        click.echo(f"    {row['text']}")
