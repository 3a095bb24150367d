"""Write a page artifact: all of it or nothing."""

from pathlib import Path
from typing import Any

import joblib
import numpy as np

from moderation.segment.artifact import PARTS
from training.pages.train import TrainedPages
from training.publish import write_folder

__all__ = ["write_page_artifact"]

# Small files, and still read in a tenth of a second.
_COMPRESSION = ("zlib", 6)


def write_page_artifact(model: TrainedPages, folder: Path) -> dict[str, Any]:
    """Write `model` to `folder` and return its manifest; an artifact there is replaced.

    Raises
    ------
    AlreadyExists
        If `folder` holds something that is no artifact; it is left alone.
    """
    parts = model.parts
    arrays = {
        "words": parts.words.words.astype(np.float16),
        "chars": parts.words.chars.astype(np.float16),
        "bias": parts.words.bias,
        "alone": parts.alone,
        "html": parts.html,
        "lines": parts.lines,
        "html_steps": parts.html_steps,
        "lines_steps": parts.lines_steps,
    }

    def write_parts(draft: Path) -> None:
        joblib.dump(arrays, draft / PARTS, compress=_COMPRESSION)

    return write_folder(folder, PARTS, write_parts, model.manifest)
