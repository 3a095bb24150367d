"""Routes, keys and failures of the Akismet dialect."""

import pytest

from tests.fakes import KEY, STRANGERS_KEY
from tests.integration.web.akismet_desk import BLOG, GOOD, IP, make_desk

UNKNOWN = "fedcba987654"
THANKS = b"Thanks for making the web a better place."

POSTED = [
    "verify-key",
    "comment-check",
    "submit-spam",
    "submit-ham",
    "usage-limit",
    "key-sites",
    "get-stats",
    "get-key-stats",
    "get-subscription",
    "deactivate",
    "token",
]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("verify-key", b"valid"),
        ("comment-check", b"false"),
        ("submit-spam", THANKS),
        ("submit-ham", THANKS),
        ("deactivate", b"deactivated"),
    ],
)
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_call_answers_an_exact_body_and_nothing_about_failures(name, body, version):
    response = make_desk().post(f"/{version}/{name}", GOOD)

    assert response.status_code == 200
    assert response.data == body
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "X-akismet-debug-help" not in response.headers
    assert "X-akismet-alert-code" not in response.headers


def test_the_connection_test_needs_no_key():
    response = make_desk().client.get("/1.1/test")

    assert (response.status_code, response.data) == (200, b"connected")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_token_is_some_text():
    response = make_desk().post("/1.1/token", {"api_key": KEY})

    assert len(response.text) == 32


@pytest.mark.parametrize("name", POSTED)
@pytest.mark.parametrize(
    ("key", "why"),
    [
        pytest.param(UNKNOWN, "invalid-key", id="unknown"),
        pytest.param("0123456789a", "invalid-key", id="11 digits"),
        pytest.param("0123456789abc", "invalid-key", id="13 digits"),
        pytest.param("clé-à-molette", "invalid-key", id="not ASCII"),
        pytest.param("\uff10" * 12, "invalid-key", id="fullwidth digits"),
        pytest.param("x\r\nSet-Cookie: a=1", "invalid-key", id="line break"),
        pytest.param("a\x00b", "invalid-key", id="NUL"),
        pytest.param("k" * 100_000, "invalid-key", id="huge"),
        pytest.param("' OR 1=1 --", "invalid-key", id="SQL"),
    ],
)
def test_a_wrong_key_is_invalid_with_a_fixed_word_in_the_header(name, key, why):
    fields = GOOD | {"api_key": key, "key": key}

    response = make_desk().post(f"/1.1/{name}", fields)

    assert (response.status_code, response.data) == (200, b"invalid")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["X-akismet-debug-help"] == why


@pytest.mark.parametrize("name", POSTED)
def test_no_key_is_invalid_and_the_header_names_the_field(name):
    key_first = {"verify-key", "get-stats", "get-key-stats", "get-subscription"}
    field = "key" if name in key_first | {"deactivate"} else "api_key"

    response = make_desk().post(f"/1.1/{name}", {"blog": BLOG, "user_ip": IP})

    assert (response.status_code, response.data) == (200, b"invalid")
    assert response.headers["X-akismet-debug-help"] == f'Empty "{field}" value'


def test_verify_key_wants_the_site_too():
    response = make_desk().post("/1.1/verify-key", {"key": KEY})

    assert (response.status_code, response.data) == (200, b"invalid")
    assert response.headers["X-akismet-debug-help"] == 'Empty "blog" value'


@pytest.mark.parametrize("blog", [BLOG, f"{BLOG}/", "http://elsewhere.example", "junk"])
def test_verify_key_takes_any_site(blog):
    response = make_desk().post("/1.1/verify-key", {"key": KEY, "blog": blog})

    assert response.data == b"valid"


@pytest.mark.parametrize(
    ("path", "fields", "headers"),
    [
        pytest.param("/1.1/verify-key", {"key": KEY}, {}, id="key"),
        pytest.param("/1.1/verify-key", {"api_key": KEY}, {}, id="api_key"),
        pytest.param("/1.1/verify-key", {"key": KEY.upper()}, {}, id="upper case"),
        pytest.param("/1.1/verify-key", {"key": f" {KEY}\r\n"}, {}, id="blanks"),
        pytest.param(
            "/1.1/verify-key", {"key": KEY, "api_key": UNKNOWN}, {}, id="old api_key"
        ),
        pytest.param(
            "/1.1/verify-key", {"key": "", "api_key": KEY}, {}, id="empty key"
        ),
        pytest.param(
            "/1.1/verify-key", {}, {"Host": f"{KEY}.rest.akismet.com"}, id="host"
        ),
        pytest.param(
            "/1.1/verify-key", {}, {"Host": f"{KEY.upper()}.localhost:80"}, id="HOST"
        ),
        pytest.param(
            "/1.1/verify-key",
            {"key": KEY},
            {"Host": f"{UNKNOWN}.rest.akismet.com"},
            id="body before host",
        ),
        pytest.param(f"/1.1/verify-key?key={KEY}", {}, {}, id="query"),
        pytest.param(
            f"/1.1/verify-key?key={UNKNOWN}", {"key": KEY}, {}, id="body before query"
        ),
        pytest.param(f"/{KEY}/1.1/verify-key", {}, {}, id="path"),
        pytest.param(
            f"/{UNKNOWN}/1.1/verify-key", {"key": KEY}, {}, id="body before path"
        ),
        pytest.param(
            f"/{KEY}/1.1/verify-key",
            {},
            {"Host": f"{UNKNOWN}.rest.akismet.com"},
            id="path before host",
        ),
    ],
)
def test_the_key_is_found_where_clients_put_it(path, fields, headers):
    response = make_desk().post(path, {"blog": BLOG} | fields, headers=headers)

    assert response.data == b"valid"


