"""Take a second verdict on a comment, for a site that asks again about one it knows."""

from dataclasses import replace

from moderation.record import StoredComment
from moderation.services import checking
from moderation.services.ports import Ports

__all__ = ["keep_once"]


def keep_once(row: StoredComment, *, ports: Ports) -> StoredComment:
    """Keep `row`, unless its comment is kept already; return it with the id to answer.

    The first verdict stays, so that counts do not change; the status follows the new
    one unless a moderator has spoken.

    Raises
    ------
    StoreUnavailable
        Nothing was changed.
    """
    with ports.unit_of_work(False) as work:
        earlier = work.comments.by_fingerprint(row.site_id, row.fingerprint)
    if earlier is None:
        checking.keep([row], ports=ports)
        return row
    again = replace(row, verdict=replace(row.verdict, id=earlier.id))
    with ports.unit_of_work(True) as work:
        if not work.feedback.of(again.site_id, again.id):
            work.comments.set_status(again.site_id, again.id, again.status)
            work.commit()
    return again
