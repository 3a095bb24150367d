"""What is kept of each comment to find its like, and what is known of a campaign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from moderation.campaigns.signature import Signature
from moderation.verdict import Label

__all__ = ["Campaign", "Form", "Member", "Seen", "Trace", "seen_of"]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one copy came from; digests of 63 bits, None where nothing was said."""

    site_id: int
    author: int | None = None
    ip: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A kept comment with its trace; `campaign_id` is None until it has a like.

    `signature` is None where the site has a comment that is signed almost alike.
    """

    comment_id: str
    trace: Trace
    created_at: datetime
    campaign_id: str | None = None
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One wording of a text: a member that others are compared with."""

    id: int
    comment_id: str
    trace: Trace
    campaign_id: str | None
    signature: Signature


@dataclass(frozen=True, slots=True)
class Seen:
    """How often the like of a comment came before it; all zero if never.

    Of a large campaign the newest copies are counted. `n_same` came from the comment's
    own author, address and page. `n_sites`, `n_authors`, `n_ips` and `n_pages` are over
    all sites, `labels` what this site's people said.
    """

    n_here: int = 0
    n_elsewhere: int = 0
    n_same: int = 0
    n_sites: int = 0
    n_authors: int = 0
    n_ips: int = 0
    n_pages: int = 0
    labels: Mapping[Label, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Copies in all."""
        return self.n_here + self.n_elsewhere


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as one of its sites may know it: of other sites only a number."""

    id: str
    n_here: int
    n_elsewhere: int
    n_authors: int
    first_seen: datetime
    last_seen: datetime


def seen_of(traces: Iterable[Trace], own: Trace, labels: Mapping[Label, int]) -> Seen:
    """Count what the site of a comment with the trace `own` is told of its copies."""
    traces = list(traces)
    n_here = sum(each.site_id == own.site_id for each in traces)
    is_somebody = own.author is not None or own.ip is not None
    return Seen(
        n_here=n_here,
        n_elsewhere=len(traces) - n_here,
        n_same=traces.count(own) if is_somebody else 0,
        n_sites=len({each.site_id for each in traces}),
        n_authors=_distinct(each.author for each in traces),
        n_ips=_distinct(each.ip for each in traces),
        n_pages=_distinct(each.page for each in traces),
        labels=labels,
    )


def _distinct(digests: Iterable[int | None]) -> int:
    return len(set(digests) - {None})