@pytest.mark.parametrize("host", [KEY, f"{KEY}:8000", "rest.akismet.com", f"x{KEY}.y"])
def test_a_host_name_that_is_no_key_is_no_key(host):
    response = make_desk().post(
        "/1.1/verify-key", {"blog": BLOG}, headers={"Host": host}
    )

    assert response.data == b"invalid"
    assert response.headers["X-akismet-debug-help"] == 'Empty "key" value'


def test_api_key_comes_before_key_on_a_check():
    fields = GOOD | {"key": UNKNOWN}

    assert make_desk().post("/1.1/comment-check", fields).data == b"false"


def test_a_check_takes_the_key_as_key():
    fields = {name: value for name, value in GOOD.items() if name != "api_key"}

    response = make_desk().post("/1.1/comment-check", fields | {"key": KEY})

    assert response.data == b"false"


@pytest.mark.parametrize(
    "host", ["rest.akismet.com", "127.0.0.1:1", "[::1]:80", "x", "UPPER.example"]
)
def test_any_host_is_served(host):
    response = make_desk().post("/1.1/comment-check", GOOD, headers={"Host": host})

    assert response.data == b"false"


@pytest.mark.parametrize("name", [*POSTED, "test"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_only_its_methods_reach_a_call(name, method):
    allowed = {"usage-limit": {"GET", "POST"}, "key-sites": {"GET", "POST"}}
    allowed["test"] = {"GET"}

    response = make_desk().client.open(f"/1.1/{name}", method=method)

    assert (response.status_code == 405) is (method not in allowed.get(name, {"POST"}))


@pytest.mark.parametrize(
    "path", ["/1.1/nothing", "/1.3/verify-key", "/2.0/verify-key", "/1.1/", "/1.1/a/b"]
)
def test_an_unknown_path_is_404(path):
    assert make_desk().post(path, GOOD).status_code == 404


@pytest.mark.parametrize("name", POSTED)
def test_a_store_that_is_down_is_503_and_never_a_guess(name):
    desk = make_desk()
    desk.world.store.is_down = True

    response = desk.post(f"/1.1/{name}", GOOD)

    assert (response.status_code, response.data) == (503, b"unavailable")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["X-akismet-debug-help"] == "store-unavailable"
    assert response.headers["Retry-After"] == "60"


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\xff", b"{}", b"%", b"[" * 5000, b"--x\r\nContent-Disposition: a\r\n"],
)
def test_a_body_that_is_no_form_is_invalid_and_not_an_error(body):
    response = make_desk().raw("/1.1/comment-check", body)

    assert (response.status_code, response.data) == (200, b"invalid")
    assert response.headers["X-akismet-debug-help"] == 'Empty "api_key" value'


def test_a_compressed_body_is_415():
    response = make_desk().raw(
        "/1.1/comment-check", b"\x1f\x8b", headers={"Content-Encoding": "gzip"}
    )

    assert (response.status_code, response.data) == (415, b"unsupported media type")
    assert response.headers["X-akismet-debug-help"] == "unsupported-media-type"


def test_a_body_over_the_limit_is_413():
    response = make_desk().raw("/1.1/comment-check", b"a=" + b"x" * 4 * 1024 * 1024)

    assert response.status_code == 413
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_http_1_0_gets_an_answer_with_its_length():
    environ = {"SERVER_PROTOCOL": "HTTP/1.0"}

    response = make_desk().post("/1.1/verify-key", GOOD, environ_overrides=environ)

    assert response.headers["Content-Length"] == "5"
    assert "Transfer-Encoding" not in response.headers


def test_a_strangers_key_reaches_only_what_is_the_strangers():
    desk = make_desk()
    desk.check()

    response = desk.submit("spam", api_key=STRANGERS_KEY)

    assert response.data == THANKS
    assert {row.site_id for row in desk.said} == {desk.world.stranger.id}
    assert len(desk.kept) == 2


def test_the_dialect_stays_out_of_the_document_of_the_native_api():
    paths = make_desk().client.get("/openapi.json").json["paths"]

    assert not [path for path in paths if "1.1" in path or "1.2" in path]
