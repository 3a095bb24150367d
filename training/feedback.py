"""What people said of comments, as rows to learn from."""

import re
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moderation.errors import BadTable
from moderation.tables import check_labels
from training.split import groups_of

if TYPE_CHECKING:
    from datetime import datetime

    from pandas import DataFrame

__all__ = ["FEEDBACK_COLUMNS", "feedback_table", "newest_of", "unseen_by"]

FEEDBACK_COLUMNS: tuple[str, ...] = (
    "text", "label", "author", "author_url", "author_email", "title", "type", "lang",
    "group", "source", "weight", "given_at",
)  # fmt: skip
_TEXTS = FEEDBACK_COLUMNS[:-2]
# An address would end up in model cards; a number tells nobody who a site is.
_SITE = re.compile(r"site-[0-9]{1,18}")
# So many rows of one site tell what it wants; more only take time.
_MOST_ROWS = 6_000
# A site counts by at most so many full labels, so that no site outweighs the others.
_MOST_WEIGHT = 2_000.0


def feedback_table(rows: "DataFrame", since: "datetime | None" = None) -> "DataFrame":
    """Return the rows that may teach, in an order that depends on nothing but them.

    Near-duplicates share a `group`; `trust` is the weight that was given. Rows of no
    weight or given before `since` are left out, as are the oldest of a site that gave
    more than 6,000.

    Parameters
    ----------
    rows : DataFrame
        Columns `FEEDBACK_COLUMNS`, one row a comment: `source` is ``site-`` and a
        number, `weight` in (0, 1] says how much whoever gave it is trusted, `given_at`
        is aware.

    Raises
    ------
    BadTable
        If a column is missing, or a label or source is none of ours.
    """
    import pandas as pd

    for column in FEEDBACK_COLUMNS:
        if column not in rows.columns:
            raise BadTable(f"feedback: no column {column!r}")
    table = rows[list(FEEDBACK_COLUMNS)].reset_index(drop=True)
    table[[*_TEXTS]] = table[[*_TEXTS]].fillna("")
    check_labels(table, "feedback")
    if not all(_SITE.fullmatch(source) for source in table["source"]):
        raise BadTable("feedback: a source is not site- and a number")
    table["given_at"] = pd.to_datetime(table["given_at"], utc=True)
    table["weight"] = np.clip(table["weight"].astype(float), 0, 1)
    kept = (table["weight"] > 0) & (table["text"].str.strip() != "")
    table = table[kept if since is None else kept & (table["given_at"] >= since)]
    table = table.sort_values(["source", "given_at", *_TEXTS], kind="stable")
    table = table.groupby("source").tail(_MOST_ROWS).reset_index(drop=True)
    table["trust"] = table["weight"]
    total = table.groupby("source")["weight"].transform("sum")
    table["weight"] *= np.minimum(1, _MOST_WEIGHT / np.maximum(total, 1e-9))
    return table.assign(group=groups_of(table))


def unseen_by(table: "DataFrame", until: str) -> NDArray[np.bool_]:
    """Tell which rows a model made of all given up to `until` knows nothing of.

    A near-duplicate of a row that it knows is known, too. `until` is an ISO moment, or
    "" for a model that learned from none.
    """
    import pandas as pd

    if not until:
        return np.ones(len(table), bool)
    is_known = table["given_at"] <= pd.Timestamp(until)
    return ~table["group"].isin(set(table["group"][is_known])).to_numpy(bool)


def newest_of(table: "DataFrame") -> str:
    """Return the moment of the newest row as ISO text, or ""."""
    return table["given_at"].max().isoformat() if len(table) else ""
