"""The model in use, loaded once a process."""

import threading
import time
from pathlib import Path

from moderation.classify.scorer import Scorer
from moderation.comment import Comment
from moderation.errors import ModelUnavailable

__all__ = ["FolderModels"]

_RETRY_S = 5.0


class FolderModels:
    """Hands out the artifact of one folder.

    An artifact that cannot be used is looked at again every five seconds, so that
    putting a good one in its place needs no restart.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._model: Scorer | None = None
        self._error = ModelUnavailable("not loaded yet")
        self._retry_at = 0.0

    def current(self) -> Scorer:
        """Return the model, or raise `ModelUnavailable` with the cause."""
        if self._model is None:
            with self._lock:
                self._load()
        if self._model is None:
            raise self._error
        return self._model

    def _load(self) -> None:
        if self._model is not None or time.monotonic() < self._retry_at:
            return
        try:
            model = Scorer.load(self._folder)
            # The first comment builds the Unicode tables; better now than in a request.
            model.assess([Comment("warm up: http://example.com")])
        except ModelUnavailable as error:
            self._error = error
            self._retry_at = time.monotonic() + _RETRY_S
        else:
            self._model = model
