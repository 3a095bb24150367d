"""akismet from PyPI, unchanged; only its transport leads to us."""

import asyncio
import time
from datetime import UTC, datetime

import akismet
import httpx
import pytest

from tests.end_to_end.conftest import BLOG

pytestmark = pytest.mark.clients

IP = "192.0.2.7"
WRONG_KEY = "fedcba987654"
HAM = {
    "comment_content": "Thank you, the part about backoff answered my question.",
    "comment_author": "Ann Example",
    "comment_type": "comment",
}

# What is submitted is known again: no other test may check the same text.
SUBMITTED = HAM | {"comment_content": "This text is called spam here, and ham there."}


class Leading(httpx.HTTPTransport):
    """Send every request to one address; the Host header stays Akismet's."""

    def __init__(self, url):
        super().__init__()
        self.target = httpx.URL(url)

    def handle_request(self, request):
        request.url = request.url.copy_with(
            scheme="http", host=self.target.host, port=self.target.port
        )
        return super().handle_request(request)


class AsyncLeading(httpx.AsyncHTTPTransport):
    def __init__(self, url):
        super().__init__()
        self.target = httpx.URL(url)

    async def handle_async_request(self, request):
        request.url = request.url.copy_with(
            scheme="http", host=self.target.host, port=self.target.port
        )
        return await super().handle_async_request(request)


def client_for(hamgate, key=None):
    # One second is the client's own default.
    http = httpx.Client(transport=Leading(hamgate.url), timeout=1.0)
    config = akismet.Config(key=key or hamgate.key, url=BLOG)
    return akismet.SyncClient(config=config, http_client=http)


@pytest.fixture
def client(hamgate):
    with client_for(hamgate) as client:
        yield client


@pytest.fixture
def stranger(hamgate):
    client = client_for(hamgate, WRONG_KEY)
    yield client
    client._http_client.close()


def test_a_key_is_verified(client):
    assert client.verify_key()


def test_a_wrong_key_is_not_verified(stranger):
    assert stranger.verify_key() is False


def test_a_wrong_key_is_a_key_error(stranger):
    with pytest.raises(akismet.APIKeyError):
        stranger.comment_check(user_ip=IP, **HAM)


def test_a_client_cannot_be_opened_with_a_wrong_key(stranger):
    with pytest.raises(akismet.APIKeyError), stranger:
        pass


def test_a_good_comment_is_ham(client):
    assert client.comment_check(user_ip=IP, **HAM) == akismet.CheckResponse.HAM


def test_the_smallest_call_is_ham(client):
    assert client.comment_check(user_ip=IP) == akismet.CheckResponse.HAM


@pytest.mark.parametrize(
    "marker",
    [
        {"comment_author": "akismet-guaranteed-spam"},
        {"comment_author_email": "akismet-guaranteed-spam@example.com"},
        {"comment_author": "viagra-test-123"},
    ],
)
def test_a_test_author_is_spam(client, marker):
    answer = client.comment_check(user_ip=IP, **(HAM | marker))

    assert answer == akismet.CheckResponse.SPAM


def test_an_administrator_is_ham(client):
    marked = HAM | {"comment_author": "akismet-guaranteed-spam"}

    answer = client.comment_check(user_ip=IP, user_role="administrator", **marked)

    assert answer == akismet.CheckResponse.HAM


def test_plain_spam_is_to_be_discarded_where_the_site_asked_for_it(hamgate):
    key = hamgate.add_site("https://discarding.example", "--discard")
    both = {
        "comment_author": "akismet-guaranteed-spam",
        "comment_author_email": "akismet-guaranteed-spam@example.com",
        "comment_content": "x http://casino.example http://pills.example",
    }

    with client_for(hamgate, key) as client:
        answer = client.comment_check(user_ip=IP, **both)

    assert answer == akismet.CheckResponse.DISCARD


# Thresholds that hold whatever is no certain spam.
HOLDING = ["hold=0", "spam=1", "discard=1", "abuse=0", "footer=1"]


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        ("false", akismet.CheckResponse.HAM),
        ("true", akismet.CheckResponse.SPAM),
        ("review", akismet.CheckResponse.HAM),
    ],
)
def test_a_held_comment_is_what_the_site_wants_it_to_be(hamgate, answer, heard):
    thresholds = [part for each in HOLDING for part in ("--threshold", each)]
    key = hamgate.add_site(
        f"https://{answer}.example", "--hold-answer", answer, *thresholds
    )

    with client_for(hamgate, key) as client:
        assert client.comment_check(user_ip=IP, **HAM) == heard


