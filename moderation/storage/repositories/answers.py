"""Answers already given, by Idempotency-Key."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from moderation.errors import AlreadyExists
from moderation.record import Answer
from moderation.storage.tables import answers
from moderation.storage.transaction import Transaction

__all__ = ["SqlAnswers"]

# Waits for another request that is adding the same key, and leaves the transaction fit
# for use when that one wins.
_ADD = insert(answers).on_conflict_do_nothing().returning(answers.c.status)
_GET = select(answers).where(
    answers.c.site_id == bindparam("site_id"), answers.c.key == bindparam("key")
)
_FORGET = delete(answers).where(answers.c.given_at < bindparam("moment"))


class SqlAnswers:
    """Fits `ports.Answers`."""

    def __init__(self, transaction: Transaction) -> None:
        self._run = transaction.run

    def get(self, site_id: int, key: str) -> Answer | None:
        """Find what was answered."""
        rows = self._run(_GET, {"site_id": site_id, "key": key})
        return Answer(*rows[0]) if rows else None

    def add(self, answer: Answer) -> None:
        """Keep an answer; `AlreadyExists` if another request was faster."""
        if not self._run(_ADD, asdict(answer)):
            raise AlreadyExists("this Idempotency-Key has an answer already")

    def forget_before(self, moment: datetime) -> None:
        """Drop the answers given before `moment`."""
        self._run(_FORGET, {"moment": moment})
