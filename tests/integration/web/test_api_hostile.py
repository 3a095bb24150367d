import gzip
import io

import pytest

from moderation.web.app import WebOptions, create_app
from tests.fakes import KEY, FakeModel, make_world
from tests.integration.web.api_desk import NO_SUCH_ID, Desk, make_desk, problem_code
from tests.unit.web.test_door import MALFORMED

BODIED = [
    "/v1/comments",
    "/v1/comments/batch",
    "/v1/pages",
    f"/v1/comments/{NO_SUCH_ID}/feedback",
    f"/v1/campaigns/{NO_SUCH_ID}/feedback",
]

GOOD = b'{"text": "Hello"}'


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(), options=WebOptions(max_body_bytes=600_000))


@pytest.mark.parametrize("path", BODIED)
@pytest.mark.parametrize("data", list(MALFORMED.values()), ids=list(MALFORMED))
def test_what_is_not_json_answers_400_everywhere(desk, path, data):
    response = desk.raw(data, path)

    assert (response.status_code, problem_code(response)) == (400, "malformed-body")
    assert desk.world.store.comments == {}


@pytest.mark.parametrize("path", BODIED)
@pytest.mark.parametrize(
    "encoding", ["gzip", "deflate", "br", "zstd", "gzip, identity", "x" * 1000, ""]
)
def test_a_compressed_body_is_refused_unread(desk, path, encoding):
    headers = {"Content-Encoding": encoding}

    response = desk.raw(gzip.compress(GOOD), path, headers=headers)

    assert problem_code(response) == "unsupported-media-type"
    assert response.status_code == 415


@pytest.mark.parametrize("encoding", ["identity", "Identity", " identity "])
def test_identity_is_no_compression(desk, encoding):
    response = desk.raw(GOOD, headers={"Content-Encoding": encoding})

    assert response.status_code == 201


@pytest.mark.parametrize("path", BODIED)
@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "text/json", "application/xml", "application/jsonp", "*/*",
     "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
     "application/problem+json", "json", ";", "application/json/x", "\xff"],
)  # fmt: skip
def test_another_content_type_is_refused(desk, path, content_type):
    response = desk.raw(GOOD, path, content_type=content_type)

    assert problem_code(response) == "unsupported-media-type"
    assert response.status_code == 415


@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=utf-8", "application/json;charset=latin-1",
     "Application/JSON", "application/json; x", "application/json ; a=\"b"],
)  # fmt: skip
def test_parameters_of_the_content_type_are_ignored(desk, content_type):
    assert desk.raw(GOOD, content_type=content_type).status_code == 201


def test_a_body_on_the_limit_is_read_and_one_byte_more_is_not(desk):
    frame = len(b'{"text": ""}')
    largest = b'{"text": "' + b"x" * (600_000 - frame) + b'"}'

    assert desk.raw(largest).status_code == 201
    response = desk.raw(largest + b" ")
    assert (response.status_code, problem_code(response)) == (413, "body-too-large")


