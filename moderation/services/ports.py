"""What the services need from outside, as protocols that storage and models fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from moderation.comment import Comment
from moderation.record import (
    Answer,
    Feedback,
    MonthCounts,
    Status,
    StoredComment,
)
from moderation.segment.blocks import LabelledPage
from moderation.site import Site, SiteSettings
from moderation.verdict import Assessment, Thresholds

__all__ = [
    "Answers",
    "Comments",
    "FeedbackRows",
    "Model",
    "Models",
    "PageModel",
    "PageModels",
    "Ports",
    "Sites",
    "UnitOfWork",
]


class Model(Protocol):
    """A loaded artifact."""

    @property
    def name(self) -> str:
        """The version that every verdict names."""

    @property
    def thresholds(self) -> Thresholds:
        """What the model holds for a site that chose none."""

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest without paths, fit for strangers."""

    def assess(self, comments: Sequence[Comment]) -> list[Assessment]:
        """Score `comments`, with reasons, in their order."""

    def score(self, comments: Sequence[Comment]) -> NDArray[np.float32]:
        """Return P(head), shape (n_comments, 3): spam, abuse, footer."""


class Models(Protocol):
    """Where the current model comes from."""

    def current(self) -> Model:
        """Return the model in use, or raise `ModelUnavailable`."""


class Sites(Protocol):
    """The sites and their keys; only digests of keys are kept."""

    def add(self, url: str, key_digest: str, settings: SiteSettings) -> Site:
        """Keep a new site; `AlreadyExists` if `url` is taken."""

    def by_key(self, key_digest: str) -> Site | None:
        """Find the site that a key opens."""

    def by_url(self, url: str) -> Site | None:
        """Find a site by its normalised address."""

    def all(self) -> list[Site]:
        """All sites, by address."""

    def set_key(self, site_id: int, key_digest: str) -> None:
        """Put a new key in the place of the old one."""

    def set_settings(self, site_id: int, settings: SiteSettings) -> None:
        """Put new settings in the place of the old ones."""

    def remove(self, site_id: int) -> None:
        """Forget a site with all that it sent."""

    def revision(self, site_id: int) -> int:
        """Count the changes of a site's feedback; 0 if the site is gone."""


class Comments(Protocol):
    """Judged comments; every look-up names the site."""

    def add(self, rows: Sequence[StoredComment]) -> None:
        """Keep `rows`."""

    def get(self, site_id: int, comment_id: str) -> StoredComment | None:
        """Find one comment of this site."""

    def page(
        self, site_id: int, *, status: Status | None, before: str, limit: int
    ) -> list[StoredComment]:
        """List up to `limit` comments with ids below `before`, newest first."""

    def those(self, site_id: int, comment_ids: Sequence[str]) -> list[StoredComment]:
        """Find comments of this site, by id; those that are gone are left out."""

    def by_fingerprint(self, site_id: int, fingerprint: str) -> StoredComment | None:
        """Find the newest comment with this fingerprint."""

    def set_status(self, site_id: int, comment_id: str, status: Status) -> None:
        """Move a comment."""

    def month_counts(self, site_id: int, since: str) -> list[MonthCounts]:
        """Count by month from `since` (``YYYY-MM`` or "") on, oldest first."""


class FeedbackRows(Protocol):
    """What moderators said; each change raises the site's revision."""

    def put(self, feedback: Feedback) -> None:
        """Keep `feedback`; the same comment, source and reporter are overwritten."""

    def of(self, site_id: int, comment_id: str) -> list[Feedback]:
        """All that was said of one comment, oldest first."""

    def every(self, site_id: int) -> list[Feedback]:
        """All that was said on a site, by comment, then oldest first."""

    def remove(self, site_id: int, comment_id: str) -> bool:
        """Take back all that was said of one comment; say whether there was any."""


class PageModel(Protocol):
    """A loaded page model."""

    @property
    def name(self) -> str:
        """The version that every answer names."""

    def label_html(self, html: str) -> LabelledPage:
        """Take an HTML page apart, or raise `PageTooLarge`."""

    def label_text(self, text: str) -> LabelledPage:
        """Take a page of lines apart, or raise `PageTooLarge`."""


class PageModels(Protocol):
    """Where the current page model comes from."""

    def current(self) -> PageModel:
        """Return the page model in use, or raise `ModelUnavailable`."""


class Answers(Protocol):
    """Answers already given, by Idempotency-Key."""

    def get(self, site_id: int, key: str) -> Answer | None:
        """Find what was answered."""

    def add(self, answer: Answer) -> None:
        """Keep an answer; `AlreadyExists` if another request was faster."""

    def forget_before(self, moment: datetime) -> None:
        """Drop the answers given before `moment`."""


class UnitOfWork(Protocol):
    """One transaction: leaving the block without `commit` rolls back.

    Every method may raise `StoreUnavailable`.
    """

    sites: Sites
    comments: Comments
    feedback: FeedbackRows
    answers: Answers

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *exc_info: object) -> None:
        """Roll back what was not committed."""

    def commit(self) -> None:
        """Make it durable: what is committed survives ``kill -9``."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside, filled once in `service` or by a test.

    `unit_of_work` takes ``write``: True begins by taking the write lock, so that a
    transaction never fails half-way for want of it. `now` gives aware UTC.
    `digest` turns a key into what is kept of it.
    """

    unit_of_work: Callable[[bool], UnitOfWork]
    models: Models
    page_models: PageModels
    now: Callable[[], datetime]
    digest: Callable[[str], str]
