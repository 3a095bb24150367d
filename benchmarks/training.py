"""How long ``hamgate train`` takes on everything there is, and how much memory."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import table

__all__ = ["run"]


def run(datasets: Path | None) -> None:
    """Print seconds and the largest resident set of the command as a whole process."""
    if datasets is None:
        print("HAMGATE_DATASETS is not set")
        return
    paths = sorted((datasets / "comments").glob("*.csv.gz"))
    files = [str(path) for path in paths if "unlabelled" not in path.name]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "service", "train", *files]
        began = time.perf_counter()
        subprocess.run(
            [*command, "--out", f"{folder}/model"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seconds = time.perf_counter() - began
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows = [[len(files), f"{seconds:.0f} s", f"{peak_mb:,.0f} MB"]]
    print(table(["files", "time", "largest resident set"], rows))
