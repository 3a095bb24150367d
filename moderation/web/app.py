"""Put the web together: blueprints, errors, and headers that every answer carries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apiflask import APIFlask
from flask import Blueprint, Flask, Response, current_app, request

from moderation.services.ports import Ports
from moderation.web import (
    access,
    akismet,
    api,
    campaigns,
    docs,
    errors,
    health,
    metrics,
    openapi,
    pages,
    site,
)
from moderation.web.guard import with_headers

__all__ = ["BLUEPRINTS", "WebOptions", "create_app"]

BLUEPRINTS: tuple[Blueprint, ...] = (
    api.bp,
    campaigns.bp,
    pages.bp,
    site.bp,
    akismet.bp,
    health.bp,
    docs.bp,
)


def _nothing() -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class WebOptions:
    """What the operator may choose of the web.

    `ready` names parts that are not ready, beside the database and the model, which
    ``/readyz`` asks itself. A key stops working `key_cache_s` seconds after its
    rotation at the latest.
    """

    max_body_bytes: int = 4 * 1024 * 1024
    version: str = "0.1.0"
    ready: Callable[[], Sequence[str]] = _nothing
    key_cache_s: float = 1.0


def create_app(ports: Ports, options: WebOptions | None = None) -> APIFlask:
    """Build the WSGI application around `ports`."""
    options = options or WebOptions()
    app = APIFlask(
        __name__,
        title="Hamgate",
        version=options.version,
        docs_path=None,
        json_errors=False,
    )
    app.config["MAX_CONTENT_LENGTH"] = options.max_body_bytes
    # Answers to OPTIONS by Flask would pass by the check of the key.
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    # A redirect would repeat the Host header that a stranger sent.
    app.url_map.merge_slashes = False
    app.extensions["moderation"] = ports
    app.extensions["keys"] = access.Keys(ports, options.key_cache_s)
    app.extensions["metrics"] = metrics.Metrics()
    app.extensions["ready"] = options.ready
    errors.init_app(app)
    openapi.init_app(app)
    _register(app)
    return app


def _register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.after_request(_count)
    app.wsgi_app = with_headers(app.wsgi_app)  # type: ignore[method-assign, assignment]


def _count(response: Response) -> Response:
    metrics.of(current_app).answered(request, response)
    return response
