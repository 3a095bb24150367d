"""One comment through one transformer, by name."""

from moderation.comment import Comment
from moderation.features.dense import DenseFeatures


def row_of(features: type[DenseFeatures], comment: Comment) -> dict[str, float]:
    """Return the columns that are not 0."""
    row = features().transform([comment])[0]
    return {name: float(x) for name, x in zip(features.NAMES, row, strict=True) if x}
