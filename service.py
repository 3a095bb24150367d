"""Put the parts together: the one file that knows every package; it holds no rules."""

import gc
import hashlib
import hmac
import os
import shutil
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moderation.classify.scorer import Scorer
from moderation.cli.group import Commands, Wiring
from moderation.cli.pages import page
from moderation.cli.score import check, score
from moderation.cli.serve import serve
from moderation.cli.sites import site
from moderation.comment import Comment
from moderation.errors import InvalidInput, ModelUnavailable, StoreUnavailable
from moderation.lists import data_dir
from moderation.models import LoadedModels
from moderation.services.ports import Ports, UnitOfWork
from moderation.settings import Settings, read_settings
from moderation.storage.engine import make_engine
from moderation.storage.schema import upgrade
from moderation.storage.secret import read_secret
from moderation.storage.unit_of_work import SqlUnitOfWork

if TYPE_CHECKING:
    from apiflask import APIFlask

    from moderation.segment.segmenter import Segmenter

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
        models=LoadedModels(partial(_warm_scorer, model_dir(settings))),
        page_models=LoadedModels(partial(_load_segmenter, page_model_dir(settings))),
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
    with suppress(ModelUnavailable):
        ports.models.current()
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
    """Return the folder of the current artifact: the setting, or the shipped one."""
    return Path(settings.model_dir or data_dir() / "models" / "default")


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


def _fresh_metrics(folder: Path) -> None:
    """Give the workers an empty folder for their counters; old ones would add up."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


class _LateCommands(Commands):
    """Load the training commands when they are asked for: `serve` needs no pandas."""

    _LATE = ("corpus", "evaluate", "train", "train-pages")

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self._LATE])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self._LATE:
            return super().get_command(ctx, name)
        if name == "corpus":
            from training.corpus.cli import corpus

            return corpus
        if name == "train-pages":
            from training.pages.cli import train_pages

            return train_pages
        from training import cli

        command: click.Command = getattr(cli, name)
        return command


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
    )


for _command in (check, page, score, serve, site):
    main.add_command(_command)

if __name__ == "__main__":
    sys.exit(main())
