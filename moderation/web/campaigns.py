"""The routes of campaigns: comments that are nearly the same."""

from apiflask import APIBlueprint
from flask import Response

from moderation.errors import NotFound
from moderation.services import campaigns
from moderation.web import access, door
from moderation.web.answers import json_response
from moderation.web.campaign_answers import (
    CampaignsAnswer,
    campaign_answer,
    marked_answer,
)
from moderation.web.paging import ID, wanted_plain
from moderation.web.schemas import FeedbackRequest, to_voice

__all__ = ["bp"]

bp = APIBlueprint("campaigns", __name__, tag="Campaigns", url_prefix="/v1")
bp.before_request(access.require_site)


@bp.get("/campaigns")
def list_campaigns() -> Response:
    """Return campaigns, the last begun first, page by page."""
    page = wanted_plain("/v1/campaigns")
    views = campaigns.campaigns(
        before=page.before,
        limit=page.limit + 1,
        site=access.site(),
        ports=access.ports(),
    )
    cut = page.cut(views, lambda view: view.campaign.id)
    shown = [campaign_answer(view) for view in cut.shown]
    return json_response(CampaignsAnswer(shown, cut.cursor), 200, *cut.headers)


@bp.get("/campaigns/<string(length=32):campaign_id>")
def get_campaign(campaign_id: str) -> Response:
    """Return one campaign with what its comments share."""
    view = campaigns.campaign(
        _id(campaign_id), site=access.site(), ports=access.ports()
    )
    return json_response(campaign_answer(view))


@bp.post("/campaigns/<string(length=32):campaign_id>/feedback")
def mark_campaign(campaign_id: str) -> Response:
    """Say what all comments of a campaign are, and which of them that moves."""
    asked = door.read(FeedbackRequest, door.body())
    marked = campaigns.mark(
        _id(campaign_id),
        asked.label,
        voice=to_voice(asked),
        site=access.site(),
        ports=access.ports(),
    )
    return json_response(marked_answer(marked))


def _id(campaign_id: str) -> str:
    if not ID.fullmatch(campaign_id):
        raise NotFound("no such campaign")
    return campaign_id
