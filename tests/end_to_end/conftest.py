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


@pytest.fixture(scope="session")
def hamgate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hamgate")
    environ = _environ(folder, port := _free_port())
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [*COMMAND, "serve"], cwd=ROOT, env=environ, stdout=log, stderr=log
    )
    try:
        _wait_until_ready(process, url := f"http://127.0.0.1:{port}", folder / "log")
        yield Hamgate(url, _add_site(BLOG, environ), environ)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        log.close()


def _environ(folder: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HAMGATE_")}
    ours = {"DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(port)}
    return kept | {f"HAMGATE_{name}": value for name, value in ours.items()}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_until_ready(process: subprocess.Popen, url: str, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
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
