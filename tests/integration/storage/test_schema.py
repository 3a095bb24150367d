import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from moderation.errors import StoreUnavailable
from moderation.storage import schema
from moderation.storage.tables import metadata

ROOT = Path(__file__).parents[3]
UPGRADE = (
    "import sys; from moderation.storage import schema; schema.upgrade(sys.argv[1])"
)


def tables(store) -> set[str]:
    return set(inspect(store.engine).get_table_names())


def set_revision(store, revision: str) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE alembic_version SET version_num='{revision}'"
        )


def test_a_migrated_database_is_current(store):
    assert schema.is_current(store.engine)
    assert tables(store) >= {"sites", "comments", "feedback", "answers"}


def test_the_migrations_make_the_tables_that_the_code_knows(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, metadata) == []


def test_a_database_before_the_first_step_is_not_current(open_store, empty_url):
    store = open_store(empty_url)

    assert schema.current(store.engine) is None
    assert not schema.is_current(store.engine)


def test_going_back_drops_every_table(open_store, empty_url):
    assert tables(open_store(empty_url)) == {"alembic_version"}


def test_back_and_forth_ends_where_it_began(open_store, empty_url):
    schema.upgrade(empty_url)

    assert schema.is_current(open_store(empty_url).engine)


def test_upgrading_twice_keeps_what_is_there(store, site):
    schema.upgrade(store.url)

    with store.unit_of_work(False) as work:
        assert work.sites.all() == [site]


def test_processes_that_upgrade_at_once_all_succeed(open_store, empty_url):
    command = [sys.executable, "-c", UPGRADE, empty_url]

    started = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]

    assert [process.wait() for process in started] == [0, 0, 0]
    assert schema.is_current(open_store(empty_url).engine)


def test_a_database_of_a_later_version_is_left_alone(store):
    set_revision(store, "9999")

    with pytest.raises(StoreUnavailable, match="9999"):
        schema.upgrade(store.url)

    assert schema.current(store.engine) == "9999"
    assert not schema.is_current(store.engine)


def test_upgrade_makes_a_file_that_only_its_owner_reads(tmp_path):
    path = tmp_path / "new ü%20?#.db"

    schema.upgrade(f"sqlite:///{tmp_path}/new ü%2520%3F#.db")

    assert path.stat().st_mode & 0o777 == 0o600


def test_upgrade_without_a_folder_is_unavailable(tmp_path):
    with pytest.raises(StoreUnavailable):
        schema.upgrade(f"sqlite:///{tmp_path}/missing/new.db")


def test_asking_a_database_that_is_away_is_unavailable(open_store, tmp_path):
    with pytest.raises(StoreUnavailable):
        schema.is_current(open_store(f"sqlite:///{tmp_path}/missing.db").engine)
