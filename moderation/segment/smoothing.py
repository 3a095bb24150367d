"""The likeliest run of labels over a page: comments come in runs, as articles do."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["likeliest"]

_LEAST = 1e-4


def likeliest(
    probabilities: NDArray[np.float64], steps: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the label of each block (Viterbi 1967), shape (n_blocks,).

    Parameters
    ----------
    probabilities : array of float, shape (n_blocks, n_labels)
    steps : array of float, shape (n_labels, n_labels)
        What going from one label (row) to the next (column) adds, in log-odds.
    """
    scores = np.log(np.maximum(probabilities, _LEAST))
    n_blocks = len(scores)
    came_from = np.zeros(scores.shape, np.int64)
    best = scores[0]
    for n in range(1, n_blocks):
        ways = best[:, None] + steps
        came_from[n] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[n]
    labels = np.zeros(n_blocks, np.int64)
    labels[-1] = best.argmax()
    for n in range(n_blocks - 1, 0, -1):
        labels[n - 1] = came_from[n, labels[n]]
    return labels
