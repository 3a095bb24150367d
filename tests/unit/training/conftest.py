"""The corpus of all families, built once a run: it takes seconds."""

import pandas as pd
import pytest

from training.corpus.build import build_corpus


@pytest.fixture(scope="session")
def corpus() -> pd.DataFrame:
    return build_corpus()
