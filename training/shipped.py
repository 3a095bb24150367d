"""Make the model that ships: ``python -m training.shipped DATASETS --out FOLDER``.

It learns from the rows written for this project and from the train splits of the
sources that ``data/sources.csv`` allows; the test splits stay unseen, so that the model
can be measured on them.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from moderation.lists import data_dir
from moderation.tables import read_table
from training.corpus.build import build_corpus, digest_of
from training.publish import write_artifact
from training.report import training_text
from training.sources import may_train
from training.train import train_model

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["main", "shipped_rows"]

# Rows of one label that one source may give: no source outweighs all others.
_MOST_ROWS = 6_000
# Shorter form strings ("Yes", "or") are words of any comment.
_LEAST_FOOTER_CHARS = 15
_FORMS = "footers/form_strings_i18n.csv.gz"
# Much of this source's spam is machine-translated mail, so only its ham is used.
_HAM_ONLY = {"telegram_ru_mixed"}
_COLUMNS = ["text", "label", "author", "author_url", "author_email", "title", "type"]
_COLUMNS += ["lang", "group", "source", "template"]


def shipped_rows(
    datasets: Path | None, without: frozenset[str] = frozenset()
) -> "DataFrame":
    """Return what the shipped model learns from; own rows alone without `datasets`.

    Parameters
    ----------
    datasets : Path, optional
        Folder with ``comments/NAME.csv.gz`` and ``footers/form_strings_i18n.csv.gz``,
        in the columns that ``docs/data.md`` describes.
    without : frozenset of str
        Sources that are left out.
    """
    import pandas as pd

    footers = sorted(data_dir().glob("footers/*.csv"))
    parts = [build_corpus(), *map(read_table, footers)]
    if datasets is not None:
        for path in sorted(datasets.glob("comments/*.csv.gz")):
            if may_train(path.name.removesuffix(".csv.gz")):
                parts.append(_allowed(read_table(path)))
        parts.append(_form_strings(read_table(datasets / _FORMS)))
    whole = pd.concat([part.reindex(columns=_COLUMNS) for part in parts])
    whole = whole.fillna("").reset_index(drop=True)
    return whole[~whole["source"].isin(without)].reset_index(drop=True)


def _allowed(table: "DataFrame") -> "DataFrame":
    """Keep the train split, without rows of parts whose licence is not known."""
    source = table["source"].iloc[0]
    kept = table["split"] == "train"
    if source == "telegram_antispam":
        kept &= table["label_raw"].str.startswith("tg-spam")
    if source in _HAM_ONLY:
        kept &= table["label"] == "ham"
    shuffled = table[kept].sample(frac=1, random_state=0)
    return shuffled.groupby("label").head(_MOST_ROWS).sort_index()


def _form_strings(table: "DataFrame") -> "DataFrame":
    kept = table[table["text"].str.len() >= _LEAST_FOOTER_CHARS]
    kept = kept.drop_duplicates("text")
    return kept.assign(label="footer", source="form_strings", group=kept["key_en"])


@click.command()
@click.argument(
    "datasets", required=False, type=click.Path(exists=True, path_type=Path)
)
@click.option("--out", required=True, type=click.Path(path_type=Path))
def main(datasets: Path | None, out: Path) -> None:
    """Train the shipped model on own rows and those of DATASETS."""
    trained = train_model(shipped_rows(datasets))
    # So that a test can tell whether the artifact knows the families of today.
    trained.manifest["corpus_sha256"] = digest_of(build_corpus())
    click.echo(training_text(write_artifact(trained, out)))


if __name__ == "__main__":
    main()
