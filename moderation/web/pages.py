"""The route that takes whole pages apart. Its docstring is its summary."""

from apiflask import APIBlueprint
from flask import Response, request

from moderation.services import pages
from moderation.web import access, door
from moderation.web.answers import json_response, parts_answer
from moderation.web.errors import InvalidFields
from moderation.web.reading import CAPS
from moderation.web.schemas import PageRequest

__all__ = ["MAX_BODY_BYTES", "bp"]

# A page of 5 MB, every other character of it escaped as JSON does.
MAX_BODY_BYTES = 12 * 1024 * 1024

bp = APIBlueprint("pages", __name__, tag="Pages", url_prefix="/v1")
bp.before_request(access.require_site)


@bp.post("/pages")
def take_page_apart() -> Response:
    """Take a page apart into article, comments and footers, and judge its comments."""
    request.max_content_length = max(request.max_content_length or 0, MAX_BODY_BYTES)
    asked = door.read(PageRequest, door.body())
    content = _content(asked)
    ports = access.ports()
    model = ports.page_models.current()
    is_html = asked.html is not None
    page = pages.take_apart(content, is_html=is_html, model=model)
    url = (asked.url or "")[: CAPS["url"]]
    verdicts = (
        pages.judge(page, url, site=access.site(), ports=ports) if asked.judge else ()
    )
    return json_response(parts_answer(page, verdicts, model.name))


def _content(asked: PageRequest) -> str:
    if (asked.html is None) == (asked.text is None):
        at = "/text" if asked.html is not None else "/html"
        message = "give one of html and text"
        raise InvalidFields([{"pointer": at, "message": message}])
    return asked.html if asked.html is not None else asked.text or ""
