"""What tests of the route for pages share."""

import io

import pytest

from moderation.segment.blocks import (
    BlockLabel,
    LabelledBlock,
    LabelledPage,
    PageComment,
)
from tests.fakes import FakeModel, FakePageModel
from tests.integration.web.api_desk import Desk, make_desk, problem_code

PAGES = "/v1/pages"

BOTH_FORMS = pytest.mark.parametrize("form", ["html", "text"])


def comment_page(*texts: str, title: str = "A title", **told) -> LabelledPage:
    """A page of comments and nothing else."""
    blocks = (
        LabelledBlock(text, BlockLabel.COMMENT, 0.9, n) for n, text in enumerate(texts)
    )
    comments = (PageComment(text, (n,), **told) for n, text in enumerate(texts))
    return LabelledPage(tuple(blocks), tuple(comments), title)


def desk_with(page: LabelledPage, model=None, settings=None) -> Desk:
    """A desk whose page model answers `page`, whatever it is asked."""
    desk = make_desk(model or FakeModel(), settings)
    desk.world.ports.page_models.model = FakePageModel(page)
    return desk


def parts(desk: Desk, **body) -> list[dict]:
    response = desk.post(PAGES, body)
    assert response.status_code == 200, response.text
    return response.json["blocks"]


def refused(response) -> tuple[int, str]:
    return response.status_code, problem_code(response)


def chunked(data: bytes) -> dict:
    return {
        "wsgi.input": io.BytesIO(data),
        "wsgi.input_terminated": True,
        "CONTENT_LENGTH": "",
        "HTTP_TRANSFER_ENCODING": "chunked",
    }
