"""Put the parts together: the one file that knows every package; it holds no rules."""

import gc
import hashlib
import hmac
import os
import shutil
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click
from threadpoolctl import threadpool_limits

from moderation.classify.scorer import Scorer
from moderation.cli.backtest import backtest
from moderation.cli.campaigns import campaigns
from moderation.cli.doctor import doctor
from moderation.cli.feedback import feedback
from moderation.cli.group import Commands, Wiring
from moderation.cli.models import models
from moderation.cli.pages import page
from moderation.cli.place import Place
from moderation.cli.score import check, score
from moderation.cli.serve import serve
from moderation.cli.sites import site
from moderation.comment import Comment
from moderation.errors import InvalidInput, ModelUnavailable, StoreUnavailable
from moderation.lists import data_dir
from moderation.models import Folder, LoadedModels, Where
from moderation.registry import Registry
from moderation.services.learning import Learning
from moderation.services.ports import Ports, UnitOfWork
from moderation.settings import Settings, read_settings
from moderation.storage.engine import make_engine, sqlite_path
from moderation.storage.schema import current, is_current, upgrade
from moderation.storage.secret import read_secret
from moderation.storage.unit_of_work import SqlUnitOfWork

if TYPE_CHECKING:
    from apiflask import APIFlask
    from pandas import DataFrame

    from moderation.segment.segmenter import Segmenter
    from moderation.services.teaching import TaughtRow

__all__ = ["build_app", "build_ports", "main"]


def build_ports(settings: Settings) -> Ports:
    """Open what the services need; the schema must be up to date already."""
    engine = make_engine(
        database_url(settings),
        full_sync=settings.database_full_sync,
        lock_timeout_s=settings.database_timeout_s,
    )
    secret = settings.secret or read_secret(Path(settings.data_dir))

    def unit_of_work(write: bool) -> UnitOfWork:
        return SqlUnitOfWork(engine, write)

    return Ports(
        unit_of_work=unit_of_work,
        models=LoadedModels(_warm_scorer, where_models_are(settings)),
        page_models=LoadedModels(_load_segmenter, Folder(page_model_dir(settings))),
        learning=Learning(unit_of_work),
        now=partial(datetime.now, UTC),
        digest=partial(_digest, secret.encode()),
    )


def build_app() -> "APIFlask":
    """Build the WSGI application of one worker process."""
    from moderation.web.app import WebOptions, create_app

    settings = read_settings()
    ports = build_ports(settings)
    options = WebOptions(
        max_body_bytes=settings.max_body_kb * 1024, version=version("hamgate")
    )
    # Matrices of a site model are small, and workers share the cores as they are.
    threadpool_limits(1, user_api="blas")
    with suppress(ModelUnavailable):
        ports.models.current()
        ports.models.shadow()
    app = create_app(ports, options)
    # What is loaded by now stays until the end; the collector need not look at it.
    gc.collect()
    gc.freeze()
    return app


def database_url(settings: Settings) -> str:
    """Return the database's address: the setting, or SQLite in the data folder."""
    path = Path(settings.data_dir).absolute() / "hamgate.sqlite3"
    return settings.database_url or f"sqlite:///{path}"


def model_dir(settings: Settings) -> Path:
    """Return the folder of the current artifact: the setting, or the registry's."""
    return where_models_are(settings).current()


def shipped_dir() -> Path:
    """Return the folder of the model that ships."""
    return data_dir() / "models" / "default"


def open_registry(settings: Settings) -> Registry:
    """Return the registry of models in the data folder; nothing is made yet."""
    return Registry(
        Path(settings.data_dir).absolute() / "models",
        shipped_dir(),
        check=Scorer.load,
        is_pinned=bool(settings.model_dir),
    )


def where_models_are(settings: Settings) -> Where:
    """Return the folder that the setting names, or the registry."""
    if settings.model_dir:
        return Folder(Path(settings.model_dir))
    return open_registry(settings)


def page_model_dir(settings: Settings) -> Path:
    """Return the folder of the page model: the setting, or the shipped one."""
    return Path(settings.page_model_dir or data_dir() / "models" / "pages")


def _warm_scorer(folder: Path) -> Scorer:
    model = Scorer.load(folder)
    # The first comment builds the Unicode tables; better now than in a request.
    model.assess([Comment("warm up: http://example.com")])
    return model


