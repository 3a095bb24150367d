"""Sites whose people teach a real model, on a store in memory and a clock by hand."""

from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from moderation.comment import Author, Comment
from moderation.record import GivenBy, Status, StoredComment
from moderation.services import feedback
from moderation.services.feedback import Voice
from moderation.services.learned import Learned
from moderation.services.learning import Learning
from moderation.services.verdicts import verdicts_of
from moderation.site import Site, SiteSettings
from moderation.verdict import Action, Label, Scores, Verdict
from tests import taught
from tests.fakes import World, make_world

__all__ = ["KEY", "OWNER", "Classroom", "Ticks", "bits_of", "id_of", "open_classroom"]

KEY = Voice("api")
OWNER = Voice("cli", GivenBy.OWNER)


@dataclass
class Ticks:
    """Seconds of a clock that goes when it is told to."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Classroom:
    """A world with one worker that learns; `worker` opens another on the same store."""

    world: World
    ticks: Ticks = field(default_factory=Ticks)
    _numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.use(self.worker())

    @property
    def site(self) -> Site:
        return self.world.site

    def worker(self) -> Learning:
        return Learning(self.world.store.unit_of_work, self.ticks)

    def use(self, worker: Learning) -> None:
        """Let `worker` take the feedback, and judge."""
        self.world.ports = replace(self.world.ports, learning=worker)

    def keep(self, text: str, site: Site | None = None, **values: Any) -> str:
        """Keep a comment that was judged, and return its id; ids rise."""
        comment_id = values.pop("id", "") or id_of(next(self._numbers))
        action = values.pop("action", Action.APPROVE)
        scores = Scores(values.pop("score", 0.2))
        row = StoredComment(
            (site or self.site).id,
            Comment(text, values.pop("author", Author())),
            Verdict(comment_id, Label.HAM, action, scores, (), "tiny"),
            Status.APPROVED,
            self.world.clock(),
            **values,
        )
        self.world.store.comments[comment_id] = row
        return comment_id

    def say(
        self,
        comment_id: str,
        label: Label,
        voice: Voice = KEY,
        site: Site | None = None,
    ) -> None:
        """Say it a second after what was said before."""
        self.world.clock.tick(seconds=1)
        ports = self.world.ports
        feedback.give(
            comment_id, label, voice=voice, site=site or self.site, ports=ports
        )

    def take_back(self, comment_id: str) -> None:
        feedback.take_back(comment_id, site=self.site, ports=self.world.ports)

    def teach(
        self,
        topic: str,
        label: Label,
        n: int = 20,
        *,
        voice: Voice = KEY,
        site: Site | None = None,
        **values: Any,
    ) -> list[str]:
        """Keep `n` texts of a topic and label them."""
        texts = taught.texts(topic, n)
        ids = [self.keep(text, site, **values) for text in texts]
        for each in ids:
            self.say(each, label, voice, site)
        return ids

    def learned(
        self, worker: Learning | None = None, site: Site | None = None
    ) -> Learned:
        worker = worker or self.world.ports.learning
        return worker.of(site or self.site, taught.SCORER)

    def verdict(self, comment: Comment | str, site: Site | None = None) -> Verdict:
        """Judge a comment as the next one to come in, of which no copy came before."""
        if isinstance(comment, str):
            comment = Comment(comment)
        [found] = verdicts_of(
            [comment],
            None,
            model=taught.SCORER,
            site=site or self.site,
            ports=self.world.ports,
        )
        return found


def open_classroom(settings: SiteSettings | None = None) -> Classroom:
    return Classroom(make_world(taught.SCORER, settings))


def id_of(n: int) -> str:
    return f"{n:032x}"


def bits_of(learned: Learned, probes: list[str]) -> tuple[object, ...]:
    """Return all that was learned, so that equal means equal to the last bit."""
    model = learned.model
    weights: tuple[object, ...] = ()
    if model is not None:
        weights = (model.hashed.tobytes(), model.dense.tobytes())
        weights += (model.base_share.hex(), model.shift.hex())
    without = sorted((each, z.hex()) for each, z in learned.without.items())
    memory = learned.memory
    states = sorted((each, memory.state(each)) for each in memory.ids())
    answers = [memory.find(Comment(text), None) for text in probes]
    counts = (learned.n_labels, learned.suspects)
    return (weights, without, learned.placed, states, answers, counts)
