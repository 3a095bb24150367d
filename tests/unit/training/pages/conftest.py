"""A page model that was trained in a second on a dozen pages of each form."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

from tests.unit.training.pages import samples
from training.pages import train
from training.pages.fitting import TreeSettings
from training.pages.reading import LabelledSource, read_pages
from training.pages.train import TrainedPages, train_pages

Pages = tuple[list[LabelledSource], list[LabelledSource]]


@contextmanager
def _small_training() -> Iterator[None]:
    """Train few trees on few buckets, and on no invented pages.

    One thread: two that wait for each other take seconds where cores are busy.
    """
    few = TreeSettings(
        max_iter=6, learning_rate=0.5, max_leaf_nodes=4, min_samples_leaf=4
    )
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        for name in ("_ALONE", "_HTML", "_LINES"):
            patch.setattr(train, name, few)
        patch.setattr(train, "_BITS", 8)
        patch.setattr(train, "invented_pages", list)
        yield


@pytest.fixture
def small_training() -> Iterator[None]:
    with _small_training():
        yield


@pytest.fixture(scope="session")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return samples.write_pages(tmp_path_factory.mktemp("datasets"), 12)


@pytest.fixture(scope="session")
def pages(datasets: Path) -> Pages:
    """The pages of `datasets`: HTML, then lines."""
    return read_pages(datasets)


@pytest.fixture(scope="session")
def trained(pages: Pages) -> TrainedPages:
    with _small_training():
        return train_pages(*pages, samples.loose())
