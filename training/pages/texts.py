"""Single texts that the page model learns words from."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from moderation.lists import data_dir
from moderation.tables import read_table
from training.corpus.build import build_corpus
from training.pages.reading import LabelledSource
from training.shipped import form_strings, outside_comments, own_footers

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["loose_texts", "page_texts"]

_MOST_ROWS = 2_500
_SEED = 0


def page_texts(pages: Sequence[LabelledSource]) -> "DataFrame":
    """Return each labelled block once a domain: text, label (a number), unit, fold_by.

    `fold_by` is what folds never part, `unit` a source of texts.
    """
    import pandas as pd

    rows = [
        (block.text, int(label), page.domain)
        for page in pages
        for block, label in zip(page.page.blocks, page.labels, strict=True)
        if label >= 0
    ]
    table = pd.DataFrame(rows, columns=["text", "label", "fold_by"]).drop_duplicates()
    return table.assign(unit="pages").reset_index(drop=True)


def loose_texts(datasets: Path | None) -> "DataFrame":
    """Return texts from elsewhere in the same columns: ours, and those of `datasets`.

    Comments of all kinds, strings of forms and notices, and article text, most of them
    ours and in ninety languages: the pages are nearly all English.
    """
    import pandas as pd

    corpus = build_corpus().drop_duplicates("group")
    # On a page, spam is a comment as well.
    parts = [(corpus[corpus["label"] != "abuse"], 1, "corpus")]
    footers = own_footers()
    parts.append((footers[footers["label"] == "ham"], 1, "short-comments"))
    parts.append((footers[footers["label"] == "footer"], 2, "footers"))
    articles = [read_table(path) for path in sorted(data_dir().glob("articles/*.csv"))]
    parts.append((pd.concat(articles), 0, "articles"))
    if datasets is not None:
        comments = outside_comments(datasets)
        for source, table in comments[comments["label"] != "spam"].groupby("source"):
            few = table.sample(min(len(table), _MOST_ROWS), random_state=_SEED)
            parts.append((few, 1, str(source)))
        forms = form_strings(datasets)
        parts.append((forms.assign(group=forms["lang"]), 2, "form_strings"))
    return pd.concat([_plain(*part) for part in parts], ignore_index=True)


def _plain(table: "DataFrame", label: int, unit: str) -> "DataFrame":
    import pandas as pd

    by = table["group"] if "group" in table.columns else table["text"]
    fold_by = np.where(by.fillna("") == "", table["text"], by)
    columns = {"text": table["text"].to_numpy(), "label": label, "fold_by": fold_by}
    return pd.DataFrame(columns).assign(unit=f"{unit}-{label}").drop_duplicates("text")
