"""The page that shows the API to people, made here and loading nothing from outside."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, render_template, send_from_directory

from moderation.web.problems import KINDS

__all__ = ["bp"]

bp = APIBlueprint("docs", __name__, template_folder="templates", enable_openapi=False)

_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
_POLICY += "frame-ancestors 'none'"


@bp.get("/docs")
def get_docs() -> Response:
    """Show every operation and every kind of problem."""
    spec: Any = current_app._get_spec()  # type: ignore[attr-defined]
    page = render_template("docs.html", spec=spec, kinds=KINDS)
    headers = {"Content-Security-Policy": _POLICY}
    return Response(page, 200, headers, content_type="text/html; charset=utf-8")


@bp.get("/docs/style.css")
def get_style() -> Response:
    """Return the style sheet of the page."""
    return send_from_directory(bp.root_path + "/static", "docs.css", max_age=3600)
