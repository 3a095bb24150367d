"""POST /v1/comments, durable, against an empty Flask route on the same server.

Load comes from ``wrk`` (Debian's package of that name) with 8 connections, on loopback.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.scoring import _TEXT
from benchmarks.timing import table

__all__ = ["run"]

_SECONDS = 5
_ROUNDS = 3
_EMPTY = """
from flask import Flask
app = Flask(__name__)
@app.post("/v1/comments")
@app.get("/healthz")
def nothing():
    return ""
"""


def run(datasets: Path | None) -> None:
    """Print requests a second, latency and memory, best of three turns each."""
    if shutil.which("wrk") is None:
        print("wrk is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "empty.py").write_text(_EMPTY)
        rows = [
            ["an empty Flask route", *_measure(_empty(folder), folder)],
            ["POST /v1/comments", *_measure(_hamgate(folder), folder)],
        ]
    head = ["2 workers, 8 connections", "requests/s", "p50", "p99", "worker MB"]
    print(table(head, rows))


def _measure(server: "Iterator[tuple[int, str, int]]", folder: str) -> list[str]:
    with server as (port, key, pid):  # type: ignore[attr-defined]
        script = Path(folder) / "post.lua"
        script.write_text(_script(key))
        found = [_wrk(port, script) for _ in range(_ROUNDS)]
        best = max(found, key=lambda row: float(row[0].replace(",", "")))
        return [*best, f"{_largest_worker_mb(pid):.0f}"]


@contextmanager
def _empty(folder: str) -> Iterator[tuple[int, str, int]]:
    port = _free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, "--interface", "wsgi", "--workers", "2"]
    command += ["--blocking-threads", "4", "--port", str(port), "empty:app"]
    with _running(command, os.environ | {"PYTHONPATH": folder}, port) as pid:
        yield port, "none", pid


@contextmanager
def _hamgate(folder: str) -> Iterator[tuple[int, str, int]]:
    port = _free_port()
    environ = os.environ | {"HAMGATE_DATA_DIR": folder, "HAMGATE_PORT": str(port)}
    environ.pop("HAMGATE_DATASETS", None)
    hamgate = [sys.executable, "-m", "service"]
    add = [*hamgate, "site", "add", "https://bench.example", "--json"]
    found = subprocess.run(add, env=environ, check=True, capture_output=True)
    with _running([*hamgate, "serve"], environ, port) as pid:
        yield port, json.loads(found.stdout)["key"], pid


@contextmanager
def _running(command: list[str], environ: dict[str, str], port: int) -> Iterator[int]:
    process = subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def _wait(port: int) -> None:
    for _ in range(300):
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def _wrk(port: int, script: Path) -> tuple[str, str, str]:
    command = ["wrk", "-t1", "-c8", f"-d{_SECONDS}", "--latency", "-s", str(script)]
    command.append(f"http://127.0.0.1:{port}/v1/comments")
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in out:
        raise RuntimeError(out)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
    p50, p99 = (re.search(rf"{q}%\s+(\S+)", out) for q in (50, 99))
    assert rate and p50 and p99
    return f"{float(rate[1]):,.0f}", p50[1], p99[1]


def _script(key: str) -> str:
    body = json.dumps({"text": _TEXT, "author": {"name": "Marta K."}})
    return (
        'wrk.method = "POST"\n'
        f'wrk.headers["Authorization"] = "Bearer {key}"\n'
        'wrk.headers["Content-Type"] = "application/json"\n'
        f"wrk.body = [[{body}]]\n"
    )


def _largest_worker_mb(parent: int) -> float:
    """Return the largest resident set among the children of `parent`."""
    sizes = [0.0]
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            text = status.read_text()
            if f"PPid:\t{parent}\n" in text:
                found = re.search(r"VmRSS:\s+(\d+)", text)
                sizes.append(int(found[1]) / 1024 if found else 0)
    return max(sizes)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
