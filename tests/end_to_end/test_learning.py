"""What is taught is heeded in every worker within a second, and survives a crash."""

import signal
import time
from collections.abc import Callable

import httpx
import pytest

SAILING = "We sailed around the point with a torn sail and a rudder that would not turn"
BAKING = "My bread never rises as it should although the flour is from the same mill"
SITE = "https://taught.example"
N_REQUESTS = 40
WITHIN_S = 1.0


class Client:
    """Speaks for one site of one text, over a new connection each time."""

    def __init__(self, url: str, key: str, text: str) -> None:
        self.url, self.key, self.text = url, key, text

    def ask(self, method: str, path: str, **values) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = httpx.request(
            method, self.url + path, headers=headers, timeout=30, **values
        )
        assert answer.is_success, answer.text
        return answer

    def judge(self) -> dict:
        return self.ask("POST", "/v1/comments", json={"text": self.text}).json()

    def say(self, comment_id: str, label: str) -> None:
        path = f"/v1/comments/{comment_id}/feedback"
        self.ask("POST", path, json={"label": label})

    def take_back(self, comment_id: str) -> None:
        self.ask("DELETE", f"/v1/comments/{comment_id}/feedback")

    def submit(self, call: str) -> None:
        form = {"api_key": self.key, "blog": SITE, "user_ip": "192.0.2.1"}
        answer = self.ask(
            "POST", f"/1.1/{call}", data={**form, "comment_content": self.text}
        )
        assert answer.text == "Thanks for making the web a better place."

    def said(self) -> set[str]:
        """What the next verdict knows of it."""
        codes = {each["code"] for each in self.judge()["reasons"]}
        return codes & {"moderated-spam", "moderated-ham"}


def heeded(client: Client, change: Callable[[], None], *codes: str) -> float:
    """Make a change; return how long, at most, any worker went on without heeding it.

    Connections are new, so that each worker gets its share of the requests.
    """
    change()
    begun, last, agreed = time.monotonic(), 0.0, 0
    while agreed < N_REQUESTS:
        sent = time.monotonic() - begun
        agreed += 1
        if (found := client.said()) != {*codes}:
            last, agreed = sent, 0
        assert sent < 20, f"answers still know of {found}"
    return last


def hears_nothing(client: Client) -> None:
    """Ask often enough that every worker has answered."""
    judged = [client.judge() for _ in range(10)]
    codes = {why["code"] for each in judged for why in each["reasons"]}
    assert not codes & {"moderated-spam", "moderated-ham"}
    assert not {each["action"] for each in judged} & {"spam", "discard"}


@pytest.fixture(scope="module")
def key(hamgate):
    return hamgate.add_site(SITE, "--hold-answer", "true")


def test_a_label_and_its_end_reach_every_worker_and_no_other_site(hamgate, key):
    client = Client(hamgate.url, key, SAILING)
    stranger = Client(hamgate.url, hamgate.key, SAILING)
    hears_nothing(client)
    comment_id = client.judge()["id"]

    late = [heeded(client, lambda: client.say(comment_id, "spam"), "moderated-spam")]
    hears_nothing(stranger)
    late += [
        heeded(client, lambda: client.say(comment_id, "ham"), "moderated-ham"),
        heeded(client, lambda: client.take_back(comment_id)),
    ]

    assert max(late) < WITHIN_S


def test_what_akismet_clients_submit_reaches_every_worker(hamgate, key):
    client = Client(hamgate.url, key, BAKING)
    hears_nothing(client)

    late = [
        heeded(client, lambda: client.submit("submit-spam"), "moderated-spam"),
        heeded(client, lambda: client.submit("submit-ham"), "moderated-ham"),
    ]

    assert max(late) < WITHIN_S
    hears_nothing(Client(hamgate.url, hamgate.key, BAKING))


def test_what_was_acknowledged_before_sigkill_is_heeded_by_the_first_verdict(server):
    service = server()
    service.start()
    key = service.add_site()
    kept, gone = (Client(service.url, key, text) for text in (SAILING, BAKING))
    kept_id, gone_id = kept.judge()["id"], gone.judge()["id"]
    heeded(gone, lambda: gone.say(gone_id, "spam"), "moderated-spam")

    gone.take_back(gone_id)
    kept.say(kept_id, "spam")
    service.end(signal.SIGKILL)
    service.start()

    first = kept.judge()
    assert (first["action"], first["reasons"][0]["code"]) == ("spam", "moderated-spam")
    assert gone.said() == set()
