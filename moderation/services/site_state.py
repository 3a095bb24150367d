"""What one worker keeps of one site, so that a new label costs little."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

import numpy as np
from scipy.special import expit

from moderation.campaigns.memory import Memory, remembered
from moderation.classify.lessons import Lesson
from moderation.classify.promise import Evidence, Placed, place
from moderation.classify.selection import selection
from moderation.classify.site_model import Taught, teach
from moderation.classify.start import start_of
from moderation.classify.window import window_of
from moderation.classify.workings import Workings
from moderation.record import Recent, StoredComment
from moderation.services.hearing import Heard
from moderation.services.joining import signed
from moderation.services.learned import Learned
from moderation.services.lessons import (
    Studied,
    is_heard,
    lesson_of,
    silent_lesson,
    studied_of,
)
from moderation.services.ports import Model, UnitOfWork
from moderation.services.voices import Said
from moderation.site import Promise
from moderation.verdict import Action, Label

__all__ = ["SiteState"]

# Labels that are looked at for those that teach: as many as a new worker can read
# within a second.
_MOST_HEARD = 1_200
# Labels whose texts are known again.
_MOST_REMEMBERED = 2_000
# Comments nobody spoke of that hold the model where people speak of some alone.
_MOST_SILENT, _SILENT_STEP = 200, 16
# Kept comments that place the thresholds.
_MOST_RECENT = 2_000


@dataclass(slots=True)
class SiteState:
    """Everything here is worked out from the store and the model; nothing is lost."""

    model: Model
    lock: Lock = field(default_factory=Lock)
    looked_at: float = float("-inf")
    placed_at: float = float("-inf")
    revision: int = -1
    promise: Promise | None = None
    learned: Learned | None = None
    _heard: Heard = field(default_factory=Heard)
    _fitted: set[str] = field(default_factory=set)
    _left_out: frozenset[str] = frozenset()
    _studied: dict[str, Studied] = field(default_factory=dict)
    _workings: Workings | None = None
    _taught: Taught | None = None
    _memory: Memory = field(default_factory=Memory)
    _recent: Sequence[Recent] = ()

    def learn(self, site_id: int, work: UnitOfWork, revision: int) -> None:
        """Take in what was said since the last look, up to `revision` at least."""
        self._heard.listen(site_id, revision - self.revision, work)
        self._taught = self._teach(site_id, work)
        self._remember(site_id, work)
        self.revision = revision

    def look_around(self, site_id: int, work: UnitOfWork) -> None:
        """Read the newest comments, which say how scores lie on this site."""
        self._recent = work.comments.recent(site_id, _MOST_RECENT)

    def settle(self, promise: Promise) -> Learned:
        """Place the thresholds, and hand out all that was learned."""
        self.promise = promise
        taught = self._taught
        self.learned = Learned(
            self._placed(promise),
            memory=self._memory,
            n_labels=len(self._heard.counted),
        )
        if taught is not None:
            scores = ((each, float(expit(z))) for each, z in taught.without.items())
            self.learned = replace(
                self.learned,
                model=taught.model,
                without=dict(scores),
                suspects=(*sorted(self._left_out), *taught.suspects),
            )
        return self.learned

    @property
    def is_taught(self) -> bool:
        """Say whether anybody ever taught it: then it takes megabytes."""
        return self._workings is not None

    def _teach(self, site_id: int, work: UnitOfWork) -> Taught | None:
        counted = self._heard.counted.values()
        chosen = _newest([each for each in counted if each.label is not Label.ABUSE])
        if not (chosen or self.is_taught):
            return None
        workings = self._workings = self._workings or self.model.workings()
        self._study([each.comment_id for each in chosen], site_id, work)
        known = [(each, self._studied.get(each.comment_id)) for each in chosen]
        lessons = [lesson_of(each, one) for each, one in known if one is not None]
        spoken, self._left_out = window_of(lessons, workings)
        self._fitted = {each.comment_id for each in spoken}
        return teach([*spoken, *self._silent(spoken, site_id, work)], workings)

    def _silent(
        self, spoken: Sequence[Lesson], site_id: int, work: UnitOfWork
    ) -> list[Lesson]:
        """Return comments kept before the labels that nobody spoke of, if they count.

        Up to a label that changes seldom, as each of them has to be read.
        """
        if not spoken:
            return []
        n_before = len(spoken) // _SILENT_STEP * _SILENT_STEP or len(spoken)
        last = max(each.comment_id for each in spoken[:n_before])
        found = work.comments.silent(site_id, last, _MOST_SILENT)
        said = [(bool(each.is_spam), each.was_spam) for each in spoken]
        if not selection(said, [action is not Action.APPROVE for _, action in found]):
            return []
        self._study([each for each, _ in found], site_id, work)
        known = ((each, self._studied.get(each)) for each, _ in found)
        return [silent_lesson(each, one) for each, one in known if one is not None]

    def _study(self, ids: Sequence[str], site_id: int, work: UnitOfWork) -> None:
        missing = [each for each in ids if each not in self._studied]
        rows = work.comments.those(site_id, missing) if missing else []
        if not rows:
            return
        studied = self.model.study([row.comment for row in rows])
        for row, read in zip(rows, studied, strict=True):
            self._studied[row.id] = studied_of(row, read)
        if len(self._studied) > 2 * (_MOST_HEARD + _MOST_SILENT):
            kept = {*self._heard.counted, *ids}
            self._studied = {k: v for k, v in self._studied.items() if k in kept}

    def _remember(self, site_id: int, work: UnitOfWork) -> None:
        """Bring the memory of texts up to date; suspects bind only the very same text.

        What readers report binds nobody.
        """
        suspects = {*self._left_out, *(self._taught.suspects if self._taught else ())}
        heard = [each for each in self._heard.counted.values() if is_heard(each)]
        newest = heard[-_MOST_REMEMBERED:]
        for comment_id in self._memory.ids() - {each.comment_id for each in newest}:
            self._memory.forget(comment_id)
        stale = [
            each
            for each in newest
            if self._memory.state(each.comment_id)
            != (each.label, each.comment_id in suspects)
        ]
        self._memorise(
            stale, work.comments.those(site_id, [s.comment_id for s in stale]), suspects
        )

    def _memorise(
        self, said: Sequence[Said], rows: Sequence[StoredComment], suspects: set[str]
    ) -> None:
        labels = {each.comment_id: each.label for each in said}
        signs = signed([row.comment.text for row in rows])
        for row, each in zip(rows, signs, strict=True):
            self._memory.put(
                remembered(
                    row.comment,
                    row.id,
                    labels[row.id],
                    each,
                    only_exact=row.id in suspects,
                )
            )

    def _placed(self, promise: Promise) -> Placed:
        start = start_of(self.model.thresholds, self.model.manifest)
        return place(self._evidence(), start, promise)

    def _evidence(self) -> Evidence:
        """Score labels by models that had not seen them.

        Of labels that are fitted the others tell; of older ones the verdict tells,
        which came before the label. Labels that teach nothing are none.
        """
        taught = self._taught
        log_odds = np.empty(0) if taught is None else taught.held_out
        is_spam = np.empty(0, bool) if taught is None else taught.is_spam
        rest = [each for each in self._recent if each.id not in self._fitted]
        labels = [self._label(each.id) for each in rest]
        scores = np.array([each.spam_score for each in rest], float)
        was_ham = np.array([each is Label.HAM for each in labels], bool)
        is_silent = np.array([each is None for each in labels], bool)
        fitted = expit(log_odds)
        return Evidence(
            ham=np.concatenate([fitted[~is_spam], scores[was_ham]]),
            spam=np.concatenate([fitted[is_spam], scores[~was_ham & ~is_silent]]),
            traffic=scores[is_silent],
        )

    def _label(self, comment_id: str) -> Label | None:
        said = self._heard.counted.get(comment_id)
        if comment_id in self._left_out:
            return None
        return said.label if said is not None and is_heard(said) else None


def _newest(said: list[Said]) -> list[Said]:
    """Return the newest in their order; those who proved who they are stay longest."""
    over = max(len(said) - _MOST_HEARD, 0)
    by_age = sorted(range(len(said)), key=lambda n: (said[n].is_proven, n))
    gone = set(by_age[:over])
    return [each for n, each in enumerate(said) if n not in gone]
