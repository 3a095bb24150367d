"""The store goes away in every way we know, and comes back to the same engine."""

import shutil
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import event

from moderation.errors import StoreUnavailable
from moderation.site import SiteSettings
from tests.integration.storage.samples import a_comment, keep


@pytest.fixture
def store(open_store, store_url):
    return open_store(store_url)


@pytest.fixture
def path(store) -> Path:
    return Path(store.url.removeprefix("sqlite:///"))


@pytest.fixture
def limits(store) -> list[str]:
    """SQL that each connection runs when it is taken from the pool."""
    wanted: list[str] = []

    def impose(connection, *_: object) -> None:
        for sql in wanted:
            connection.execute(sql)

    event.listen(store.engine, "checkout", impose)
    return wanted


on_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)


def sites(store) -> list[str]:
    with store.unit_of_work(False) as work:
        return [site.url for site in work.sites.all()]


def add_site(store, url: str = "https://new.example") -> None:
    with store.unit_of_work(True) as work:
        work.sites.add(url, url, SiteSettings())
        work.commit()


def lock(store, stack: ExitStack) -> None:
    """Hold what a writer needs, from outside."""
    connection = stack.enter_context(store.engine.connect())
    if store.is_sqlite:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("LOCK TABLE sites")


def test_a_locked_database_is_waited_for_and_then_unavailable(store):
    with ExitStack() as stack:
        lock(store, stack)
        began = monotonic()

        with pytest.raises(StoreUnavailable):
            add_site(store)

        assert 0.1 < monotonic() - began < 2

    add_site(store)
    assert sites(store) == ["https://new.example"]


def test_a_database_without_tables_is_unavailable(open_store, empty_url):
    with pytest.raises(StoreUnavailable):
        sites(open_store(empty_url))


def test_the_text_of_the_error_says_nothing_of_the_database(open_store, empty_url):
    with pytest.raises(StoreUnavailable) as caught:
        sites(open_store(empty_url))

    assert str(caught.value) == "the database cannot be used now"
    assert caught.value.__cause__ is not None


@on_sqlite
def test_a_removed_file_is_unavailable_until_it_is_back(store, path, site):
    aside = path.rename(path.with_suffix(".aside"))

    with pytest.raises(StoreUnavailable):
        sites(store)
    with pytest.raises(StoreUnavailable):
        add_site(store)
    assert not path.exists()

    aside.rename(path)
    assert sites(store) == [site.url]


@on_sqlite
def test_a_replaced_file_is_the_one_written_to(store, path, sqlite_template, site):
    store.engine.dispose()
    path.unlink()
    shutil.copy(sqlite_template, path)

    add_site(store)

    assert sites(store) == ["https://new.example"]


@on_sqlite
def test_a_file_replaced_under_open_connections_is_noticed(
    store, path, sqlite_template, site
):
    for leftover in path.parent.glob("store.db*"):
        leftover.unlink()
    shutil.copy(sqlite_template, path)

    add_site(store)

    assert sites(store) == ["https://new.example"]


def test_a_folder_in_the_place_of_the_file_is_unavailable(open_store, tmp_path):
    with pytest.raises(StoreUnavailable):
        sites(open_store(f"sqlite:///{tmp_path}"))


def test_a_file_that_is_no_database_is_unavailable(open_store, tmp_path):
    path = tmp_path / "text.db"
    path.write_text("no database" * 1000)

    with pytest.raises(StoreUnavailable):
        sites(open_store(f"sqlite:///{path}"))


@on_sqlite
def test_a_full_disk_is_unavailable_until_there_is_room(store, limits, site):
    row = a_comment(site, text="x" * 100_000)
    limits.append("PRAGMA max_page_count = 1")  # SQLite takes the size it has

    with pytest.raises(StoreUnavailable) as caught:
        keep(store, row)

    assert caught.value.__cause__.sqlite_errorcode == sqlite3.SQLITE_FULL
    limits[:] = ["PRAGMA max_page_count = 100000"]
    keep(store, row)


@on_sqlite
def test_a_read_only_file_is_unavailable_until_it_can_be_written(store, limits, site):
    limits.append("PRAGMA query_only = ON")

    with pytest.raises(StoreUnavailable) as caught:
        add_site(store)

    assert caught.value.__cause__.sqlite_errorcode == sqlite3.SQLITE_READONLY
    assert sites(store) == [site.url]
    limits[:] = ["PRAGMA query_only = OFF"]
    add_site(store)


@on_postgresql
def test_a_read_only_server_is_unavailable_until_it_can_be_written(store, limits, site):
    limits += ["SET default_transaction_read_only = on", "COMMIT"]

    with pytest.raises(StoreUnavailable):
        add_site(store)

    assert sites(store) == [site.url]
    limits[0] = "SET default_transaction_read_only = off"
    add_site(store)


@on_postgresql
def test_a_stopped_server_is_unavailable_until_it_runs(store, postgres_server, site):
    postgres_server.stop()
    try:
        with pytest.raises(StoreUnavailable):
            sites(store)
        with pytest.raises(StoreUnavailable):
            add_site(store)
    finally:
        postgres_server.start()

    assert sites(store) == [site.url]


@on_postgresql
def test_a_server_that_restarts_between_two_units_is_not_noticed(
    store, postgres_server, site
):
    postgres_server.stop()
    postgres_server.start()

    assert sites(store) == [site.url]


@on_postgresql
def test_a_connection_cut_in_the_middle_is_unavailable_once(
    store, postgres_server, site
):
    with pytest.raises(StoreUnavailable), store.unit_of_work(True) as work:
        work.comments.add([a_comment(site)])
        postgres_server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname LIKE 'test_%'"
        )
        work.commit()

    assert sites(store) == [site.url]


@on_postgresql
def test_without_a_free_connection_the_store_is_unavailable(store, site):
    with ExitStack() as stack:
        for _ in range(16):
            stack.enter_context(store.unit_of_work(False))

        with pytest.raises(StoreUnavailable):
            sites(store)

    assert sites(store) == [site.url]
