"""The command group: our errors end as one line and exit status 1."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moderation.cli.place import Place
from moderation.errors import ModerationError
from moderation.registry import Registry
from moderation.services.ports import Model, PageModel, Ports

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Commands", "Wiring"]


@dataclass(frozen=True, slots=True)
class Wiring:
    """What `service` hands to every command; nothing is opened before it is called.

    `model_dir` names the current artifact, `load_model` loads one, `page_model_dir` and
    `load_page_model` do so for pages. `ports` opens the store and brings its schema up
    to date, `serve` runs until it is told to stop, on `address`. `registry` holds the
    versions of the model. `feedback_rows` returns a table of what all sites said, for
    retraining. `place` says where all of it lies.
    """

    model_dir: Callable[[], Path]
    load_model: Callable[[Path], Model]
    page_model_dir: Callable[[], Path]
    load_page_model: Callable[[Path], PageModel]
    ports: Callable[[], Ports]
    serve: Callable[[], None]
    address: Callable[[], str]
    registry: Callable[[], Registry]
    feedback_rows: Callable[[], "DataFrame"]
    place: Callable[[], Place]


class Commands(click.Group):
    """A command group whose expected errors end as one line, not as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (click's own type)
        """Run the command; a `ModerationError` exits with status 1 and its message."""
        try:
            return super().invoke(ctx)
        except ModerationError as error:
            raise click.ClickException(str(error)) from error
