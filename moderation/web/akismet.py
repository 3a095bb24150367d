"""The Akismet API, so that a site switches to us by changing one address.

Every answer about keys, verdicts and missing fields is status 200 with an exact text:
clients compare whole bodies, and take a status of 4xx for trouble on the way.
"""

from collections.abc import Callable
from dataclasses import dataclass

from apiflask import APIBlueprint
from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from moderation.errors import (
    InvalidInput,
    InvalidKey,
    MissingField,
    StoreUnavailable,
    Unavailable,
)
from moderation.site import Site
from moderation.web import access, metrics
from moderation.web import akismet_account as account
from moderation.web import akismet_comments as comments
from moderation.web.akismet_answers import failure, missing, plain, unavailable
from moderation.web.akismet_reading import key_of
from moderation.web.forms import Form, read_form

__all__ = ["bp"]

bp = APIBlueprint("akismet", __name__, enable_openapi=False)

# The key may stand first in the path, for tools that put it only in the host name.
_PREFIXES = ("/1.1", "/1.2", "/<path_key>/1.1", "/<path_key>/1.2")


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """One call for a site; `key_fields` is where its key is looked for, in order."""

    name: str
    view: Callable[[Form, Site], Response]
    methods: tuple[str, ...] = ("POST",)
    key_fields: tuple[str, ...] = ("api_key", "key")


def verify_key(form: Form, site: Site) -> Response:
    """Say that the key is one of ours; the site need not be the one we know."""
    return plain("valid") if form.line("blog") else missing("blog")


_BOTH = ("GET", "POST")

# WordPress sends the key it asks about as `key` and the one it replaces as `api_key`.
_KEY_FIRST = ("key", "api_key")

_ENDPOINTS = (
    _Endpoint("verify-key", verify_key, key_fields=_KEY_FIRST),
    _Endpoint("comment-check", comments.check),
    _Endpoint("submit-spam", comments.submit_spam),
    _Endpoint("submit-ham", comments.submit_ham),
    _Endpoint("usage-limit", account.usage_limit, _BOTH),
    _Endpoint("key-sites", account.key_sites, _BOTH),
    _Endpoint("get-stats", account.stats, key_fields=_KEY_FIRST),
    _Endpoint("get-key-stats", account.stats, key_fields=_KEY_FIRST),
    _Endpoint("get-subscription", account.subscription, key_fields=_KEY_FIRST),
    _Endpoint("deactivate", account.deactivate, key_fields=_KEY_FIRST),
    _Endpoint("token", account.token),
)


def _with_site(endpoint: _Endpoint) -> Callable[..., Response]:
    def answer(path_key: str = "") -> Response:
        form, names = read_form(), endpoint.key_fields
        key = key_of(form, host=request.host, path_key=path_key, names=names)
        if not key:
            raise MissingField(names[0])
        return endpoint.view(form, access.site_of(key))

    return answer


def _register() -> None:
    for endpoint in _ENDPOINTS:
        view = _with_site(endpoint)
        for prefix in _PREFIXES:
            bp.add_url_rule(
                f"{prefix}/{endpoint.name}",
                endpoint=endpoint.name,
                view_func=view,
                methods=endpoint.methods,
            )


_register()


@bp.get("/1.1/test")
@bp.get("/1.2/test")
def test() -> Response:
    """Say that we can be reached."""
    return plain("connected")


@bp.errorhandler(InvalidKey)
@bp.errorhandler(InvalidInput)
def refuse(error: InvalidKey | InvalidInput) -> Response:
    """Answer "invalid" with the cause in a header: a fixed text, never the caller's."""
    if isinstance(error, MissingField):
        return missing(error.field)
    return failure(error.code)


@bp.errorhandler(Unavailable)
def hold(error: Unavailable) -> Response:
    """Answer that we cannot answer, rather than guess."""
    if isinstance(error, StoreUnavailable):
        metrics.of(current_app).store_failed()
    return unavailable(error.code)


@bp.errorhandler(HTTPException)
def refuse_request(error: HTTPException) -> Response:
    """Answer what HTTP itself refuses in the words of HTTP, as text."""
    words = error.name.lower()
    return failure(words.replace(" ", "-"), words, error.code or 500)
