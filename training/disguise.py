"""Add disguised copies of some rows, so that a disguise is learned as one."""

from random import Random
from typing import TYPE_CHECKING

import numpy as np

from training.linked import with_links
from training.obfuscation import OBFUSCATIONS, obfuscate

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["with_disguises"]

# Share of the rows of each label that get a disguised copy. Ham is disguised less
# often than spam, as in life, but not never: a fan writes in fancy letters too.
_SHARES = {"spam": 0.1, "abuse": 0.06, "ham": 0.08}
_KINDS = tuple(OBFUSCATIONS)


def with_disguises(table: "DataFrame") -> "DataFrame":
    """Return `table` with copies at its end, True in the column `disguised`.

    Some are disguised, some have a link more. A copy keeps the group, source and
    template of its original, so that no fold parts them. The same rows give the same
    copies.
    """
    import pandas as pd

    rows = zip(table["text"], table["label"], strict=True)
    disguised = [_disguised(text, label) for text, label in rows]
    changed = [text is not None for text in disguised]
    copies = table[changed].assign(
        text=[text for text in disguised if text is not None]
    )
    whole = pd.concat([table, copies, with_links(table)], ignore_index=True)
    return whole.assign(disguised=np.arange(len(whole)) >= len(table))


def _disguised(text: str, label: str) -> str | None:
    rng = Random(text)
    if rng.random() >= _SHARES.get(label, 0.0):
        return None
    found = obfuscate(text, rng.choice(_KINDS), rng)
    return None if found == text else found
