"""Gather what people of all sites said, to train a model on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from moderation.classify.lessons import Lesson
from moderation.classify.site_model import find_suspects
from moderation.classify.window import window_of
from moderation.record import Feedback, StoredComment
from moderation.services.lessons import lesson_of, studied_of
from moderation.services.ports import Model, Ports
from moderation.services.voices import Said, said_of, within_limits
from moderation.site import Site
from moderation.verdict import Label

__all__ = ["TaughtRow", "taught_rows"]


@dataclass(frozen=True, slots=True)
class TaughtRow:
    """A kept comment, and the label that somebody of its site gave it."""

    stored: StoredComment
    said: Said


def taught_rows(*, model: Model, ports: Ports) -> Iterator[TaughtRow]:
    """Yield what may teach: no tests, nothing over a limit, and no suspects.

    No verdict of ours is among it. No transaction is open while a row is used.
    """
    with ports.unit_of_work(False) as work:
        sites = work.sites.all()
    for site in sites:
        yield from _without_suspects(_said(site, ports), site, model=model, ports=ports)


def _said(site: Site, ports: Ports) -> list[Said]:
    with ports.unit_of_work(False) as work:
        rows = work.feedback.every(site.id)
    of_comments = (said_of([*each]) for _, each in groupby(rows, _comment_of))
    found = [each for each in of_comments if each is not None]
    return within_limits(
        sorted(found, key=lambda each: (each.given_at, each.comment_id))
    )


def _comment_of(row: Feedback) -> str:
    return row.comment_id


def _without_suspects(
    said: Sequence[Said], site: Site, *, model: Model, ports: Ports
) -> list[TaughtRow]:
    with ports.unit_of_work(False) as work:
        rows = work.comments.those(site.id, [each.comment_id for each in said])
    by_id = {row.id: row for row in rows if not row.is_test}
    kept = [TaughtRow(by_id[s.comment_id], s) for s in said if s.comment_id in by_id]
    lessons = _lessons(
        [each for each in kept if each.said.label is not Label.ABUSE], model
    )
    workings = model.workings()
    window, suspects = window_of(lessons, workings)
    suspects |= find_suspects(window, workings)
    return [each for each in kept if each.stored.id not in suspects]


def _lessons(rows: Sequence[TaughtRow], model: Model) -> list[Lesson]:
    studied = model.study([each.stored.comment for each in rows])
    return [
        lesson_of(each.said, studied_of(each.stored, read))
        for each, read in zip(rows, studied, strict=True)
    ]
