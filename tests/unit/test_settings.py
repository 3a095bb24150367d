from dataclasses import fields

import pytest

from moderation.errors import InvalidInput
from moderation.settings import Settings, read_settings


def test_without_variables_everything_has_a_default():
    assert read_settings({}) == Settings()


def test_what_does_not_begin_with_the_prefix_is_somebody_elses():
    environ = {"PORT": "1", "HAMGATEPORT": "1", "hamgate_port": "1", "PATH": "/bin"}

    assert read_settings(environ) == Settings()


@pytest.mark.parametrize(
    ("variable", "raw", "value"),
    [
        ("HAMGATE_DATA_DIR", "/srv/hamgate", "/srv/hamgate"),
        ("HAMGATE_PORT", "8080", 8080),
        ("HAMGATE_PORT", " 8080 ", 8080),
        ("HAMGATE_DATABASE_TIMEOUT_S", "0.5", 0.5),
        ("HAMGATE_DATABASE_FULL_SYNC", "1", True),
        ("HAMGATE_DATABASE_FULL_SYNC", "Yes", True),
        ("HAMGATE_DATABASE_FULL_SYNC", " on ", True),
        ("HAMGATE_DATABASE_FULL_SYNC", "false", False),
        ("HAMGATE_DATABASE_FULL_SYNC", "", False),
        ("HAMGATE_SECRET", "", ""),
        ("HAMGATE_LOG_LEVEL", "debug", "debug"),
    ],
)
def test_a_variable_becomes_a_value_of_its_type(variable, raw, value):
    found = getattr(read_settings({variable: raw}), variable[8:].lower())

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("variable", "raw", "why"),
    [
        ("HAMGATE_PORTS", "1", "HAMGATE_PORTS is not a setting"),
        ("HAMGATE_", "1", "HAMGATE_ is not a setting"),
        ("HAMGATE_PORT", "http", "HAMGATE_PORT must be a int"),
        ("HAMGATE_PORT", "", "HAMGATE_PORT must be a int"),
        ("HAMGATE_PORT", "8000.5", "HAMGATE_PORT must be a int"),
        ("HAMGATE_PORT", "9" * 5000, "HAMGATE_PORT must be a int"),
        ("HAMGATE_DATABASE_TIMEOUT_S", "soon", "must be a float"),
        ("HAMGATE_DATABASE_FULL_SYNC", "maybe", "must be a bool"),
        ("HAMGATE_DATABASE_FULL_SYNC", "2", "must be a bool"),
        ("HAMGATE_LOG_LEVEL", "loud", "HAMGATE_LOG_LEVEL must be one of debug"),
        ("HAMGATE_NOBODY_FILE", __file__, "HAMGATE_NOBODY_FILE is not a setting"),
    ],
    ids=lambda value: value[:40],
)
def test_what_cannot_be_read_is_an_error_that_names_the_variable(variable, raw, why):
    with pytest.raises(InvalidInput, match=why):
        read_settings({variable: raw})


def test_an_error_never_repeats_the_value():
    with pytest.raises(InvalidInput) as caught:
        read_settings({"HAMGATE_PORT": "s3cret"})

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("content", ["s3cret", "s3cret\n", "  s3cret \r\n"])
def test_a_file_may_hold_the_value(tmp_path, content):
    (tmp_path / "secret").write_text(content)

    found = read_settings({"HAMGATE_SECRET_FILE": str(tmp_path / "secret")})

    assert found.secret == "s3cret"


def test_a_file_may_hold_a_number(tmp_path):
    (tmp_path / "port").write_text("8080\n")

    assert read_settings({"HAMGATE_PORT_FILE": str(tmp_path / "port")}).port == 8080


@pytest.mark.parametrize("name", ["", "absent", "no-utf-8"])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path, name):
    (tmp_path / "no-utf-8").write_bytes(b"\xff\xfe")

    with pytest.raises(InvalidInput, match="HAMGATE_SECRET_FILE names a file"):
        read_settings({"HAMGATE_SECRET_FILE": str(tmp_path / name)})


def test_the_folder_of_data_sets_is_for_tests_alone():
    assert read_settings({"HAMGATE_DATASETS": "somewhere"}) == Settings()


def test_the_environment_of_the_process_is_read_by_default(monkeypatch):
    monkeypatch.setenv("HAMGATE_PORT", "8081")

    assert read_settings().port == 8081


@pytest.mark.parametrize("row", fields(Settings), ids=lambda row: row.name)
def test_every_setting_has_a_sentence(row):
    assert row.metadata["sentence"].endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("WORKERS", "0"),
        ("THREADS", "-1"),
        ("MAX_BODY_KB", "0"),
        ("DATABASE_TIMEOUT_S", "nan"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_value_out_of_range_stops_the_start_and_is_named(name, value):
    with pytest.raises(InvalidInput, match=f"HAMGATE_{name}"):
        read_settings({f"HAMGATE_{name}": value})


def test_a_setting_given_twice_is_refused(tmp_path):
    (tmp_path / "secret").write_text("from a file")
    environ = {"HAMGATE_SECRET": "plain", "HAMGATE_SECRET_FILE": f"{tmp_path}/secret"}

    with pytest.raises(InvalidInput, match="HAMGATE_SECRET is set twice"):
        read_settings(environ)
