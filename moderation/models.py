"""The model in use, loaded once a process."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from moderation.errors import ModelUnavailable

__all__ = ["LoadedModels"]

_RETRY_S = 5.0

Model = TypeVar("Model")


class LoadedModels(Generic[Model]):
    """Hands out what `load` returns, which is called once.

    An artifact that cannot be used is looked at again every five seconds, so that
    putting a good one in its place needs no restart.
    """

    def __init__(self, load: Callable[[], Model]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._model: Model | None = None
        self._error = ModelUnavailable("not loaded yet")
        self._retry_at = 0.0

    def current(self) -> Model:
        """Return the model, or raise `ModelUnavailable` with the cause."""
        if self._model is None:
            with self._lock:
                self._try()
        if self._model is None:
            raise self._error
        return self._model

    def _try(self) -> None:
        if self._model is not None or time.monotonic() < self._retry_at:
            return
        try:
            self._model = self._load()
        except ModelUnavailable as error:
            self._error = error
            self._retry_at = time.monotonic() + _RETRY_S
