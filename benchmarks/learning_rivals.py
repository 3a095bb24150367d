"""What people would feed the same labels: filters from nothing, or from the base data.

A learner is a function of some more texts and y, in the order of their arrival, that
returns the scores of the test split: the higher, the likelier spam.
"""

import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.learning_sites import Part, Site
from benchmarks.rivals import RIVALS, Fit, missing, run_bogofilter, words_of

if TYPE_CHECKING:
    from vowpalwabbit import Workspace

__all__ = ["Learner", "learners", "on_columns"]

Floats = NDArray[np.float64]
# Takes positions in the train split.
Learner = Callable[[NDArray[np.intp]], Floats]

_PASSES = 3
_VW = "--loss_function logistic -b 22 --ngram 2 --quiet --random_seed 1"


def learners(site: Site) -> dict[str, Callable[[], Learner]]:
    """Return what makes a new learner of each kind, of those that are installed."""
    found: dict[str, Callable[[], Learner]] = {
        "labels alone, TF-IDF + LR": lambda: _anew(site, RIVALS["TF-IDF + LR"]),
        "labels alone, our columns": lambda: on_columns(site.train, site.test),
    }
    for name, from_base in (("bogofilter", _bogofilter), ("Vowpal Wabbit", _vw)):
        if not missing(name):
            found[f"{name}, labels alone"] = _new(site, RIVALS[name])
            found[f"{name}, base data + labels"] = from_base(site)
    return found


def _new(site: Site, fit: Fit) -> Callable[[], Learner]:
    return lambda: _anew(site, fit)


def _anew(site: Site, fit: Fit) -> Learner:
    """Fit all labels so far, from nothing, whenever there are more."""
    seen: list[int] = []

    def learn(more: NDArray[np.intp]) -> Floats:
        seen.extend(map(int, more))
        y = site.train.is_spam[seen].astype(int)
        if len(set(y.tolist())) < 2:
            return np.zeros(len(site.test.texts))
        return fit([site.train.texts[n] for n in seen], y)(site.test.texts)

    return learn


def on_columns(train: Part, test: Part) -> Learner:
    """Fit logistic regression on the columns of the base model, from nothing."""
    seen: list[int] = []

    def learn(more: NDArray[np.intp]) -> Floats:
        seen.extend(map(int, more))
        y = train.is_spam[seen]
        if len(set(y.tolist())) < 2:
            return np.zeros(len(test.texts))
        rows = train.matrix[seen]
        present = np.unique(rows.indices)
        fitted = LogisticRegression(C=10, max_iter=300).fit(rows[:, present], y)
        weights = np.zeros(rows.shape[1])
        weights[present] = fitted.coef_[0]
        return np.asarray(test.matrix @ weights)

    return learn


def _vw(site: Site) -> Callable[[], Learner]:
    """Learn the base data once, then each label three times as it arrives."""
    from vowpalwabbit import Workspace

    folder = Path(tempfile.mkdtemp(prefix="vw-"))
    began = Workspace(_VW)
    _feed(began, *site.base, 1)
    began.save(str(folder / "base"))

    def new() -> Learner:
        workspace = Workspace(f"--quiet -i {folder / 'base'}")

        def learn(more: NDArray[np.intp]) -> Floats:
            texts = [site.train.texts[n] for n in more]
            _feed(workspace, texts, site.train.is_spam[more].astype(int), _PASSES)
            found = [workspace.predict(f"| {words_of(t)}") for t in site.test.texts]
            return np.array(found)

        return learn

    weakref.finalize(new, shutil.rmtree, folder)
    return new


def _feed(
    workspace: "Workspace", texts: Sequence[str], y: NDArray[np.int_], times: int
) -> None:
    for text, label in zip(texts, y, strict=True):
        for _ in range(times):
            workspace.learn(f"{1 if label else -1} | {words_of(text)}")


def _bogofilter(site: Site) -> Callable[[], Learner]:
    """Register the base data, then each label, in one word list."""
    kept = Path(tempfile.mkdtemp(prefix="bogofilter-"))
    _register(kept, *site.base)

    def new() -> Learner:
        folder = Path(tempfile.mkdtemp(prefix="bogofilter-"))
        shutil.copytree(kept, folder, dirs_exist_ok=True)

        def learn(more: NDArray[np.intp]) -> Floats:
            texts = [site.train.texts[n] for n in more]
            _register(folder, texts, site.train.is_spam[more].astype(int))
            found = run_bogofilter(str(folder), "-TT", site.test.texts)
            return np.array([float(line) for line in found.split()])

        weakref.finalize(learn, shutil.rmtree, folder)
        return learn

    weakref.finalize(new, shutil.rmtree, kept)
    return new


def _register(folder: Path, texts: Sequence[str], y: NDArray[np.int_]) -> None:
    for label, option in ((1, "-s"), (0, "-n")):
        chosen = [texts[n] for n in np.flatnonzero(y == label)]
        if chosen:
            run_bogofilter(str(folder), option, chosen)
