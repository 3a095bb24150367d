"""The page that shows the API to people, made here and loading nothing from outside."""

from typing import Any, cast

from apiflask import APIBlueprint, APIFlask
from flask import Response, current_app, render_template

from moderation.web.problems import KINDS

__all__ = ["bp"]

bp = APIBlueprint("docs", __name__, template_folder="templates", enable_openapi=False)

_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@bp.get("/docs")
def get_docs() -> Response:
    """Show every operation and every kind of problem."""
    made = current_app.extensions
    if "docs" not in made:
        # Nothing on the page depends on the request, and making it takes 20 ms.
        made["docs"] = _page()
    headers = {"Content-Security-Policy": _POLICY}
    return Response(made["docs"], 200, headers, mimetype="text/html")


def _page() -> str:
    spec: Any = cast(APIFlask, current_app).spec
    return render_template("docs.html", spec=spec, kinds=KINDS)
