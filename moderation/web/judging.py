"""Judge comments for the site that sent them, and count it."""

from collections.abc import Sequence
from time import perf_counter

from flask import current_app

from moderation.comment import Comment
from moderation.record import StoredComment
from moderation.services import checking
from moderation.services.ports import Ports
from moderation.site import Site
from moderation.web import metrics

__all__ = ["judge"]


def judge(
    comments: Sequence[Comment], *, site: Site, ports: Ports, is_test: bool = False
) -> list[StoredComment]:
    """Judge as `checking.judge`, with the metrics of the application."""
    began = perf_counter()
    rows = checking.judge(comments, site=site, ports=ports, is_test=is_test)
    metrics.of(current_app).judged([row.verdict.action for row in rows], began)
    return rows