def test_every_field_of_the_client_is_taken(client):
    answer = client.comment_check(
        user_ip="2001:db8::1",
        blog_charset="UTF-8",
        blog_lang="en, fr_ca",
        comment_author_email="ann@example.org",
        comment_author_url="https://ann.example",
        comment_context="cooking",
        comment_date_gmt=datetime.now(UTC).isoformat(),
        comment_post_modified_gmt="2026-01-01T00:00:00Z",
        honeypot_field_name="website2",
        is_test=True,
        permalink="https://blog.example/post",
        recheck_reason="edit",
        referrer="https://search.example",
        user_agent="Browser/1",
        user_role="subscriber",
        **HAM,
    )

    assert answer == akismet.CheckResponse.HAM


@pytest.mark.parametrize(
    "text", ["日本語 😀", "a\x00b", "\r\n", "x" * 300_000, "&=%+;"]
)
def test_any_text_is_answered(client, text):
    assert client.comment_check(user_ip=IP, comment_content=text) in (0, 1)


def test_spam_can_be_submitted(client):
    assert client.submit_spam(user_ip=IP, **SUBMITTED) is True


def test_ham_can_be_submitted(client):
    assert client.submit_ham(user_ip=IP, **SUBMITTED) is True


@pytest.mark.parametrize("kind", ["submit_spam", "submit_ham"])
def test_a_wrong_key_cannot_submit(stranger, kind):
    with pytest.raises(akismet.APIKeyError):
        getattr(stranger, kind)(user_ip=IP, **HAM)


def test_usage_grows_and_has_no_limit(client):
    before = client.usage_limit()
    client.comment_check(user_ip=IP, **HAM)

    after = client.usage_limit()

    assert after["usage"] == before["usage"] + 1
    assert (after["limit"], after["throttled"]) == ("none", False)


def test_the_client_asks_for_its_sites_without_a_key(client):
    """The client leaves the key out of this one call; Akismet says "invalid" too."""
    with pytest.raises(akismet.APIKeyError):
        client.key_sites()


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_sites_of_a_key_are_listed(hamgate, client, form):
    client.comment_check(user_ip=IP, **HAM)

    answer = httpx.get(
        f"{hamgate.url}/1.2/key-sites",
        params={"api_key": hamgate.key, "format": form},
    )

    assert "blog.example" in answer.text


def test_a_check_takes_far_less_than_the_second_that_the_client_waits(client):
    client.comment_check(user_ip=IP, **HAM)
    begun = time.monotonic()

    for _ in range(10):
        client.comment_check(user_ip=IP, **HAM)

    assert (time.monotonic() - begun) / 10 < 0.25


def test_the_async_client_works_alike(hamgate):
    async def use():
        http = httpx.AsyncClient(transport=AsyncLeading(hamgate.url), timeout=1.0)
        config = akismet.Config(key=hamgate.key, url=BLOG)
        marked = HAM | {"comment_author": "akismet-guaranteed-spam"}
        async with akismet.AsyncClient(config=config, http_client=http) as client:
            return [
                await client.comment_check(user_ip=IP, **HAM),
                await client.comment_check(user_ip=IP, **marked),
                await client.submit_spam(user_ip=IP, **SUBMITTED),
                await client.submit_ham(user_ip=IP, **SUBMITTED),
                (await client.usage_limit())["limit"],
            ]

    assert asyncio.run(use()) == [0, 1, True, True, "none"]


def test_the_async_client_refuses_a_wrong_key(hamgate):
    async def use():
        http = httpx.AsyncClient(transport=AsyncLeading(hamgate.url), timeout=1.0)
        config = akismet.Config(key=WRONG_KEY, url=BLOG)
        client = akismet.AsyncClient(config=config, http_client=http)
        try:
            return await client.verify_key()
        finally:
            await http.aclose()

    assert asyncio.run(use()) is False
