"""Add copies of some rows with a link, so that a link does not stand for a label."""

from random import Random
from typing import TYPE_CHECKING

from training.corpus.filling import Filler

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["with_links"]

# Share of the rows of each label that get a copy with a link. Abuse that we write has
# none, abuse on a platform often has: without these copies a link speaks against abuse
# (experiment 0004).
_SHARES = {"abuse": 0.25, "ham": 0.08}
_SHAPES = (
    "{text} {url}",
    "{text} {url}",
    "{text} {short_url}",
    "{text}\\n{url}",
    "{short_url} {text}",
)


def with_links(table: "DataFrame") -> "DataFrame":
    """Return copies of rows of `table`, each with a link; of the same columns."""
    rows = zip(table["text"], table["label"], strict=True)
    linked = [_linked(text, label) for text, label in rows]
    copies = table[[text is not None for text in linked]]
    return copies.assign(text=[text for text in linked if text is not None])


def _linked(text: str, label: str) -> str | None:
    rng = Random(f"link {text}")
    if "http" in text or rng.random() >= _SHARES.get(label, 0.0):
        return None
    shape = rng.choice(_SHAPES)
    # The text goes in last: what is in it is no template.
    before, after = (
        Filler(rng, "en", ()).fill(shape.replace("{text}", "\0")).split("\0")
    )
    return before + text + after
