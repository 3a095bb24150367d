"""One transaction with the repositories that take part in it."""

from typing import Self

from sqlalchemy import Engine

from moderation.services.ports import (
    Answers,
    Campaigns,
    Comments,
    FeedbackRows,
    Shadows,
    Sites,
)
from moderation.storage.repositories.answers import SqlAnswers
from moderation.storage.repositories.campaigns import SqlCampaigns
from moderation.storage.repositories.comments import SqlComments
from moderation.storage.repositories.feedback import SqlFeedback
from moderation.storage.repositories.shadows import SqlShadows
from moderation.storage.repositories.sites import SqlSites
from moderation.storage.transaction import Transaction

__all__ = ["SqlUnitOfWork"]


class SqlUnitOfWork:
    """Fits `ports.UnitOfWork`; for one `with` block and one thread."""

    sites: Sites
    comments: Comments
    feedback: FeedbackRows
    answers: Answers
    shadows: Shadows
    campaigns: Campaigns

    def __init__(self, engine: Engine, write: bool) -> None:
        self._engine = engine
        self._write = write

    def __enter__(self) -> Self:
        transaction = Transaction.begin(self._engine, write=self._write)
        self._transaction = transaction
        self.sites = SqlSites(transaction)
        self.comments = SqlComments(transaction)
        self.feedback = SqlFeedback(transaction)
        self.answers = SqlAnswers(transaction)
        self.shadows = SqlShadows(transaction)
        self.campaigns = SqlCampaigns(transaction)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._transaction.close()

    def commit(self) -> None:
        """Make it durable, or raise `StoreUnavailable`."""
        self._transaction.commit()