class BrokenStream(io.RawIOBase):
    """A body whose sender goes away; servers raise errors of their own for it."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        raise self.error


class InvalidChunkSize(Exception):
    """What a server of its own kind may raise."""


@pytest.mark.parametrize(
    "error",
    [OSError("gone"), ConnectionResetError(), TimeoutError(), ValueError("chunk"),
     EOFError(), RuntimeError("closed"), InvalidChunkSize("zz")],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_a_body_that_breaks_off_with_an_error_answers_400(desk, error):
    response = desk.raw(
        None,
        environ_overrides={
            "wsgi.input": BrokenStream(error),
            "CONTENT_LENGTH": "100",
        },
    )

    assert response.status_code == 400
    assert problem_code(response) in ("malformed-body", "bad-request")


@pytest.mark.parametrize("server", [{}, {"wsgi.input_terminated": True}], ids=str)
@pytest.mark.parametrize("length", ["1000", str(len(GOOD) + 1)])
def test_a_body_shorter_than_it_says_answers_400(desk, server, length):
    response = desk.raw(GOOD, environ_overrides={"CONTENT_LENGTH": length, **server})

    assert response.status_code == 400


def test_a_chunked_body_is_read(desk):
    response = desk.raw(
        None,
        environ_overrides={
            "wsgi.input": io.BytesIO(GOOD),
            "wsgi.input_terminated": True,
            "CONTENT_LENGTH": "",
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
    )

    assert response.status_code == 201


def test_an_endless_chunked_body_is_cut_off(desk):
    response = desk.raw(
        None,
        environ_overrides={
            "wsgi.input": io.BytesIO(b" " * 800_000),
            "wsgi.input_terminated": True,
            "CONTENT_LENGTH": "",
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
    )

    assert (response.status_code, problem_code(response)) == (413, "body-too-large")


@pytest.mark.parametrize("length", ["", "-1", "abc", "1e3", "٣", "9" * 5000])
def test_a_content_length_that_is_none_is_no_failure_of_ours(desk, length):
    response = desk.raw(GOOD, environ_overrides={"CONTENT_LENGTH": length})

    assert 400 <= response.status_code < 500


HOSTILE_STRINGS = {
    "header-injection": "a\r\nX-Injected: 1",
    "nul": "a\x00b",
    "surrogate": "a\ud800b",
    "ansi": "\x1b[31m",
    "bidi": "\u202e",
    "format": "%s%n{0}{self.__class__}",
    "template": "{{7*7}}${7*7}",
    "long": "x" * 100_000,
}

STRING_FIELDS = [
    "external_id",
    "type",
    "language",
    "posted_at",
    "parent_id",
    "honeypot",
]


@pytest.mark.parametrize("field", STRING_FIELDS)
@pytest.mark.parametrize(
    "value", list(HOSTILE_STRINGS.values()), ids=list(HOSTILE_STRINGS)
)
def test_hostile_metadata_is_kept_clean_and_reaches_no_header(desk, field, value):
    response = desk.post("/v1/comments", {"text": "Hello", field: value})

    assert response.status_code == 201
    assert "Injected" not in str(response.headers)
    kept = desk.get(response.headers["Location"])
    assert kept.status_code == 200
    assert "\x00" not in kept.text


@pytest.mark.parametrize(
    "value", list(HOSTILE_STRINGS.values()), ids=list(HOSTILE_STRINGS)
)
def test_a_hostile_name_of_a_field_reaches_no_header(desk, value):
    response = desk.post("/v1/comments", {"text": "Hello", value: 1})

    assert response.status_code == 422
    assert "Injected" not in str(response.headers)
    assert len(response.data) < 2000


@pytest.mark.parametrize(
    "url",
    ["http://[", "http://[::1", "http://example.com\uff03@evil", "http://\u2100",
     "hxxp://evil[.]example", "http://a:99999", "http://a:-1", "http://xn--\xe9",
     "javascript:alert(1)", "http://" + "a" * 64 + ".example", "//", "\x00"],
    ids=ascii,
)  # fmt: skip
def test_a_url_that_nothing_can_parse_is_kept(desk, url):
    body = {"text": url or "x", "author": {"url": url}, "page": {"url": url}}

    assert desk.post("/v1/comments", body).status_code == 201


@pytest.mark.parametrize("path", ["/v1/comments", "/v1/comments/batch", "/v1/model"])
@pytest.mark.parametrize(
    "method", ["TRACE", "OPTIONS", "CONNECT", "PUT", "PATCH", "DELETE", "FOO"]
)
def test_a_method_that_a_route_does_not_know_answers_405(desk, path, method):
    response = desk.client.open(path, environ_overrides={"REQUEST_METHOD": method})

    assert (response.status_code, problem_code(response)) == (405, "method-not-allowed")
    assert response.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    ["/", "/v1", "/v1/", "/v1/comments/", "/v1//comments", "/v2/comments", "/admin",
     "/.env", "/static/../app.py", "/static/%2e%2e/app.py", "/static/%00", "/%ff",
     "/v1/comments/%0d%0aX-Injected:1", "/" + "a" * 10_000, "/openapi.yaml"],
    ids=lambda path: path[:30],
)  # fmt: skip
def test_a_path_that_leads_nowhere_answers_404(desk, path):
    response = desk.get(path)

    assert (response.status_code, problem_code(response)) == (404, "not-found")
    assert "X-Injected" not in response.headers


@pytest.mark.parametrize(
    "query",
    ["?%ff=%00", "?limit=%ff", "?a[b]=c", "?" + "a=b&" * 5000, "?;=&=&", "?limit"],
)
def test_a_hostile_query_is_refused_as_ours_to_name(desk, query):
    response = desk.get(f"/v1/comments{query}")

    assert (response.status_code, problem_code(response)) == (422, "invalid-input")


class BrokenModel(FakeModel):
    """A model with a fault nobody foresaw."""

    def assess(self, comments):
        raise ZeroDivisionError("secret detail")


def test_a_fault_of_ours_answers_500_and_tells_nothing():
    desk = make_desk(BrokenModel())

    response = desk.post("/v1/comments", {"text": "Hello"})

    assert (response.status_code, problem_code(response)) == (500, "internal-error")
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert desk.world.store.comments == {}


@pytest.mark.parametrize("path", ["/v1/comments", "/healthz", "/nowhere", "/docs"])
def test_every_answer_carries_the_headers_of_a_careful_service(path):
    client = create_app(make_world(FakeModel()).ports).test_client()

    headers = client.get(path, headers={"Authorization": f"Bearer {KEY}"}).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "Set-Cookie" not in headers
