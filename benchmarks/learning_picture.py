"""Draw what more labels do."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["draw"]

_PANELS = ("AUC", "recall at 1 % false positives")
_BOTTOM = (0.65, 0.0)


def draw(
    curves: Mapping[str, NDArray[np.float64]], points: Sequence[int], path: Path
) -> None:
    """Draw curves of shape (n_orders, n_points, 2) as a PNG; say so if it cannot be."""
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        print("\nNo picture without matplotlib: pip install 'hamgate[pictures]'")
        return
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    for column, (axes, title) in enumerate(
        zip(figure.subplots(1, 2), _PANELS, strict=True)
    ):
        for number, (name, found) in enumerate(curves.items()):
            middle = found[..., column].mean(axis=0)
            style = {"color": f"C{number}", "linewidth": 2.5 if number == 0 else 1.2}
            axes.plot(range(len(points)), middle, marker=".", label=name, **style)
        axes.set_xticks(range(len(points)), list(map(str, points)))
        axes.set(title=title, xlabel="labels", ylim=(_BOTTOM[column], 1.0))
        axes.grid(alpha=0.3)
    names = axes.get_legend_handles_labels()
    figure.legend(*names, loc="outside lower center", ncols=4, fontsize="small")
    figure.savefig(path, dpi=80, metadata={"Software": None})
