"""Take what a moderator says of a comment: stored now, learned from later."""

from moderation.comment import Comment
from moderation.errors import NotFound
from moderation.record import Feedback, Status, StoredComment
from moderation.services import checking
from moderation.services.ports import Ports, UnitOfWork
from moderation.site import Site
from moderation.verdict import Label

__all__ = ["give", "give_unseen"]


def give(
    comment_id: str, label: Label, *, learn: bool = True, site: Site, ports: Ports
) -> Feedback:
    """Keep that `comment_id` is `label`, and move the comment; a later label overrides.

    Raises
    ------
    NotFound
        If this site has no such comment.
    """
    with ports.unit_of_work(True) as work:
        stored = work.comments.get(site.id, comment_id)
        if stored is None:
            raise NotFound("no such comment")
        learn = learn and not stored.is_test
        said = _feedback(stored, label, learn, source="api", ports=ports)
        _keep(said, work)
    return said


def give_unseen(
    comment: Comment, label: Label, *, is_test: bool = False, site: Site, ports: Ports
) -> Feedback:
    """Keep feedback that names no id: find the comment by what it says, or store it.

    A comment that was never checked is judged and stored first, so that the moderator's
    word is not lost.
    """
    fingerprint = checking.fingerprint_of(comment)
    with ports.unit_of_work(False) as work:
        stored = work.comments.by_fingerprint(site.id, fingerprint)
    if stored is None:
        stored = checking.judge([comment], site=site, ports=ports, is_test=is_test)[0]
        checking.keep([stored], ports=ports)
    learn = not (is_test or stored.is_test)
    said = _feedback(stored, label, learn, source="akismet", ports=ports)
    with ports.unit_of_work(True) as work:
        _keep(said, work)
    return said


def _feedback(
    stored: StoredComment, label: Label, learn: bool, *, source: str, ports: Ports
) -> Feedback:
    return Feedback(stored.site_id, stored.id, label, learn, source, ports.now())


def _keep(said: Feedback, work: UnitOfWork) -> None:
    status = Status.APPROVED if said.label is Label.HAM else Status.SPAM
    work.feedback.put(said)
    work.comments.set_status(said.site_id, said.comment_id, status)
    work.commit()
