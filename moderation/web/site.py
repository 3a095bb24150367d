"""What a site may know of itself: its promise, and what it has taught."""

from apiflask import APIBlueprint
from flask import Response

from moderation.services import promising, reading
from moderation.web import access
from moderation.web.answers import json_response
from moderation.web.site_answers import site_answer, suspects_answer

__all__ = ["bp"]

bp = APIBlueprint("site", __name__, tag="Site", url_prefix="/v1")
bp.before_request(access.require_site)


@bp.get("/site")
def get_site() -> Response:
    """Return the site's settings, its thresholds, and how well its promise stands."""
    found = promising.standing(access.site(), ports=access.ports())
    return json_response(site_answer(found))


@bp.get("/suspects")
def list_suspects() -> Response:
    """Return comments whose labels disagree with all else, until a second agrees."""
    ports, site = access.ports(), access.site()
    found = promising.standing(site, ports=ports)
    rows = reading.those(found.learned.suspects, site=site, ports=ports)
    return json_response(suspects_answer(rows))
