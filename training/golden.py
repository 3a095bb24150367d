"""The comments that no model learns from: what each new one is asked first."""

from typing import TYPE_CHECKING

from moderation.lists import data_dir
from moderation.tables import check_labels, read_table

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["golden_rows"]


def golden_rows() -> "DataFrame":
    """Return the rows of ``data/golden/comments.csv``; `kind` names each kind."""
    path = data_dir() / "golden" / "comments.csv"
    table = read_table(path, ("text", "label", "lang", "kind"))
    check_labels(table, path.name)
    return table.assign(source="golden")
