"""A batch of comments read once: views and links that all features share."""

from collections.abc import Sequence
from typing import NamedTuple

from moderation.comment import Comment
from moderation.text.urls import Link, find_links
from moderation.text.views import Batch, View, batch_of, skeleton_view

__all__ = ["Reading", "read"]


class Reading(NamedTuple):
    """What the features look at; `links` has the links of each comment's raw text."""

    comments: Sequence[Comment]
    batch: Batch
    skeleton: View
    links: list[list[Link]]


def read(comments: Sequence[Comment]) -> Reading:
    """Read `comments` once for all features."""
    texts = [comment.text for comment in comments]
    batch = batch_of(texts)
    return Reading(
        comments=comments,
        batch=batch,
        skeleton=skeleton_view(batch),
        links=[find_links(text[:_LINK_CHARS]) for text in texts],
    )


# As far as the head of a long text that is scored.
_LINK_CHARS = 15_000
