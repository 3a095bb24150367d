"""Draw how much is caught at how few false positives; needs the extra `pictures`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score, roc_curve

from moderation.errors import InvalidInput
from moderation.tables import whole_or_nothing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Curve", "check_pictures", "curve_of", "draw_curves", "figure_of"]

# Fewer false positives than one in 2,000 no test split here can tell.
_LEAST_BLOCKED = 0.0005
_HEADS = ("spam", "abuse")
_INCHES = (9, 6)


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: shares of ham blocked and of `head` caught, both of shape (n,)."""

    name: str
    head: str
    blocked: NDArray[np.float64]
    caught: NDArray[np.float64]
    auc: float


def check_pictures() -> None:
    """Raise `InvalidInput`, which names the extra, where matplotlib is missing."""
    try:
        import matplotlib  # noqa: F401 (asked for, not used)
    except ImportError as error:
        raise InvalidInput(
            "a picture needs matplotlib: pip install 'hamgate[pictures]'"
        ) from error


def curve_of(
    name: str, labels: NDArray[np.str_], scores: NDArray[np.float64]
) -> Curve | None:
    """Return the curve of the first head that has rows, spam or abuse, against ham.

    Parameters
    ----------
    scores : array of float, shape (n_rows, 3)
        Heads in the order of `HEADS`.
    """
    for column, head in enumerate(_HEADS):
        known = (labels == head) | (labels == "ham")
        y = labels[known] == head
        if y.any() and not y.all():
            score = scores[known, column]
            blocked, caught, _ = roc_curve(y, score)
            return Curve(name, head, blocked, caught, float(roc_auc_score(y, score)))
    return None


def draw_curves(curves: Iterable[Curve], path: Path) -> None:
    """Write a picture of `curves`; a dashed line is one of abuse.

    Raises
    ------
    BadTable
        If the file cannot be written; one that is there stays as it is.
    """
    figure = figure_of(curves)
    with whole_or_nothing(path) as draft:
        figure.savefig(draft, format="png", dpi=120)


def figure_of(curves: Iterable[Curve]) -> "Figure":
    """Return the figure, not yet drawn; `InvalidInput` where matplotlib is missing."""
    check_pictures()
    from matplotlib.figure import Figure

    figure = Figure(figsize=_INCHES, layout="constrained")
    axes = figure.subplots()
    for curve in curves:
        _draw(axes, curve)
    axes.set_xscale("log")
    axes.set(xlim=(_LEAST_BLOCKED, 1), ylim=(0, 1.005))
    axes.set(xlabel="ham blocked (share)", ylabel="caught (share)")
    axes.grid(visible=True, which="both", alpha=0.3)
    if axes.lines:
        axes.legend(loc="lower right", fontsize="small")
    return figure


def _draw(axes: "Axes", curve: Curve) -> None:
    style = "--" if curve.head == "abuse" else "-"
    # A log axis has no 0: the line enters the picture at its height there.
    blocked = np.maximum(curve.blocked, _LEAST_BLOCKED / 10)
    label = f"{curve.name}, {curve.head} (AUC {curve.auc:.3f})"
    axes.plot(
        blocked, curve.caught, style, drawstyle="steps-post", linewidth=1.3, label=label
    )
