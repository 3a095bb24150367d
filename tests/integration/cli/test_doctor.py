import json
import shutil
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from moderation.comment import Comment
from moderation.services import checking, sites
from moderation.settings import Settings
from moderation.storage import schema
from service import build_ports, open_registry
from tests import tiny, tiny_pages
from tests.versions import add

URL = "https://blog.example"
PARTS = ("database", "secret", "files", "model", "registry", "pages", "service")


class Answering(BaseHTTPRequestHandler):
    """A service that is as ready as the server's `said` has it."""

    def do_GET(self):
        status, body = self.server.said
        self.send_response(status if self.path == "/readyz" else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def page_artifact(tmp_path_factory):
    return tiny_pages.write(tmp_path_factory.mktemp("doctor") / "pages")


@pytest.fixture
def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def run(run, page_artifact, free_port):
    """Run `hamgate` where nothing listens, with a small page model."""
    more = {"HAMGATE_PAGE_MODEL_DIR": page_artifact, "HAMGATE_PORT": free_port}

    def run_one(*arguments, **kwargs):
        env = {name: str(value) for name, value in more.items()}
        return run(*arguments, env=env | kwargs.pop("env", {}), **kwargs)

    return run_one


@pytest.fixture
def look(run):
    """Run the doctor and return its findings by part."""

    def look_once(exit_code=0, **kwargs):
        result = run("doctor", "--json", **kwargs)
        assert result.exit_code == exit_code, result.output
        return {each.pop("part"): each for each in json.loads(result.stdout)}

    return look_once


@pytest.fixture
def added(ask):
    return ask("site", "add", URL, "--json")


@pytest.fixture
def database(added, tmp_path):
    return tmp_path / "var" / "hamgate.sqlite3"


@pytest.fixture
def service(free_port):
    """A stand-in for the service; `said` is what it answers."""
    server = HTTPServer(("127.0.0.1", free_port), Answering)
    server.said = (200, b'{"status": "ok", "checks": {"database": "ok"}}')
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_healthy_service_is_ok_in_every_part(look, added, service):
    found = look()

    assert list(found) == [*PARTS, f"drift of {URL}"]
    assert {each["health"] for each in found.values()} == {"ok"}
    assert {each["advice"] for each in found.values()} == {""}


def test_each_part_is_a_line_that_begins_with_how_it_is(run, added, service):
    lines = run("doctor").stdout.splitlines()

    assert lines[0].startswith("ok    database: SQLite, schema 0")
    assert all(line.startswith("ok    ") for line in lines)


def test_before_the_first_start_nothing_fails_and_nothing_is_made(look, tmp_path):
    found = look()

    assert found["database"]["health"] == found["secret"]["health"] == "warn"
    assert found["database"]["says"] == "no file hamgate.sqlite3 yet"
    assert found["database"]["advice"] == "the first start makes it"
    assert not [name for name in found if name.startswith("drift")]
    assert not (tmp_path / "var").exists()


def test_a_database_of_an_earlier_step_is_left_as_it_is(look, database):
    url = f"sqlite:///{database}"
    schema.downgrade(url, "0003")

    found = look()

    assert found["database"]["health"] == "warn"
    assert found["database"]["says"].startswith("SQLite, schema 0003, not that")
    assert look()["database"] == found["database"]


def test_a_database_that_is_none_fails(look, database):
    database.write_bytes(b"no database at all" * 100)

    found = look(1)

    assert found["database"]["health"] == "fail"
    assert f"drift of {URL}" not in found


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_secret_that_others_may_read_fails(look, added, tmp_path, mode):
    secret = tmp_path / "var" / "secret"
    secret.chmod(mode)

    found = look(1)["secret"]

    assert found["says"] == f"others may read it ({mode:03o})"
    assert found["advice"] == f"chmod 600 {secret}"


def test_a_secret_that_a_setting_gives_is_no_file(look, added):
    found = look(env={"HAMGATE_SECRET": "s3cr3t-of-a-setting"})

    assert found["secret"] == {
        "health": "ok",
        "says": "given by a setting",
        "advice": "",
    }
    assert "s3cr3t" not in json.dumps(found)


def test_a_database_that_others_may_read_is_a_warning(look, database):
    database.chmod(0o644)

    found = look()["files"]

    assert (found["health"], found["advice"]) == ("warn", f"chmod 600 {database}")


def test_a_damaged_model_fails_and_says_what_to_do(run, look, added, tmp_path):
    folder = tiny.write_random(tmp_path / "model")
    (folder / "weights.joblib").write_bytes(b"changed")

    found = look(1, env={"HAMGATE_MODEL_DIR": str(folder)})["model"]

    assert found["health"] == "fail"
    assert found["says"] == "model: the checksum of weights.joblib does not hold"
    assert "rollback" in found["advice"]


def test_a_damaged_page_model_fails(look, added, tmp_path):
    found = look(1, env={"HAMGATE_PAGE_MODEL_DIR": str(tmp_path)})["pages"]

    assert found["health"] == "fail"


def test_a_registry_that_cannot_be_read_fails(look, added, tmp_path):
    state = tmp_path / "var" / "models" / "state.json"
    state.parent.mkdir(parents=True, exist_ok=True)
    state.write_text("{")

    found = look(1)["registry"]

    assert found["health"] == "fail"
    assert "state.json" in found["advice"]


@pytest.fixture
def promoted(tmp_path):
    """A registry whose current version was promoted, and its folder."""
    registry = open_registry(Settings(data_dir=str(tmp_path / "var")))
    version = add(registry, 30)
    registry.promote(version.name, now=version.created_at)
    return version


def test_versions_are_counted_and_the_current_one_is_named(look, added, promoted):
    found = look(env={"HAMGATE_MODEL_DIR": ""})

    assert found["registry"]["says"] == f"2 versions, current {promoted.name}"
    assert found["model"]["says"] == f"{promoted.name}, its checksums hold"


def test_a_version_that_is_gone_fails(look, added, promoted):
    shutil.rmtree(promoted.folder)

    found = look(1, env={"HAMGATE_MODEL_DIR": ""})

    assert found["registry"]["says"] == f"no version {promoted.name!r}"
    assert "promote" in found["registry"]["advice"]
    assert found["model"]["health"] == "fail"


def test_a_service_that_does_not_run_is_a_warning(look, added, free_port):
    found = look()["service"]

    assert found["health"] == "warn"
    assert found["says"] == f"nothing answers on 127.0.0.1:{free_port}"


def test_a_service_that_is_not_ready_fails_with_its_reasons(look, added, service):
    checks = {"database": "ok", "model": "model-unavailable"}
    service.said = (503, json.dumps({"checks": checks}).encode())

    found = look(1)["service"]

    assert found["says"].endswith("not ready: model model-unavailable")


@pytest.mark.parametrize("body", [b"", b"hello", b"[]", b"[" * 60_000])
def test_something_else_that_listens_there_breaks_nothing(look, added, service, body):
    service.said = (404, body)

    found = look(1 if body == b"[]" else 0)["service"]

    assert found["health"] in ("warn", "fail")


def keep(tmp_path, artifact, texts):
    settings = Settings(data_dir=str(tmp_path / "var"), model_dir=str(artifact))
    ports = build_ports(settings)
    [site] = sites.every(ports=ports)
    rows = checking.judge([*map(Comment, texts)], site=site, ports=ports)
    checking.keep(rows, ports=ports)


def test_a_site_whose_comments_are_of_another_kind_is_a_warning(
    look, added, tmp_path, artifact
):
    keep(tmp_path, artifact, ["win cheap casino pills http://win.example"] * 300)

    found = look()[f"drift of {URL}"]

    assert found["health"] == "warn"
    assert "scores are spread as the training data's are not" in found["says"]
    assert found["says"].startswith("300 comments, not approved 100.0%, PSI ")
    assert "hamgate retrain" in found["advice"]


def test_without_comments_there_is_no_drift(look, added):
    assert look()[f"drift of {URL}"]["says"] == "no comments yet"
