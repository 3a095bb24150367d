"""Run the benchmarks: ``python -m benchmarks [scoring|accuracy|leave-out|…]``."""

import os
import sys
from pathlib import Path

from benchmarks import accuracy, http, learning, leave_out, pages, scoring, training

_ALL = {
    "scoring": scoring.run,
    "accuracy": accuracy.run,
    "leave-out": leave_out.run,
    "learning": learning.run,
    "pages": pages.run,
    "training": training.run,
    "http": http.run,
}


def main() -> None:
    """Run what is named, or all; data sets come from HAMGATE_DATASETS."""
    datasets = os.environ.get("HAMGATE_DATASETS")
    for name in sys.argv[1:] or _ALL:
        print(f"\n## {name}\n", flush=True)
        _ALL[name](Path(datasets) if datasets else None)


main()
