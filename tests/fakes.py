"""Stand-ins that behave: a model that is told its score, a clock, a small world."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.classify.promise import Placed, Source, Standing
from moderation.comment import Comment
from moderation.errors import (
    ModelUnavailable,
    PageTooLarge,
)
from moderation.reasons import reason
from moderation.segment.blocks import (
    BlockLabel,
    LabelledBlock,
    LabelledPage,
    PageComment,
)
from moderation.services.learned import Learned
from moderation.services.learning import Learning
from moderation.services.ports import Ports
from moderation.site import Site, SiteSettings
from moderation.verdict import Assessment, Scores, Span, Thresholds
from tests.fake_store import FakeStore

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
class FakeModel:
    """Score every comment alike, or by a function of the comment."""

    spam: float | Callable[[Comment], float] = 0.0
    abuse: float = 0.0
    footer: float = 0.0
    name: str = "fake-1"
    thresholds: Thresholds = field(default_factory=Thresholds)
    new_words: float = 0.0
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def manifest(self) -> dict[str, Any]:
        heads = ["spam", "abuse", "footer"]
        return {"format": 1, "name": self.name, "heads": heads} | self.more

    def assess(
        self, comments: Sequence[Comment], site: object = None
    ) -> list[Assessment]:
        return [self._assess(comment) for comment in comments]

    def score(
        self, comments: Sequence[Comment], site: object = None
    ) -> NDArray[np.float32]:
        found = [each.scores for each in self.assess(comments)]
        rows = [[each.spam, each.abuse, each.footer] for each in found]
        return np.array(rows, np.float32).reshape(-1, 3)

    def unseen(self, texts: Sequence[str]) -> float:
        return self.new_words

    def _assess(self, comment: Comment) -> Assessment:
        spam = self.spam(comment) if callable(self.spam) else self.spam
        first_word = Span(0, len(comment.text.split(" ")[0]))
        why = (reason("spam-words", 1.5, spans=[first_word]),)
        return Assessment(Scores(spam, self.abuse, self.footer), why)


@dataclass
class FakeModels:
    model: FakeModel | None
    shadow_model: FakeModel | None = None
    what_fails: str = ""

    def current(self) -> FakeModel:
        if self.model is None:
            raise ModelUnavailable("no artifact")
        return self.model

    def shadow(self) -> FakeModel | None:
        return self.shadow_model

    def trouble(self) -> str:
        return self.what_fails


class FakeLearning:
    """Teaches nothing: the thresholds are the model's."""

    def of(self, site: Site, model: FakeModel) -> Learned:
        standing = Standing(None, Source.MODEL, 0, None)
        return Learned(Placed(model.thresholds, standing, standing))

    def changed(self, site_id: int) -> None:
        return None


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
        store.unit_of_work,
        FakeModels(model),
        FakePageModels(),
        FakeLearning()
        if isinstance(model, FakeModel | None)
        else Learning(store.unit_of_work),
        clock,
        digest,
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
