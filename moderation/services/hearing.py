"""What a worker has heard on one site: each label once, and which of them count."""

from dataclasses import dataclass, field
from datetime import datetime

from moderation.record import Feedback
from moderation.services.ports import UnitOfWork
from moderation.services.voices import Said, said_of, within_limits

__all__ = ["Heard"]


@dataclass(slots=True)
class Heard:
    """`counted` has what teaches, by comment, oldest first."""

    counted: dict[str, Said] = field(default_factory=dict)
    _rows: dict[str, list[Feedback]] = field(default_factory=dict)
    _said: dict[str, Said] = field(default_factory=dict)
    _newest: datetime | None = None

    def listen(self, site_id: int, n_changes: int, work: UnitOfWork) -> None:
        """Read new feedback, or all of it where that does not explain `n_changes`.

        What was taken back leaves no row, and what waited for a lock is not the newest.
        """
        rows = work.feedback.since(site_id, self._newest) if self._newest else []
        rows = [each for each in rows if not self._knows(each)]
        if len(rows) != n_changes:
            rows = work.feedback.every(site_id)
            self._rows.clear()
            self._said.clear()
        for each in rows:
            self._keep(each)
        self._newest = max((each.given_at for each in rows), default=self._newest)
        self._choose({each.comment_id for each in rows})

    def _knows(self, row: Feedback) -> bool:
        return row in self._rows.get(row.comment_id, ())

    def _keep(self, row: Feedback) -> None:
        of_comment = self._rows.setdefault(row.comment_id, [])
        of_comment[:] = [each for each in of_comment if not _is_same_voice(each, row)]
        of_comment.append(row)
        of_comment.sort(key=lambda each: (each.given_at, each.source, each.reporter))

    def _choose(self, changed: set[str]) -> None:
        for comment_id in changed:
            said = said_of(self._rows[comment_id])
            if said is None:
                self._said.pop(comment_id, None)
            else:
                self._said[comment_id] = said
        ordered = sorted(self._said.values(), key=_when)
        self.counted = {each.comment_id: each for each in within_limits(ordered)}


def _is_same_voice(a: Feedback, b: Feedback) -> bool:
    return (a.source, a.reporter) == (b.source, b.reporter)


def _when(said: Said) -> tuple[datetime, str]:
    return said.given_at, said.comment_id
