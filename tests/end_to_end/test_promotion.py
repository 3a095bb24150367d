"""Another version answers in every worker within a second, and no request fails."""

import subprocess
import threading
import time
from dataclasses import dataclass, field

import httpx
import pytest

from moderation.settings import Settings
from service import open_registry
from tests.end_to_end.conftest import COMMAND, ROOT
from tests.versions import add

N_THREADS = 4
N_ROUNDS = 10
WITHIN_S = 1.0


@dataclass
class Load:
    """Comments sent steadily by some threads; `answers` holds when, status, version."""

    url: str
    key: str
    answers: list[tuple[float, int, str]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self):
        self.threads = [threading.Thread(target=self._send) for _ in range(N_THREADS)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exc_info):
        self.stop.set()
        for thread in self.threads:
            thread.join(30)

    def since(self, begun: float) -> set[str]:
        """Name the versions of all requests that were sent from `begun` on."""
        return {name for sent, _, name in list(self.answers) if sent >= begun}

    def _send(self):
        # A new connection each time, so that every worker gets its share.
        limits = httpx.Limits(max_keepalive_connections=0)
        headers = {"Authorization": f"Bearer {self.key}"}
        with httpx.Client(headers=headers, limits=limits, timeout=30) as client:
            while not self.stop.wait(0.01):
                self.answers.append(self._one(client))

    def _one(self, client):
        sent = time.time()
        try:
            answer = client.post(f"{self.url}/v1/comments", json={"text": "hello"})
        except httpx.HTTPError as error:
            return sent, 0, type(error).__name__
        return sent, answer.status_code, answer.json().get("model", "")


def models(server, *arguments):
    done = subprocess.run(
        [*COMMAND, "models", *arguments],
        cwd=ROOT,
        env=server.environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def registry(tmp_path):
    return open_registry(Settings(data_dir=str(tmp_path)))


def test_promotion_and_rollback_reach_every_worker_under_load(server, registry):
    service = server()
    version = add(registry, 30).name
    service.start()
    key = service.add_site()
    late = []

    with Load(service.url, key) as load:
        time.sleep(1)
        for n in range(N_ROUNDS):
            command = ["promote", version] if n % 2 == 0 else ["rollback"]
            models(service, *command)
            # From the moment of the change on, not from the end of the command.
            promised = (registry.folder / "state.json").stat().st_mtime + WITHIN_S
            time.sleep(WITHIN_S + 0.5)
            expected = version if n % 2 == 0 else registry.shipped_name()
            late.append(load.since(promised) - {expected})

    statuses = {status for _, status, _ in load.answers}
    assert statuses == {201}
    assert load.since(0) == {version, registry.shipped_name()}
    assert late == [set()] * N_ROUNDS
    assert len(load.answers) > 1000


def test_a_version_damaged_after_its_promotion_holds_nothing_up(server, registry):
    service = server()
    version = add(registry, 30)
    service.start()
    key = service.add_site()
    models(service, "promote", version.name)
    (version.folder / "weights.joblib").write_bytes(b"damaged")
    service.end()
    service.start()

    with Load(service.url, key) as load:
        time.sleep(0.5)
    ready = httpx.get(f"{service.url}/readyz")

    assert {status for _, status, _ in load.answers} == {201}
    assert load.since(0) == {registry.shipped_name()}
    assert ready.json()["warnings"] == {"model": "bad-artifact"}
    log = (service.folder / "log").read_text()
    assert f"{version.name}: the checksum of weights.joblib does not hold" in log
