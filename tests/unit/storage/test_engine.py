import pytest
from sqlalchemy import make_url

from moderation.errors import InvalidInput
from moderation.storage.engine import make_engine, sqlite_path


@pytest.mark.parametrize(
    "scheme", ["postgres", "postgresql", "postgresql+psycopg"], ids=str
)
def test_every_name_of_postgresql_means_psycopg_3(scheme):
    engine = make_engine(f"{scheme}://ann:secret@db.example/hamgate")

    assert engine.url == make_url("postgresql+psycopg://ann:secret@db.example/hamgate")
    assert engine.driver == "psycopg"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////var/lib/h.db", "/var/lib/h.db"),
        ("sqlite+pysqlite:////h.db", "/h.db"),
        ("postgresql://db.example/h", "None"),
    ],
)
def test_an_address_names_a_file_or_a_server(url, path):
    assert str(sqlite_path(url)) == path


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hamgate.db",
        "mysql://ann:secret@db.example/h",
        "postgresql+psycopg2://ann:secret@db.example/h",
        "postgresql://ann:secret@db.example:port/h",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_we_cannot_use_is_refused_without_its_password(url):
    with pytest.raises(InvalidInput) as caught:
        make_engine(url)

    assert "secret" not in str(caught.value)
