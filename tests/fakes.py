"""Stand-ins that behave: a store in memory, a model that is told its score, a clock."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from moderation.comment import Comment
from moderation.errors import (
    AlreadyExists,
    ModelUnavailable,
    PageTooLarge,
    StoreUnavailable,
)
from moderation.reasons import reason
from moderation.record import Answer, Feedback, MonthCounts, Status, StoredComment
from moderation.segment.blocks import (
    BlockLabel,
    LabelledBlock,
    LabelledPage,
    PageComment,
)
from moderation.services.ports import Ports
from moderation.site import Site, SiteSettings
from moderation.verdict import Action, Assessment, Scores, Span, Thresholds

KEY = "0123456789ab"
STRANGERS_KEY = "ba9876543210"
START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@dataclass
class FakeClock:
    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def tick(self, **kwargs: float) -> None:
        self.moment += timedelta(**kwargs)


@dataclass
class FakeStore:
    """Rows that outlive a unit of work; `is_down` makes every call fail."""

    sites: dict[int, tuple[Site, str]] = field(default_factory=dict)
    comments: dict[str, StoredComment] = field(default_factory=dict)
    feedback: dict[tuple[int, str, str, str], Feedback] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    answers: dict[tuple[int, str], Answer] = field(default_factory=dict)
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
        spam = {r.id for r in rows if r.verdict.action in (Action.SPAM, Action.DISCARD)}
        said = {f.comment_id: f.label for f in self.feedback.values()}
        missed = [
            r for r in rows if r.id not in spam and said.get(r.id, "ham") != "ham"
        ]
        wrong = [i for i in spam if said.get(i) == "ham"]
        ham = len(rows) - len(spam)
        return MonthCounts(month, len(spam), ham, len(missed), len(wrong))


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
class FakeModel:
    """Score every comment alike, or by a function of the comment."""

    spam: float | Callable[[Comment], float] = 0.0
    abuse: float = 0.0
    footer: float = 0.0
    name: str = "fake-1"
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def manifest(self) -> dict[str, Any]:
        return {"format": 1, "name": self.name, "heads": ["spam", "abuse", "footer"]}

    def assess(self, comments: Sequence[Comment]) -> list[Assessment]:
        return [self._assess(comment) for comment in comments]

    def _assess(self, comment: Comment) -> Assessment:
        spam = self.spam(comment) if callable(self.spam) else self.spam
        first_word = Span(0, len(comment.text.split(" ")[0]))
        why = (reason("spam-words", 1.5, spans=[first_word]),)
        return Assessment(Scores(spam, self.abuse, self.footer), why)


@dataclass
class FakeModels:
    model: FakeModel | None

    def current(self) -> FakeModel:
        if self.model is None:
            raise ModelUnavailable("no artifact")
        return self.model


@dataclass
class FakePageModel:
    """Labels lines by their first letter: A is article, C a comment, else footer.

    HTML is taken as lines too. Lines of comments that follow each other are one. With
    a `page` it answers that one. `asked` tells in which form each page came.
    """

    page: LabelledPage | None = None
    name: str = "fake-pages"
    most_lines: int = 50
    asked: list[str] = field(default_factory=list)

    def label_html(self, html: str) -> LabelledPage:
        self.asked.append("html")
        return self._label(html)

    def label_text(self, text: str) -> LabelledPage:
        self.asked.append("text")
        return self._label(text)

    def _label(self, text: str) -> LabelledPage:
        if self.page is not None:
            return self.page
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > self.most_lines:
            raise PageTooLarge("too many lines")
        blocks: list[LabelledBlock] = []
        runs: list[list[int]] = []
        for n, line in enumerate(lines):
            label = _BLOCK_LABELS.get(line[0], BlockLabel.FOOTER)
            number = None
            if label is BlockLabel.COMMENT:
                if not (runs and runs[-1][-1] == n - 1):
                    runs.append([])
                runs[-1].append(n)
                number = len(runs) - 1
            blocks.append(LabelledBlock(line, label, 0.9, number))
        comments = [
            PageComment("\n".join(lines[n] for n in run), tuple(run), author="Ann")
            for run in runs
        ]
        return LabelledPage(tuple(blocks), tuple(comments), "A title")


_BLOCK_LABELS = {"A": BlockLabel.ARTICLE, "C": BlockLabel.COMMENT}


@dataclass
class FakePageModels:
    model: FakePageModel | None = field(default_factory=FakePageModel)
    error: ModelUnavailable = field(
        default_factory=lambda: ModelUnavailable("no artifact")
    )

    def current(self) -> FakePageModel:
        if self.model is None:
            raise self.error
        return self.model


@dataclass
class World:
    """Two sites that know nothing of each other, and what stands behind them."""

    ports: Ports
    store: FakeStore
    clock: FakeClock
    site: Site
    stranger: Site


def make_world(
    model: FakeModel | None = None, settings: SiteSettings | None = None
) -> World:
    """Build ports on fakes; `KEY` opens the site, `STRANGERS_KEY` the stranger's."""
    store, clock = FakeStore(), FakeClock()
    ports = Ports(
        store.unit_of_work, FakeModels(model), FakePageModels(), clock, digest
    )
    with store.unit_of_work(True) as work:
        site = work.sites.add(
            "https://site.example", digest(KEY), settings or SiteSettings()
        )
        stranger = work.sites.add(
            "https://stranger.example", digest(STRANGERS_KEY), SiteSettings()
        )
        work.commit()
    return World(ports, store, clock, site, stranger)
