"""All that the page model looks at: one row of numbers for each block."""

import numpy as np
from numpy.typing import NDArray

from moderation.segment.blocks import SplitPage
from moderation.segment.neighbours import beside, place, together
from moderation.segment.structure import LINK_DENSITY, structure

__all__ = ["html_columns", "line_columns"]

_NEAR_STEPS, _NEAR_WIDTHS = (-1, 1), (4, 12)


def line_columns(
    alone: NDArray[np.float32], wording: NDArray[np.float32], chars: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Return the columns of a page that came as text, shape (n_blocks, n_columns).

    Parameters
    ----------
    alone : array of float, shape (n_blocks, 6)
        What each text by itself says: log-odds, then probabilities, a label each.
    wording : array of float, shape (n_blocks, n_wording)
    chars : array of float, shape (n_blocks,)
    """
    told = np.column_stack([alone[:, 3:], wording[:, 0]])
    return np.hstack([wording, alone, place(chars), beside(told, chars)])


def html_columns(
    alone: NDArray[np.float32],
    wording: NDArray[np.float32],
    main_body: NDArray[np.float32],
    page: SplitPage,
) -> NDArray[np.float32]:
    """Return the columns of an HTML page, shape (n_blocks, n_columns).

    `alone` and `wording` are as for `line_columns`; `main_body` is what Trafilatura
    makes of each block, shape (n_blocks, 2).
    """
    chars = np.array([len(block.text) for block in page.blocks], float)
    frame = structure(page)
    told = np.column_stack([alone[:, 3:], wording[:, 0], frame[:, LINK_DENSITY]])
    return np.hstack(
        [
            wording,
            alone,
            place(chars),
            beside(told, chars),
            frame,
            together(alone[:, 3:], chars, page),
            main_body,
            beside(main_body, chars, _NEAR_STEPS, _NEAR_WIDTHS),
            together(main_body, chars, page),
        ]
    )
