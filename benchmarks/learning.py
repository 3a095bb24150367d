"""A new site that labels its comments: Hamgate beside the same labels elsewhere."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.learning_picture import draw
from benchmarks.learning_rivals import Learner, learners
from benchmarks.learning_sites import Site, sites
from benchmarks.learning_streams import (
    POINTS,
    Moment,
    Speaks,
    acted,
    everything,
    measured,
    order_of,
    ranked,
    stream,
    what_is_held,
    what_is_wrong,
)
from benchmarks.learning_trials import attacked, cost, flipped, silenced
from benchmarks.timing import table
from moderation.classify.site_model import SiteModel

__all__ = ["curves", "print_tables", "run"]

_SOURCES = (
    "youtube_uci",
    "wp_blogs_a",
    "youtube_judol_id",
    "telegram_antispam",
    "sms_uci",
    "x_janitr",
)
# Reported, and no part of the mean.
_APART = "x_janitr"
_ORDERS = 5
_OURS, _BASE = "Hamgate", "base model alone"
_ALONE = ("labels alone, TF-IDF + LR", "labels alone, our columns")
_SOME = (10, 25, 50, 100)
_PICTURE = Path(__file__).parents[1] / "docs" / "experiments" / "learning.png"

# What was measured, shape (n_orders, n_points, 2): AUC and recall at 1 %.
Curves = dict[str, NDArray[np.float64]]
Rows = list[list[str]]


def run(datasets: Path | None) -> None:
    """Print what labels do on each source, and draw the curves."""
    if datasets is None:
        print("HAMGATE_DATASETS is not set")
        return
    print_tables(sites(datasets, _SOURCES), _PICTURE)


def print_tables(
    found: Iterator[Site],
    picture: Path,
    *,
    n_orders: int = _ORDERS,
    points: Sequence[int] = POINTS,
) -> None:
    """Print the curves and the trials of all sites, one site in memory at a time."""
    by_site: dict[str, Curves] = {}
    trials: dict[str, Rows] = {name: [] for name in _TRIALS}
    for site in found:
        by_site[site.source] = curves(site, n_orders, points)
        for name, (_, trial) in _TRIALS.items():
            trials[name] += [[site.source, *row] for row in trial(site, n_orders)]
    mean = _mean({name: each for name, each in by_site.items() if name != _APART})
    print(table(["mean", *map(str, points)], _shown(mean)))
    print("\n" + _least(mean, points))
    for name, each in by_site.items():
        print("\n" + table([name, *map(str, points)], _shown(each)))
    for name, (head, _) in _TRIALS.items():
        print(f"\n{name}:\n\n" + table(["source", *head], trials[name]))
    draw(mean, points, picture)


def curves(
    site: Site, n_orders: int = _ORDERS, points: Sequence[int] = POINTS
) -> Curves:
    """Measure base, site model and rivals at each of `points`, in random orders.

    The first point is 0, and there are comments for the last.
    """
    base = measured(site.test, None)
    orders = [order_of(site, n) for n in range(n_orders)]
    found = {
        _OURS: [[base, *_ours(site, order, points[1:])] for order in orders],
        _BASE: [[base] * len(points)] * n_orders,
    }
    for name, new in learners(site).items():
        found[name] = [_theirs(site, new(), order, points) for order in orders]
    return {name: np.array(each) for name, each in found.items()}


def _ours(
    site: Site, order: NDArray[np.intp], points: Sequence[int]
) -> list[tuple[float, float]]:
    moments = stream(site, order, everything, points)
    return [measured(site.test, each.taught.model) for each in moments]


def _theirs(
    site: Site, learn: Learner, order: NDArray[np.intp], points: Sequence[int]
) -> list[tuple[float, float]]:
    bounds = zip((0, *points), points, strict=False)
    scores = [learn(order[start:end]) for start, end in bounds]
    return [ranked(site.test.is_spam, each) for each in scores]


def _mean(by_site: dict[str, Curves]) -> Curves:
    names = next(iter(by_site.values()))
    return {
        name: np.mean([s[name] for s in by_site.values()], axis=0) for name in names
    }


def _shown(found: Curves) -> Rows:
    return [
        [name, *(f"{auc:.3f} / {recall:.2f}" for auc, recall in each.mean(axis=0))]
        for name, each in found.items()
    ]


def _least(mean: Curves, points: Sequence[int]) -> str:
    """Say by how much the AUC is above the better of base and labels alone."""
    better = np.max([mean[n].mean(axis=0)[:, 0] for n in (_BASE, *_ALONE)], axis=0)
    above = mean[_OURS].mean(axis=0)[:, 0] - better
    cells = ", ".join(f"{a:+.3f} at {n}" for n, a in zip(points, above, strict=True))
    return f"AUC above the better of base model and labels alone: {cells}."


def _flips(site: Site, n_orders: int) -> Rows:
    found = np.mean([flipped(site, n, 250) for n in range(n_orders)], axis=0)
    return [[f"{found[0]:.3f}", f"{found[1]:.3f}", f"{found[0] - found[1]:+.4f}"]]


def _silence(site: Site, n_orders: int) -> Rows:
    found = [
        np.mean([silenced(site, k, n) for k in range(n_orders)], axis=0) for n in _SOME
    ]
    return [[f"{with_them - without:+.4f}" for without, with_them in found]]


def _attacks(site: Site, n_orders: int) -> Rows:
    rows: Rows = []
    for name, (voices, days) in _KEYS.items():
        for n_honest in (0, 50, 100, 250):
            found = [attacked(site, k, n_honest, voices, days) for k in range(n_orders)]
            admitted = np.mean([a.n_admitted for a in found])
            cells = [
                _from_to([getattr(each, kind) for each in found])
                for kind in ("recall", "blocked", "caught")
            ]
            hostile = f"{admitted:.0f} of {found[0].n_hostile}"
            rows.append([name, str(n_honest), *cells, hostile])
    return rows


_KEYS = {
    "the same key": (("key", "key"), 1),
    "another key": (("moderator", "key"), 1),
    "another key, two days": (("moderator", "key"), 2),
}


def _from_to(pairs: Sequence[tuple[float, float]]) -> str:
    before, after = np.mean(pairs, axis=0)
    return f"{before:.3f} → {after:.3f}"


def _some(site: Site, n_orders: int, speaks: Speaks) -> Rows:
    """Show each of a few numbers of labels; a site may have no more of that kind."""
    ends: dict[str, list[Moment]] = {}
    for k in range(n_orders):
        for each in stream(site, order_of(site, k), speaks, _SOME):
            if each.n_labels in _SOME:
                ends.setdefault(str(each.n_labels), []).append(each)
    rows = [["0", "", *_cells(site, [None])]]
    for n_labels, moments in ends.items():
        seen = np.mean([each.n_seen for each in moments])
        models = [each.taught.model for each in moments]
        rows.append([n_labels, f"{seen:.0f}", *_cells(site, models)])
    return rows


def _cells(site: Site, models: Sequence[SiteModel | None]) -> list[str]:
    auc, recall = np.mean([measured(site.test, m) for m in models], axis=0)
    ham, spam = np.mean([acted(site, m) for m in models], axis=0)
    return [f"{auc:.3f} / {recall:.2f}", f"{100 * ham:.1f} %", f"{100 * spam:.0f} %"]


def _costs(site: Site, _: int) -> Rows:
    rows: Rows = []
    for n_lessons in (50, 100, 200, 300, 400):
        more, cold = cost(site, n_lessons)
        p50, p99 = np.percentile(more, (50, 99))
        cells = [f"{p50:.1f}", f"{p99:.1f}", f"{np.median(cold):.1f}"]
        rows.append([str(n_lessons), *cells])
    return rows


_HELD = ["AUC / recall", "ham held or blocked", "spam held or blocked"]
_TRIALS = {
    "A tenth of 250 labels turned round, AUC": (["honest", "turned", "lost"], _flips),
    "500 pieces of spam submitted as ham": (
        ["by", "honest labels", "recall at 1 %", "blocked", "caught", "admitted"],
        _attacks,
    ),
    "Labels for what was wrong alone": (
        ["labels", "arrivals", *_HELD],
        lambda site, n: _some(site, n, what_is_wrong),
    ),
    "Labels for what is held alone": (
        ["labels", "arrivals", *_HELD],
        lambda site, n: _some(site, n, what_is_held),
    ),
    "200 comments of the test kept unlabelled beside labels for all, AUC gained": (
        list(map(str, _SOME)),
        _silence,
    ),
    "Milliseconds of the processor a label": (
        ["lessons before", "p50", "p99", "all at once"],
        _costs,
    ),
}
