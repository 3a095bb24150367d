"""What only a real server shows: old HTTP, and bodies sent in odd ways."""

import socket

import httpx
import pytest

from tests.end_to_end.conftest import BLOG


def talk(hamgate, request: bytes, then: bytes = b"") -> bytes:
    """Send bytes as they are, and read until the server closes or falls silent."""
    url = httpx.URL(hamgate.url)
    with socket.create_connection((url.host, url.port), timeout=2) as connection:
        connection.sendall(request)
        answer = connection.recv(65536) if then else b""
        connection.sendall(then)
        return answer + _rest(connection)


def _rest(connection):
    answer = b""
    try:
        while part := connection.recv(65536):
            answer += part
    except TimeoutError:
        pass
    return answer


def head(hamgate, body: bytes, version="1.1", *more: str) -> bytes:
    lines = [
        f"POST /1.1/verify-key HTTP/{version}",
        "Host: rest.akismet.com",
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8",
        f"Content-Length: {len(body)}",
        *more,
        "\r\n",
    ]
    return "\r\n".join(lines).encode()


@pytest.fixture
def body(hamgate):
    return f"key={hamgate.key}&blog={BLOG}&referrer&other".encode()


def test_http_1_0_is_answered_whole_and_closed(hamgate, body):
    answer = talk(hamgate, head(hamgate, body, "1.0") + body)

    top, _, said = answer.partition(b"\r\n\r\n")
    assert b" 200 " in top.splitlines()[0]
    assert b"content-length: 5" in top.lower()
    assert b"transfer-encoding" not in top.lower()
    assert said == b"valid"


def test_a_client_that_waits_to_be_asked_for_the_body_is_asked(hamgate, body):
    begun = head(hamgate, body, "1.1", "Expect: 100-continue", "Connection: close")

    answer = talk(hamgate, begun, then=body)

    assert answer.startswith(b"HTTP/1.1 100")
    assert answer.endswith(b"\r\n\r\nvalid")


def test_a_key_in_the_host_name_opens_its_site(hamgate):
    response = httpx.post(
        f"{hamgate.url}/1.1/comment-check",
        data={"blog": BLOG, "user_ip": "192.0.2.7"},
        headers={"Host": f"{hamgate.key}.rest.akismet.com"},
    )

    assert response.content == b"false"
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(response.headers["x-akismet-guid"]) == 32


def test_a_body_over_the_limit_is_413(hamgate):
    response = httpx.post(
        f"{hamgate.url}/1.1/comment-check", content=b"a=" + b"x" * 5 * 1024 * 1024
    )

    assert response.status_code == 413
