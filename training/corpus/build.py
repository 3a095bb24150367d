"""Expand all families to labelled rows, the same bytes each time."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from moderation.errors import BadTable
from moderation.lists import data_dir
from training.corpus.duplicates import NearDuplicates
from training.corpus.filling import Filler
from training.corpus.metadata import metadata_of
from training.corpus.syntax import Family, Slots, Template, read_family, read_slots
from training.corpus.typos import with_typos

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["COLUMNS", "build_corpus", "digest_of", "family_files", "rows_of"]
__all__ += ["shared_slots"]

COLUMNS: tuple[str, ...] = (
    "text", "label", "author", "author_url", "author_email", "title", "type",
    "lang", "group", "source", "template",
)  # fmt: skip
# Different texts that one template gives at most, unless its family says otherwise.
_VARIANTS = 4
# Draws for each text wanted; what is near an earlier one is dropped.
_DRAWS = 3


def family_files(folder: Path | None = None) -> list[Path]:
    """Return the family files, in order."""
    folder = folder or data_dir() / "comments"
    return sorted(folder.glob("*/*.txt"))


@cache
def shared_slots() -> Slots:
    """Return the slots that all families share."""
    return read_slots(data_dir() / "comments" / "slots.txt")


def build_corpus(files: Sequence[Path] | None = None) -> "DataFrame":
    """Return the rows of all families, or of `files`, in the columns `COLUMNS`.

    `template` says where a row comes from: ``label/family:line``. Rows of one template
    are one `group`. A text that comes twice is kept where it came first.

    Raises
    ------
    BadTable
        If a file cannot be understood; the text names the file and the line.
    """
    import pandas as pd

    paths = family_files() if files is None else files
    shared = shared_slots()
    rows = [row for path in paths for row in rows_of(read_family(path), shared)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.drop_duplicates("text", ignore_index=True)


def digest_of(table: "DataFrame") -> str:
    """Return the SHA-256 of the rows as CSV, which two builds share to the byte."""
    return hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()


def rows_of(family: Family, shared: Slots) -> Iterator[dict[str, str]]:
    """Yield the rows of one family."""
    for template in family.templates:
        try:
            yield from _of_template(family, template, shared)
        except BadTable as error:
            where = f"{family.label}/{family.name}.txt, line {template.line}"
            raise BadTable(f"{where}: {error}") from error


def _of_template(
    family: Family, template: Template, shared: Slots
) -> Iterator[dict[str, str]]:
    wanted = family.number("variants", _VARIANTS)
    fresh = NearDuplicates()
    n_draws = wanted * _DRAWS if "{" in template.text else 1
    digest = hashlib.sha256(template.text.encode()).hexdigest()[:12]
    for draw in range(n_draws):
        # The text is the seed, so that a line added above changes no other row.
        rng = Random(f"{family.name} {draw} {template.text}")
        filler = Filler(rng, template.lang, (family.slots, shared))
        text = with_typos(filler.fill(template.text), rng)
        if not fresh.add(text):
            continue
        yield {
            "text": text,
            "label": family.label,
            **metadata_of(family, template, filler, rng),
            "lang": template.lang,
            "group": f"{family.name}-{digest}",
            "source": "hamgate",
            "template": f"{family.label}/{family.name}:{template.line}",
        }
        wanted -= 1
        if not wanted:
            return
