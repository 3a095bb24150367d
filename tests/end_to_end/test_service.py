"""What only the running service shows: crashes, slow clients, stopping, workers."""

import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from tests.end_to_end.conftest import COMMAND

SPAM = "Cheap pills online without prescription, visit http://pills.example now!!!"
N_SLOW = 400


def post(url: str, key: str, text: str = SPAM, path: str = "/v1/comments"):
    headers = {"Authorization": f"Bearer {key}"}
    body = {"text": text} if path.endswith("comments") else text
    return httpx.post(url + path, json=body, headers=headers, timeout=30)


def test_what_was_acknowledged_survives_sigkill(server):
    service = server()
    service.start()
    key = service.add_site()
    acknowledged, stop = [], threading.Event()
    writers = [
        threading.Thread(target=_write, args=(service.url, key, acknowledged, stop))
        for _ in range(6)
    ]
    for writer in writers:
        writer.start()
    time.sleep(2)

    service.end(signal.SIGKILL)
    stop.set()
    for writer in writers:
        writer.join(30)
    service.start()

    lost = [each for each in acknowledged if not _is_kept(service.url, key, each)]
    assert len(acknowledged) > 50
    assert lost == []


def _write(url, key, acknowledged, stop):
    with httpx.Client(headers={"Authorization": f"Bearer {key}"}) as client:
        while not stop.is_set():
            try:
                answer = client.post(f"{url}/v1/comments", json={"text": SPAM})
            except httpx.TransportError:
                return
            if answer.status_code == 201:
                acknowledged.append(answer.json()["id"])


def _is_kept(url, key, comment_id):
    headers = {"Authorization": f"Bearer {key}"}
    found = httpx.get(f"{url}/v1/comments/{comment_id}", headers=headers)
    return found.status_code == 200 and found.json()["text"] == SPAM


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param(b"POST /v1/comments HTTP/1.1\r\nHost: a\r\nConte", id="head"),
        pytest.param(
            b"POST /v1/comments HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\n{",
            id="body",
        ),
    ],
)
def test_four_hundred_half_sent_requests_do_not_hold_up_others(hamgate, begun):
    url = httpx.URL(hamgate.url)
    with ExitStack() as slow:
        for _ in range(N_SLOW):
            connection = socket.create_connection((url.host, url.port), timeout=5)
            slow.enter_context(connection).sendall(begun)

        answer = httpx.get(f"{hamgate.url}/healthz", timeout=1)
        judged = post(hamgate.url, hamgate.key)

    assert answer.status_code == 200
    assert judged.elapsed.total_seconds() < 1


def test_sigterm_finishes_what_is_in_flight(server):
    service = server()
    service.start()
    key = service.add_site()
    comments = [{"text": f"{SPAM} {n} " * 20} for n in range(1000)]
    body = {"comments": comments}

    with ThreadPoolExecutor(1) as pool:
        flight = pool.submit(post, service.url, key, body, "/v1/comments/batch")
        time.sleep(0.3)
        service.end(signal.SIGTERM)
        answer = flight.result(30)

    assert answer.status_code == 200
    assert len(answer.json()["results"]) == 1000


def test_a_second_service_on_a_taken_port_refuses_to_start(hamgate):
    refused = subprocess.run(
        [*COMMAND, "serve"], env=hamgate.environ, capture_output=True, timeout=60
    )

    assert refused.returncode == 1
    assert b"cannot listen on" in refused.stderr


def test_metrics_count_over_all_workers(server):
    service = server(HAMGATE_WORKERS="3")
    service.start()
    key = service.add_site()

    for _ in range(30):
        post(service.url, key)

    text = httpx.get(f"{service.url}/metrics").text
    rows = [
        line for line in text.splitlines() if line.startswith("hamgate_verdicts_total")
    ]
    counted = sum(float(line.rsplit(" ", 1)[1]) for line in rows)
    assert counted == 30


def test_without_a_model_it_starts_says_so_and_holds(server, tmp_path):
    service = server(HAMGATE_MODEL_DIR=str(tmp_path / "none"))
    service.start(wait_for=503)

    answer = post(service.url, service.add_site())

    assert answer.status_code == 201
    assert answer.json()["action"] == "hold"
    assert [each["code"] for each in answer.json()["reasons"]] == ["model-unavailable"]


def test_an_unknown_setting_stops_the_start_and_is_named(hamgate):
    environ = hamgate.environ | {"HAMGATE_PROT": "8000"}

    refused = subprocess.run(
        [*COMMAND, "serve"], env=environ, capture_output=True, timeout=60
    )

    assert refused.returncode == 1
    assert b"HAMGATE_PROT" in refused.stderr