def _load_segmenter(folder: Path) -> "Segmenter":
    # It needs scikit-learn's trees: 30 MB that a site without pages does not pay for.
    from moderation.segment.segmenter import Segmenter

    return Segmenter.load(folder)


def _digest(secret: bytes, key: str) -> str:
    return hmac.digest(secret, key.encode(), hashlib.sha256).hex()


def _migrated_ports() -> Ports:
    settings = read_settings()
    try:
        Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"no data folder: {error}") from error
    upgrade(database_url(settings))
    return build_ports(settings)


def _serve() -> None:
    """Run granian until SIGTERM or SIGINT; requests in flight are finished."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    settings = read_settings()
    _check_address(settings)
    _migrated_ports()
    _fresh_metrics(Path(settings.data_dir).absolute() / "metrics")
    Granian(
        "service:build_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_level=LogLevels(settings.log_level),
        http1_settings=HTTP1Settings(header_read_timeout=30_000),
    ).serve()


def _check_address(settings: Settings) -> None:
    """Refuse a port that is taken: workers share theirs, so two services would too."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise InvalidInput(f"cannot listen on {where}: {error.strerror}") from error


def _address() -> str:
    settings = read_settings()
    return f"http://{settings.host}:{settings.port}"


def _place() -> Place:
    settings = read_settings()
    data = Path(settings.data_dir).absolute()
    url = database_url(settings)

    def standing() -> tuple[str | None, bool]:
        engine = make_engine(url, lock_timeout_s=settings.database_timeout_s)
        try:
            return current(engine), is_current(engine)
        finally:
            engine.dispose()

    return Place(
        data_dir=data,
        database=sqlite_path(url),
        secret=None if settings.secret else data / "secret",
        schema=standing,
        host=settings.host,
        port=settings.port,
    )


def _feedback_rows() -> "DataFrame":
    """Return what retraining learns from, in the columns of `training.feedback`."""
    import pandas as pd

    from moderation.services.teaching import taught_rows
    from training.feedback import FEEDBACK_COLUMNS

    ports = _migrated_ports()
    found = taught_rows(model=ports.models.current(), ports=ports)
    rows = [_feedback_row(each) for each in found]
    return pd.DataFrame(rows, columns=[*FEEDBACK_COLUMNS])


def _feedback_row(each: "TaughtRow") -> dict[str, object]:
    comment = each.stored.comment
    return {
        "text": comment.text,
        "label": each.said.label.value,
        "author": comment.author.name,
        "author_url": comment.author.url,
        "author_email": comment.author.email,
        "title": comment.page.title,
        "type": comment.type,
        "lang": comment.language,
        "group": "",
        # A number tells nobody who a site is.
        "source": f"site-{each.stored.site_id}",
        "weight": each.said.weight,
        "given_at": each.said.given_at,
    }


def _fresh_metrics(folder: Path) -> None:
    """Give the workers an empty folder for their counters; old ones would add up."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


class _LateCommands(Commands):
    """Load the training commands when they are asked for: `serve` needs no pandas."""

    # Where each is.
    _LATE: ClassVar[Mapping[str, str]] = {
        "corpus": "training.corpus.cli",
        "evaluate": "training.cli",
        "retrain": "training.retrain_cli",
        "train": "training.cli",
        "train-pages": "training.pages.cli",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self._LATE])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self._LATE:
            return super().get_command(ctx, name)
        module = import_module(self._LATE[name])
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command


class _LateModels(_LateCommands):
    """The commands for versions, and the one that compares them, which is training."""

    _LATE: ClassVar[Mapping[str, str]] = {"compare": "training.retrain_cli"}


@click.group(cls=_LateCommands)
@click.version_option(package_name="hamgate", prog_name="hamgate")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Judge comments: approve, hold or refuse each, and say why."""
    ctx.obj = Wiring(
        model_dir=lambda: model_dir(read_settings()),
        load_model=Scorer.load,
        page_model_dir=lambda: page_model_dir(read_settings()),
        load_page_model=_load_segmenter,
        ports=_migrated_ports,
        serve=_serve,
        address=_address,
        registry=lambda: open_registry(read_settings()),
        feedback_rows=_feedback_rows,
        place=_place,
    )


_models = _LateModels("models", commands=models.commands, help=models.help)

for _command in (
    backtest,
    campaigns,
    check,
    doctor,
    feedback,
    page,
    score,
    serve,
    site,
):
    main.add_command(_command)
main.add_command(_models)

if __name__ == "__main__":
    sys.exit(main())
