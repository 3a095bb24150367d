"""The real service, started as its users start it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
BLOG = "https://blog.example"
START_TIMEOUT_S = 60
COMMAND = [sys.executable, "-m", "service"]


@dataclass(frozen=True)
class Hamgate:
    """A running service with one site; `add_site` runs the commands beside it."""

    url: str
    key: str
    environ: dict[str, str] = field(repr=False)

    def add_site(self, url: str, *settings: str) -> str:
        key = _add_site(url, self.environ)
        _run("site", "set", url, *settings, environ=self.environ)
        return key


class Server:
    """One `hamgate serve` on a data folder; it can be ended and started again."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.environ = _environ(folder, port := _free_port()) | settings
        self.url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen | None = None

    def start(self, wait_for: int = 200) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve"],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _wait_until_ready(self.process, self.url, self.folder / "log", wait_for)

    def end(self, sign: int = signal.SIGTERM) -> None:
        """Send `sign` to the service, or to all its processes if it is SIGKILL."""
        if self.process is None:
            return
        if sign == signal.SIGKILL:
            os.killpg(self.process.pid, sign)
        else:
            self.process.send_signal(sign)
        self.process.wait(40)
        self.process = None

    def add_site(self, url: str = BLOG) -> str:
        return _add_site(url, self.environ)


@pytest.fixture
def server(tmp_path):
    started: list[Server] = []

    def make(**settings: str) -> Server:
        started.append(Server(tmp_path, **settings))
        return started[-1]

    yield make
    for each in started:
        each.end()


@pytest.fixture(scope="session")
def hamgate(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("hamgate"))
    server.start()
    yield Hamgate(server.url, server.add_site(), server.environ)
    server.end()


def _environ(folder: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HAMGATE_")}
    ours = {"DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(port)}
    return kept | {f"HAMGATE_{name}": value for name, value in ours.items()}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_until_ready(
    process: subprocess.Popen, url: str, log: Path, wait_for: int
) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz").status_code == wait_for:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(f"the service did not become ready:\n{log.read_text()[-4000:]}")


def _add_site(url: str, environ: dict[str, str]) -> str:
    return json.loads(_run("site", "add", url, "--json", environ=environ))["key"]


def _run(*arguments: str, environ: dict[str, str]) -> str:
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
