"""What the services need from outside, as protocols that storage and models fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from moderation.campaigns.record import Campaign, Form, Member, Trace
from moderation.campaigns.signature import Signature
from moderation.classify.lessons import Row
from moderation.classify.site_model import SiteModel
from moderation.classify.workings import Workings
from moderation.comment import Comment
from moderation.record import (
    Answer,
    Feedback,
    MonthCounts,
    Recent,
    ShadowVerdict,
    Status,
    StoredComment,
)
from moderation.segment.blocks import LabelledPage
from moderation.services.learned import Learned
from moderation.site import Site, SiteSettings
from moderation.verdict import Action, Assessment, Label, Thresholds

__all__ = [
    "Answers",
    "Campaigns",
    "Comments",
    "FeedbackRows",
    "Learns",
    "Model",
    "Models",
    "PageModel",
    "PageModels",
    "Ports",
    "Shadows",
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

    def assess(
        self, comments: Sequence[Comment], site: SiteModel | None = None
    ) -> list[Assessment]:
        """Score `comments`, with reasons, in their order, as their site taught."""

    def score(
        self, comments: Sequence[Comment], site: SiteModel | None = None
    ) -> NDArray[np.float32]:
        """Return P(head), shape (n_comments, 3): spam, abuse, footer."""

    def study(self, comments: Sequence[Comment]) -> list[tuple[Row, float]]:
        """Return what a site model learns of each comment, and its log-odds of spam."""

    def workings(self) -> Workings:
        """Return what fitting one site on top of this model needs."""

    def unseen(self, texts: Sequence[str]) -> float:
        """Estimate the share of words and pairs that are new to it, in [0, 1]."""


class Models(Protocol):
    """Where the current model comes from."""

    def current(self) -> Model:
        """Return the model in use, or raise `ModelUnavailable`."""

    def shadow(self) -> Model | None:
        """Return the model that scores without answering, if there is a good one."""

    def trouble(self) -> str:
        """Return the code of what keeps the current version from use, or ""."""


class Learns(Protocol):
    """What sites taught, on top of a model."""

    def of(self, site: Site, model: Model) -> Learned:
        """Return what `site` taught."""

    def changed(self, site_id: int) -> None:
        """Look again before the next verdict."""


class Sites(Protocol):
    """The sites and their keys; only digests of keys are kept."""

    def add(self, url: str, key_digest: str, settings: SiteSettings) -> Site:
        """Keep a new site; `AlreadyExists` if `url` is taken."""

    def by_key(self, key_digest: str) -> Site | None:
        """Find the site that a key opens."""

    def by_id(self, site_id: int) -> Site | None:
        """Find a site by its number."""

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

    def silent(self, site_id: int, last: str, limit: int) -> list[tuple[str, Action]]:
        """Name up to `limit` comments up to the id `last` that nobody spoke of.

        The newest first, each with what was done or would have been; tests are left
        out.
        """

    def by_fingerprint(self, site_id: int, fingerprint: str) -> StoredComment | None:
        """Find the newest comment with this fingerprint."""

    def set_status(self, site_id: int, comment_id: str, status: Status) -> None:
        """Move a comment."""

    def month_counts(self, site_id: int, since: str) -> list[MonthCounts]:
        """Count by month from `since` (``YYYY-MM`` or "") on, oldest first."""

    def recent(self, site_id: int | None, limit: int) -> list[Recent]:
        """Return the newest of a site, or of all, newest first; tests left out."""

    def flagged(
        self, site_id: int, *, since: datetime, until: datetime
    ) -> tuple[int, int]:
        """Count those not approved, and all, in [since, until); tests left out."""


class Shadows(Protocol):
    """What models in shadow said of kept comments."""

    def add(self, rows: Sequence[ShadowVerdict]) -> None:
        """Keep `rows`."""

    def between(self, site_id: int, *, first: str, last: str) -> list[ShadowVerdict]:
        """Those of comments with ids from `first` to `last`, in their order."""


class FeedbackRows(Protocol):
    """What moderators said; each change raises the site's revision."""

    def put(self, feedback: Feedback) -> None:
        """Keep `feedback`; the same comment, source and reporter are overwritten."""

    def of(self, site_id: int, comment_id: str) -> list[Feedback]:
        """All that was said of one comment, oldest first."""

    def every(self, site_id: int) -> list[Feedback]:
        """All that was said on a site, by comment, then oldest first."""

    def since(self, site_id: int, moment: datetime) -> list[Feedback]:
        """All that was said on a site from `moment` on, ordered as by `every`."""

    def remove(self, site_id: int, comment_id: str) -> bool:
        """Take back all that was said of one comment; say whether there was any."""


class Campaigns(Protocol):
    """Near-duplicates of all sites; what a site may know of them names the site."""

    def lock(self) -> None:
        """Let no other transaction change campaigns until this one ends."""

    def forms(self, signature: Signature) -> list[Form]:
        """Find the wordings, of all sites, that share a band with `signature`."""

    def add(self, member: Member) -> None:
        """Keep a member; one with a signature is a form from now on."""

    def assign(self, member_id: int, campaign_id: str) -> None:
        """Put a form that stood alone into a campaign."""

    def merge(self, older: str, younger: str) -> None:
        """Move all members of `younger` to `older`."""

    def traces(self, campaign_id: str, limit: int) -> list[Trace]:
        """Tell where the newest members, of all sites, came from."""

    def labels(
        self, site_id: int, campaign_id: str, *, learned: bool
    ) -> dict[Label, int]:
        """Count what this site's people said of its members, the newest word of each.

        `learned` leaves out what teaches nothing and what readers report.
        """

    def ids(self, site_id: int, before: str, limit: int) -> list[str]:
        """List this site's campaigns below `before`, the last begun first."""

    def get(self, site_id: int, campaign_id: str) -> Campaign | None:
        """Count a campaign; None if this site has no member of it."""

    def member_ids(
        self, site_id: int, campaign_id: str, before: str, limit: int
    ) -> list[str]:
        """List this site's comments of a campaign, below `before`, newest first."""


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
    shadows: Shadows
    campaigns: Campaigns

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
    learning: Learns
    now: Callable[[], datetime]
    digest: Callable[[str], str]
