"""A fresh, migrated database of either kind for each test that asks for a store."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from moderation.storage import schema
from moderation.storage.engine import make_engine
from moderation.storage.unit_of_work import SqlUnitOfWork
from tests.integration.postgres import TEMPLATE, PostgresServer, find_programs


@dataclass
class Store:
    """An engine on a database of the test's own, and its address."""

    url: str
    engine: Engine

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def unit_of_work(self, write: bool) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.engine, write)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    server = PostgresServer.create(programs)
    yield server
    server.remove()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "template.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, path := tmp_path / "store.db")
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    postgres_server.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield postgres_server.url(name)
    postgres_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The same test on both databases."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def empty_url(store_url: str) -> str:
    """A database before the first migration."""
    schema.downgrade(store_url)
    return store_url


@pytest.fixture
def open_store() -> Iterator[Callable[..., Store]]:
    """Open stores as a worker would; locks are waited for a fifth of a second."""
    opened: list[Engine] = []

    def open_one(url: str, *, lock_timeout_s: float = 0.2) -> Store:
        opened.append(make_engine(url, lock_timeout_s=lock_timeout_s))
        return Store(url, opened[-1])

    yield open_one
    for engine in opened:
        engine.dispose()


@pytest.fixture
def store(open_store: Callable[..., Store], store_url: str) -> Store:
    return open_store(store_url, lock_timeout_s=5.0)
