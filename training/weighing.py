"""How much each row counts, so that no source and no label outweighs the others."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["row_weights"]


def row_weights(y: NDArray[np.int_], origins: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return weights of mean 1, shape (n_rows,).

    An origin counts by the root of its rows of a label, and both labels count alike
    (experiment 0004).
    """
    weights = np.ones(len(y))
    for label in (0, 1):
        of_label = y == label
        for origin in np.unique(origins[of_label]):
            inside = of_label & (origins == origin)
            weights[inside] = inside.sum() ** -0.5
        weights[of_label] *= len(y) / 2 / max(weights[of_label].sum(), 1e-12)
    return weights
