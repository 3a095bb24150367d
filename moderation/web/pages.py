"""The route that takes whole pages apart. Its docstring is its summary."""

from time import perf_counter

from apiflask import APIBlueprint
from flask import Response, current_app, request

from moderation.segment.blocks import LabelledPage
from moderation.services import pages
from moderation.verdict import Verdict
from moderation.web import access, door, metrics
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
    model = access.ports().page_models.current()
    is_html = asked.html is not None
    page = pages.take_apart(content, is_html=is_html, model=model)
    verdicts = _judged(page, asked.url or "") if asked.judge else []
    return json_response(parts_answer(page, verdicts, model.name))


def _content(asked: PageRequest) -> str:
    if (asked.html is None) == (asked.text is None):
        at = "/text" if asked.html is not None else "/html"
        message = "give one of html and text"
        raise InvalidFields([{"pointer": at, "message": message}])
    return asked.html if asked.html is not None else asked.text or ""


def _judged(page: LabelledPage, url: str) -> list[Verdict]:
    began = perf_counter()
    verdicts = pages.judge(
        page, url[: CAPS["url"]], site=access.site(), ports=access.ports()
    )
    metrics.of(current_app).judged([each.action for each in verdicts], began)
    return verdicts
