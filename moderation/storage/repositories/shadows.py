"""What models in shadow said of kept comments."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import bindparam, insert, select

from moderation.record import ShadowVerdict
from moderation.storage.shadow_tables import shadow_verdicts
from moderation.storage.transaction import Transaction

__all__ = ["SqlShadows"]

_ADD = insert(shadow_verdicts)
_BETWEEN = (
    select(shadow_verdicts)
    .where(
        shadow_verdicts.c.site_id == bindparam("site"),
        shadow_verdicts.c.comment_id >= bindparam("first"),
        shadow_verdicts.c.comment_id <= bindparam("last"),
    )
    .order_by(shadow_verdicts.c.comment_id, shadow_verdicts.c.model)
)


class SqlShadows:
    """Fits `ports.Shadows`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, rows: Sequence[ShadowVerdict]) -> None:
        """Keep `rows`; `NotFound` if the site has no such comment."""
        if rows:
            self._transaction.run_many(_ADD, [asdict(row) for row in rows])

    def between(self, site_id: int, *, first: str, last: str) -> list[ShadowVerdict]:
        """Those of comments with ids from `first` to `last`, in their order."""
        values = {"site": site_id, "first": first, "last": last}
        rows = self._transaction.run(_BETWEEN, values)
        return [ShadowVerdict(*row) for row in rows]
