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

__all__ = ["form_strings", "main", "outside_comments", "own_footers", "shipped_rows"]

# Rows of one label that one source may give: no source outweighs all others.
_MOST_ROWS = 6_000
# Shorter form strings ("Yes", "or") are words of any comment.
_LEAST_FOOTER_CHARS = 15
_FORMS = "footers/form_strings_i18n.csv.gz"
# Kinds of the sources that are one of ours.
_FORM_KINDS = {
    "comment-form": "form",
    "widget/nav": "navigation",
    "cookie-consent": "cookies",
    "akismet-notice": "privacy",
}
# Much of this source's spam is machine-translated mail, so only its ham is used.
_HAM_ONLY = {"telegram_ru_mixed"}
_COLUMNS = ["text", "label", "author", "author_url", "author_email", "title", "type"]
_COLUMNS += ["lang", "group", "source", "template", "heads", "kind"]


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

    parts = [build_corpus(), own_footers()]
    if datasets is not None:
        parts += [outside_comments(datasets), form_strings(datasets)]
    whole = pd.concat([part.reindex(columns=_COLUMNS, fill_value="") for part in parts])
    whole = whole.fillna("").reset_index(drop=True)
    return whole[~whole["source"].isin(without)].reset_index(drop=True)


def own_footers() -> "DataFrame":
    """Return the strings of ``data/footers``, and the comments that look like them.

    Those of ``posted.csv`` teach all heads, the others the footer head alone: without
    names, titles and links around them the spam head took such for a sign of spam, and
    held 15 % of wp_blogs_a's ham in place of 10 % (experiment 0008).
    """
    import pandas as pd

    paths = sorted(data_dir().glob("footers/*.csv"))
    heads = ["" if path.stem == "posted" else "footer" for path in paths]
    tables = [
        read_table(path).assign(heads=head)
        for path, head in zip(paths, heads, strict=True)
    ]
    whole = pd.concat(tables, ignore_index=True).fillna("")
    # Families of ham are held out whole; footers of one kind would be too few without.
    families = whole["label"] + "/" + whole["kind"] + ":" + whole["lang"]
    return whole.assign(template=families.where(whole["label"] == "ham", ""))


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


def outside_comments(datasets: Path) -> "DataFrame":
    """Return the rows of the sources that may train the shipped model."""
    import pandas as pd

    paths = sorted(datasets.glob("comments/*.csv.gz"))
    allowed = [path for path in paths if may_train(path.name.removesuffix(".csv.gz"))]
    return pd.concat([_allowed(read_table(path)) for path in allowed])


def form_strings(datasets: Path) -> "DataFrame":
    """Return strings of forms as footers; those of one meaning share a group."""
    table = read_table(datasets / _FORMS)
    kept = table[table["text"].str.len() >= _LEAST_FOOTER_CHARS]
    kept = kept.drop_duplicates("text")
    return kept.assign(
        label="footer",
        source="form_strings",
        group=kept["key_en"],
        kind=kept["kind"].map(_FORM_KINDS) if "kind" in kept.columns else "",
    )


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
