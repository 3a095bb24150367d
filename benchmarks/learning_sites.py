"""New sites to learn from: a source, and a base model that saw nothing like it."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from moderation.classify.lessons import DENSE_SHARE, Row
from moderation.classify.scorer import Scorer
from moderation.classify.site_fit import pressed
from moderation.classify.site_model import SiteModel
from moderation.tables import comments_of, read_table
from training.corpus.build import digest_of
from training.leaving import leave_one_out, left_out_tests
from training.publish import write_artifact
from training.shipped import shipped_rows
from training.sources import sisters_of
from training.train import TrainedModel

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Part", "Site", "log_odds_on", "part_of", "sites"]

# Rows of a split at most, drawn at random: one source has 32,000.
_MOST_TRAIN, _MOST_TEST = 4_200, 2_500
_MOST_BASE = 20_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Part:
    """One split of a source as the base model sees it.

    `matrix` holds `rows`, shape (n_rows, n_columns); `rarity` is that of `Workings`.
    """

    texts: list[str]
    is_spam: NDArray[np.bool_]
    rows: list[Row]
    log_odds: Floats
    matrix: csr_matrix
    rarity: Floats


@dataclass(frozen=True, slots=True)
class Site:
    """A source as a new site; `base` are texts and labels that a base model knows."""

    source: str
    model: Scorer
    train: Part
    test: Part
    base: tuple[list[str], NDArray[np.int_]] = ([], np.empty(0, int))


def log_odds_on(part: Part, model: SiteModel | None, n: int | None = None) -> Floats:
    """Return the log-odds of spam of all rows, or of row `n`, by base and site model.

    Same as `Scorer.score` without reading the comments again.
    """
    which = slice(None) if n is None else slice(n, n + 1)
    base = part.log_odds[which]
    if model is None:
        return base
    matrix = part.matrix[which]
    columns, n_hashed = matrix.indices, len(part.rarity)
    of = np.empty(len(columns))
    hashed = columns < n_hashed
    rarity = np.maximum(part.rarity[columns[hashed]], 1e-9)
    of[hashed] = model.hashed[columns[hashed]] / rarity
    of[~hashed] = model.dense[columns[~hashed] - n_hashed] / DENSE_SHARE
    weighed = csr_matrix((matrix.data * of, columns, matrix.indptr), matrix.shape)
    own = np.asarray(weighed.sum(axis=1)).ravel()
    of_base = model.base_share * pressed(base) + model.rest * base
    return own + of_base + model.shift


def part_of(table: "DataFrame", model: Scorer) -> Part:
    """Read labelled rows as `model` does."""
    studied = model.study(comments_of(table))
    rows = [row for row, _ in studied]
    workings = model.workings()
    return Part(
        texts=table["text"].tolist(),
        is_spam=(table["label"] == "spam").to_numpy(bool),
        rows=rows,
        log_odds=np.array([log_odds for _, log_odds in studied], float),
        matrix=workings.matrix(rows),
        rarity=workings.rarity,
    )


def sites(datasets: Path, names: Sequence[str]) -> Iterator[Site]:
    """Return each source with a base model trained without it and its sisters.

    The models are kept in the user's cache folder by what they learned from.
    """
    rows, tests = shipped_rows(datasets), left_out_tests(datasets, names)
    for name, test in tests.items():
        model = _kept(rows, name, test)
        whole = read_table(datasets / "comments" / f"{name}.csv.gz")
        whole = whole[whole["label"].isin(("ham", "spam"))]
        train, test = (
            _drawn(whole[whole["split"] == split], most)
            for split, most in (("train", _MOST_TRAIN), ("test", _MOST_TEST))
        )
        base = _drawn(rows[~rows["source"].isin(sisters_of(name))], _MOST_BASE)
        known = base["text"].tolist(), (base["label"] == "spam").to_numpy(int)
        yield Site(name, model, part_of(train, model), part_of(test, model), known)


def _kept(rows: "DataFrame", name: str, test: "DataFrame") -> Scorer:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "hamgate-left-out" / digest_of(rows)[:16] / name
    if not folder.is_dir():
        model = next(leave_one_out(rows, {name: test})).model
        trained = TrainedModel(model.workings().weights, model.manifest)
        write_artifact(trained, folder)
    return Scorer.load(folder)


def _drawn(table: "DataFrame", most: int) -> "DataFrame":
    kept = table.sample(min(most, len(table)), random_state=1)
    return kept.reset_index(drop=True)
