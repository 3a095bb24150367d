"""What a site may know of itself: its promise, and what it has taught."""

from apiflask import APIBlueprint
from flask import Response

from moderation.services import promising
from moderation.web import access
from moderation.web.answers import comments_page, json_response
from moderation.web.paging import wanted_plain
from moderation.web.site_answers import site_answer

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
    """Return comments whose labels disagree with all else, newest first, by page."""
    page = wanted_plain("/v1/suspects")
    rows = promising.suspects(
        before=page.before,
        limit=page.limit + 1,
        site=access.site(),
        ports=access.ports(),
    )
    return comments_page(page, rows)
