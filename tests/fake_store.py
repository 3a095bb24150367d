"""A store in memory: rows that outlive a unit of work, and its repositories."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from moderation.campaigns.record import Campaign, Form, Member, Trace
from moderation.campaigns.signature import Signature, band_keys
from moderation.errors import (
    AlreadyExists,
    StoreUnavailable,
)
from moderation.record import (
    Answer,
    Feedback,
    GivenBy,
    MonthCounts,
    Recent,
    ShadowVerdict,
    Status,
    StoredComment,
)
from moderation.site import Site, SiteSettings
from moderation.verdict import Action, Label


@dataclass
class FakeStore:
    """Rows that outlive a unit of work; `is_down` makes every call fail."""

    sites: dict[int, tuple[Site, str]] = field(default_factory=dict)
    comments: dict[str, StoredComment] = field(default_factory=dict)
    feedback: dict[tuple[int, str, str, str], Feedback] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    answers: dict[tuple[int, str], Answer] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    shadows: list[ShadowVerdict] = field(default_factory=list)
    is_down: bool = False

    def unit_of_work(self, write: bool) -> "FakeUnitOfWork":
        return FakeUnitOfWork(self, write)


class FakeUnitOfWork:
    """Work on copies; `commit` puts them in the store."""

    def __init__(self, store: FakeStore, write: bool) -> None:
        self.store, self.write = store, write

    def __enter__(self):
        if self.store.is_down:
            raise StoreUnavailable("the store is down")
        revisions = dict(self.store.revisions)
        self.sites = FakeSites(dict(self.store.sites), revisions)
        self.comments = FakeComments(
            dict(self.store.comments), feedback := dict(self.store.feedback)
        )
        self.feedback = FakeFeedback(feedback, revisions)
        self.answers = FakeAnswers(dict(self.store.answers))
        self.shadows = FakeShadows([*self.store.shadows])
        self.campaigns = FakeCampaigns(dict(self.store.members), self.feedback)
        return self

    def __exit__(self, *exc_info: object) -> None:
        return None

    def commit(self) -> None:
        assert self.write, "a read transaction was committed"
        self.store.sites = self.sites.rows
        self.store.comments = self.comments.rows
        self.store.feedback = self.feedback.rows
        self.store.revisions = self.feedback.revisions
        self.store.answers = self.answers.rows
        self.store.shadows = self.shadows.rows
        self.store.members = self.campaigns.rows


@dataclass
class FakeSites:
    rows: dict[int, tuple[Site, str]]
    revisions: dict[int, int]

    def add(self, url: str, key_digest: str, settings: SiteSettings) -> Site:
        if self.by_url(url):
            raise AlreadyExists("a site with this address is there already")
        site = Site(max(self.rows, default=0) + 1, url, settings)
        self.rows[site.id] = (site, key_digest)
        return site

    def by_key(self, key_digest: str) -> Site | None:
        return next((s for s, d in self.rows.values() if d == key_digest), None)

    def by_id(self, site_id: int) -> Site | None:
        return self.rows[site_id][0] if site_id in self.rows else None

    def by_url(self, url: str) -> Site | None:
        return next((s for s, _ in self.rows.values() if s.url == url), None)

    def all(self) -> list[Site]:
        return sorted((s for s, _ in self.rows.values()), key=lambda s: s.url)

    def set_key(self, site_id: int, key_digest: str) -> None:
        self.rows[site_id] = (self.rows[site_id][0], key_digest)

    def set_settings(self, site_id: int, settings: SiteSettings) -> None:
        site, key_digest = self.rows[site_id]
        self.rows[site_id] = (replace(site, settings=settings), key_digest)

    def remove(self, site_id: int) -> None:
        del self.rows[site_id]

    def revision(self, site_id: int) -> int:
        return self.revisions.get(site_id, 0)


@dataclass
class FakeComments:
    rows: dict[str, StoredComment]
    feedback: dict[tuple[int, str, str, str], Feedback]

    def add(self, rows: Sequence[StoredComment]) -> None:
        self.rows.update((row.id, row) for row in rows)

    def get(self, site_id: int, comment_id: str) -> StoredComment | None:
        row = self.rows.get(comment_id)
        return row if row and row.site_id == site_id else None

    def page(
        self, site_id: int, *, status: Status | None, before: str, limit: int
    ) -> list[StoredComment]:
        rows = [
            row
            for row in self.rows.values()
            if row.site_id == site_id
            and (status is None or row.status == status)
            and (not before or row.id < before)
        ]
        return sorted(rows, key=lambda row: row.id, reverse=True)[:limit]

    def those(self, site_id: int, comment_ids: Sequence[str]) -> list[StoredComment]:
        found = (self.get(site_id, each) for each in sorted(set(comment_ids)))
        return [each for each in found if each is not None]

    def silent(self, site_id: int, last: str, limit: int) -> list[tuple[str, Action]]:
        spoken = {row.comment_id for row in self.feedback.values()}
        found = [
            (row.id, _done(row))
            for row in self.rows.values()
            if row.site_id == site_id and row.id <= last and not row.is_test
        ]
        kept = (each for each in found if each[0] not in spoken)
        return sorted(kept, reverse=True)[:limit]

    def by_fingerprint(self, site_id: int, fingerprint: str) -> StoredComment | None:
        rows = self.page(site_id, status=None, before="", limit=10**6)
        return next((row for row in rows if row.fingerprint == fingerprint), None)

    def set_status(self, site_id: int, comment_id: str, status: Status) -> None:
        if row := self.get(site_id, comment_id):
            self.rows[comment_id] = replace(row, status=status)

    def month_counts(self, site_id: int, since: str) -> list[MonthCounts]:
        rows = [r for r in self.rows.values() if r.site_id == site_id and not r.is_test]
        months = sorted({f"{row.created_at:%Y-%m}" for row in rows})
        return [self._month(m, rows) for m in months if m >= since]

    def _month(self, month: str, rows: list[StoredComment]) -> MonthCounts:
        rows = [row for row in rows if f"{row.created_at:%Y-%m}" == month]
        spam = {r.id for r in rows if _done(r) in (Action.SPAM, Action.DISCARD)}
        said = {f.comment_id: f.label for f in self.feedback.values()}
        missed = [
            r for r in rows if r.id not in spam and said.get(r.id, "ham") != "ham"
        ]
        wrong = [i for i in spam if said.get(i) == "ham"]
        ham = len(rows) - len(spam)
        return MonthCounts(month, len(spam), ham, len(missed), len(wrong))

    def recent(self, site_id: int | None, limit: int) -> list[Recent]:
        rows = [
            row
            for row in sorted(self.rows.values(), key=lambda row: row.id, reverse=True)
            if site_id in (None, row.site_id) and not row.is_test
        ]
        return [self._recent(row) for row in rows[:limit]]

    def _recent(self, row: StoredComment) -> Recent:
        said = [f for f in self.feedback.values() if f.comment_id == row.id]
        said = [f for f in said if f.given_by is not GivenBy.READER]
        newest = max(said, key=lambda f: (f.given_at, f.source), default=None)
        return Recent(
            model=row.verdict.model,
            action=_done(row),
            spam_score=row.verdict.scores.spam,
            text=row.comment.text[:2000],
            created_at=row.created_at,
            said=newest.label if newest else None,
            id=row.id,
        )

    def flagged(
        self, site_id: int, *, since: datetime, until: datetime
    ) -> tuple[int, int]:
        rows = [
            row
            for row in self.rows.values()
            if row.site_id == site_id and since <= row.created_at < until
        ]
        done = [_done(row) for row in rows if not row.is_test]
        return len(done) - done.count(Action.APPROVE), len(done)


def _done(row: StoredComment) -> Action:
    return row.verdict.would or row.verdict.action


@dataclass
class FakeShadows:
    rows: list[ShadowVerdict]

    def add(self, rows: Sequence[ShadowVerdict]) -> None:
        self.rows += rows

    def between(self, site_id: int, *, first: str, last: str) -> list[ShadowVerdict]:
        found = [
            row
            for row in self.rows
            if row.site_id == site_id and first <= row.comment_id <= last
        ]
        return sorted(found, key=lambda row: (row.comment_id, row.model))


@dataclass
class FakeFeedback:
    rows: dict[tuple[int, str, str, str], Feedback]
    revisions: dict[int, int]

    def put(self, feedback: Feedback) -> None:
        self.rows[_key_of(feedback)] = feedback
        self._touch(feedback.site_id)

    def of(self, site_id: int, comment_id: str) -> list[Feedback]:
        return [row for row in self.every(site_id) if row.comment_id == comment_id]

    def every(self, site_id: int) -> list[Feedback]:
        rows = [row for row in self.rows.values() if row.site_id == site_id]
        return sorted(rows, key=lambda row: (row.comment_id, row.given_at, row.source))

    def since(self, site_id: int, moment: datetime) -> list[Feedback]:
        return [row for row in self.every(site_id) if row.given_at >= moment]

    def remove(self, site_id: int, comment_id: str) -> bool:
        gone = [_key_of(row) for row in self.of(site_id, comment_id)]
        for key in gone:
            del self.rows[key]
        self._touch(site_id)
        return bool(gone)

    def _touch(self, site_id: int) -> None:
        self.revisions[site_id] = self.revisions.get(site_id, 0) + 1


def _key_of(row: Feedback) -> tuple[int, str, str, str]:
    return row.site_id, row.comment_id, row.source, row.reporter


@dataclass
class FakeAnswers:
    rows: dict[tuple[int, str], Answer]

    def get(self, site_id: int, key: str) -> Answer | None:
        return self.rows.get((site_id, key))

    def add(self, answer: Answer) -> None:
        if (answer.site_id, answer.key) in self.rows:
            raise AlreadyExists("answered already")
        self.rows[answer.site_id, answer.key] = answer

    def forget_before(self, moment: datetime) -> None:
        old = [key for key, row in self.rows.items() if row.given_at < moment]
        for key in old:
            del self.rows[key]


@dataclass
class FakeCampaigns:
    rows: dict[int, Member]
    feedback: FakeFeedback

    def lock(self) -> None:
        return None

    def forms(self, signature: Signature) -> list[Form]:
        keys = set(band_keys(signature))
        return [
            Form(i, row.comment_id, row.trace, row.campaign_id, row.signature)
            for i, row in self.rows.items()
            if row.signature is not None and keys & set(band_keys(row.signature))
        ]

    def add(self, member: Member) -> None:
        self.rows[len(self.rows) + 1] = member

    def assign(self, member_id: int, campaign_id: str) -> None:
        if self.rows[member_id].campaign_id is None:
            self._move(member_id, campaign_id)

    def merge(self, older: str, younger: str) -> None:
        for i, row in list(self.rows.items()):
            if row.campaign_id == younger:
                self._move(i, older)

    def _move(self, member_id: int, campaign_id: str) -> None:
        row = self.rows[member_id]
        self.rows[member_id] = replace(row, campaign_id=campaign_id)

    def traces(self, campaign_id: str, limit: int) -> list[Trace]:
        return [row.trace for row in self._of(campaign_id)][::-1][:limit]

    def labels(
        self, site_id: int, campaign_id: str, *, learned: bool
    ) -> dict[Label, int]:
        said = []
        for row in self._of(campaign_id):
            words = [
                each
                for each in self.feedback.of(site_id, row.comment_id)
                if not learned or (each.learn and each.given_by != GivenBy.READER)
            ]
            said += [each.label for each in words[-1:]]
        return {label: said.count(label) for label in sorted(set(said))}

    def ids(self, site_id: int, before: str, limit: int) -> list[str]:
        found = {
            row.campaign_id
            for row in self.rows.values()
            if row.trace.site_id == site_id and row.campaign_id is not None
        }
        below = [each for each in found if not before or each < before]
        return sorted(below, reverse=True)[:limit]

    def get(self, site_id: int, campaign_id: str) -> Campaign | None:
        rows = self._of(campaign_id)
        here = [row for row in rows if row.trace.site_id == site_id]
        if not here:
            return None
        authors = {row.trace.author for row in here} - {None}
        moments = [row.created_at for row in rows]
        elsewhere = len(rows) - len(here)
        counts = (len(here), elsewhere, len(authors))
        return Campaign(campaign_id, *counts, min(moments), max(moments))

    def member_ids(
        self, site_id: int, campaign_id: str, before: str, limit: int
    ) -> list[str]:
        rows = self._of(campaign_id)
        here = [row.comment_id for row in rows if row.trace.site_id == site_id]
        below = [each for each in here if not before or each < before]
        return sorted(below, reverse=True)[:limit]

    def _of(self, campaign_id: str) -> list[Member]:
        return [row for row in self.rows.values() if row.campaign_id == campaign_id]
