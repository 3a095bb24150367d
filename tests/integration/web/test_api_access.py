import pytest

from tests.fakes import KEY, FakeModel
from tests.integration.web.api_desk import NO_SUCH_ID, Desk, make_desk, problem_code

ROUTES = [
    ("POST", "/v1/comments"),
    ("POST", "/v1/comments/batch"),
    ("GET", "/v1/comments"),
    ("GET", f"/v1/comments/{NO_SUCH_ID}"),
    ("POST", f"/v1/comments/{NO_SUCH_ID}/feedback"),
    ("DELETE", f"/v1/comments/{NO_SUCH_ID}/feedback"),
    ("GET", "/v1/campaigns"),
    ("GET", f"/v1/campaigns/{NO_SUCH_ID}"),
    ("POST", f"/v1/campaigns/{NO_SUCH_ID}/feedback"),
    ("POST", "/v1/pages"),
    ("GET", "/v1/site"),
    ("GET", "/v1/suspects"),
    ("GET", "/v1/model"),
    ("HEAD", "/v1/model"),
]

every_route = pytest.mark.parametrize(("method", "path"), ROUTES)


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel())


def authorization(value: str) -> dict[str, str]:
    return {"Authorization": value}


WRONG = {
    "none": {},
    "wrong": authorization("Bearer ffffffffffff"),
    "short": authorization("Bearer 0123"),
    "empty": authorization("Bearer "),
    "no-scheme": authorization(KEY),
    "basic": authorization(f"Basic {KEY}"),
    "token": authorization(f"Token {KEY}"),
    "two-keys": authorization(f"Bearer {KEY} {KEY}"),
    "two-headers-as-one": authorization(f"Bearer {KEY}, Bearer {KEY}"),
    "quoted": authorization(f'Bearer "{KEY}"'),
    "prefix": authorization(f"Bearer {KEY}0"),
    "wildcard": authorization("Bearer ____________"),
    "sql": authorization("Bearer ' OR '1'='1"),
    "arabic-digits": authorization("Bearer " + "\u0661" * 12),
    "nul": authorization(f"Bearer {KEY}\x00"),
    "latin-1": authorization("Bearer \xe9\xe9\xe9"),
    "huge": authorization("Bearer " + "0" * 100_000),
    "cookie": {"Cookie": f"key={KEY}; api_key={KEY}; Authorization=Bearer {KEY}"},
    "other-headers": {"X-API-Key": KEY, "X-Authorization": f"Bearer {KEY}"},
    "proxy-header": {"Proxy-Authorization": f"Bearer {KEY}"},
    "forwarded": {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-User": "admin"},
    "original-url": {"X-Original-URL": "/healthz", "X-Rewrite-URL": "/healthz"},
}


@every_route
@pytest.mark.parametrize("headers", list(WRONG.values()), ids=list(WRONG))
def test_without_the_key_in_its_place_nobody_comes_in(desk, method, path, headers):
    environ = {
        "HTTP_" + name.upper().replace("-", "_"): value
        for name, value in headers.items()
    }

    response = desk.client.open(
        path, method=method, environ_overrides=environ, json={"text": "a"}
    )

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="hamgate"'
    assert response.content_type == "application/problem+json"


@every_route
def test_a_key_in_the_query_or_body_opens_nothing(desk, method, path):
    response = desk.client.open(
        f"{path}?key={KEY}&api_key={KEY}&access_token={KEY}",
        method=method,
        json={"text": "a", "api_key": KEY},
    )

    assert response.status_code == 401


def test_a_stranger_is_stopped_before_the_body_is_read(desk):
    response = desk.raw(b"not json", headers=authorization("Bearer ffffffffffff"))

    assert problem_code(response) == "invalid-key"


def test_a_refusal_does_not_repeat_the_key(desk):
    response = desk.get("/v1/model", key="<script>0123456789")

    assert "0123456789" not in response.text + str(response.headers)


@pytest.mark.parametrize(
    "header",
    [f"bearer {KEY}", f"BEARER {KEY}", f"Bearer  {KEY}", f"Bearer {KEY.upper()}"],
)
def test_the_case_of_scheme_and_key_does_not_matter(desk, header):
    response = desk.client.get("/v1/model", headers=authorization(header))

    assert response.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-HTTP-Method-Override": "DELETE"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp"},
        {"X-Forwarded-Prefix": "/admin", "X-Original-URL": "/v1/comments"},
        {"Host": "evil.example"},
        {"Host": "rest.akismet.com"},
    ],
    ids=["method", "forwarded", "url", "host", "akismet-host"],
)
def test_headers_that_would_lead_elsewhere_are_ignored(desk, headers):
    response = desk.get("/v1/model", headers=headers)

    assert response.json["name"] == "fake-1"
    assert "evil" not in str(response.headers)


def test_without_a_store_a_new_caller_has_to_wait(desk):
    desk.world.store.is_down = True

    response = desk.get("/v1/model")

    assert (response.status_code, problem_code(response)) == (503, "store-unavailable")
