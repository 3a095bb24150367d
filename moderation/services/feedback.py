"""Take what people say of comments: the one way in, whoever they are."""

from dataclasses import dataclass, replace

from moderation.comment import Comment
from moderation.errors import NotFound
from moderation.record import Feedback, GivenBy, Status, StoredComment, status_for
from moderation.services import checking
from moderation.services.ports import Ports, UnitOfWork
from moderation.site import Site
from moderation.verdict import Label

__all__ = ["Voice", "feedback_of", "give", "give_unseen", "say", "take_back"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, and by which way; `reporter` as the site calls them, or empty.

    With `learn` False the word acts on the comment but teaches nothing.
    """

    source: str
    given_by: GivenBy = GivenBy.KEY
    reporter: str = ""
    learn: bool = True


def give(
    comment_id: str,
    label: Label,
    *,
    voice: Voice,
    site: Site,
    ports: Ports,
) -> Feedback:
    """Keep that `comment_id` is `label`, and move the comment; a later label overrides.

    The next verdict heeds it. Saying the same again changes nothing.

    Raises
    ------
    NotFound
        If this site has no such comment.
    """
    with ports.unit_of_work(True) as work:
        stored = _kept(comment_id, site, work)
        said = feedback_of(stored, label, voice=voice, ports=ports)
        said, _ = say(said, work)
        work.commit()
    ports.learning.changed(site.id)
    return said


def give_unseen(
    comment: Comment,
    label: Label,
    *,
    voice: Voice,
    site: Site,
    ports: Ports,
) -> Feedback:
    """Keep feedback that names no id: find the comment by what it says, or store it.

    A comment that was never checked is judged and stored first, so that the moderator's
    word is not lost; it is kept as a test if it is to teach nothing.
    """
    fingerprint = checking.fingerprint_of(comment)
    with ports.unit_of_work(False) as work:
        stored = work.comments.by_fingerprint(site.id, fingerprint)
    if stored is None:
        stored = checking.judge(
            [comment], site=site, ports=ports, is_test=not voice.learn
        )[0]
        checking.keep([stored], ports=ports)
    said = feedback_of(stored, label, voice=voice, ports=ports)
    with ports.unit_of_work(True) as work:
        said, _ = say(said, work)
        work.commit()
    ports.learning.changed(site.id)
    return said


def take_back(comment_id: str, *, site: Site, ports: Ports) -> Status:
    """Forget all that was said of a comment, and put it where its verdict had put it.

    What was learned from it is gone to the last digit.

    Raises
    ------
    NotFound
        If this site has no such comment.
    """
    with ports.unit_of_work(True) as work:
        stored = _kept(comment_id, site, work)
        status = stored.status
        if work.feedback.remove(site.id, comment_id):
            status = status_for(stored.verdict.action)
            work.comments.set_status(site.id, comment_id, status)
        work.commit()
    ports.learning.changed(site.id)
    return status


def say(said: Feedback, work: UnitOfWork) -> tuple[Feedback, Status | None]:
    """Keep `said` unless it is there already; return what is kept, and the new status.

    The caller commits, and tells `ports.learning`. What a reader reports moves nothing:
    the status is None.
    """
    for earlier in work.feedback.of(said.site_id, said.comment_id):
        if replace(earlier, given_at=said.given_at) == said:
            said = earlier
            break
    else:
        work.feedback.put(said)
    if said.given_by is GivenBy.READER:
        return said, None
    status = Status.APPROVED if said.label is Label.HAM else Status.SPAM
    work.comments.set_status(said.site_id, said.comment_id, status)
    return said, status


def feedback_of(
    stored: StoredComment, label: Label, *, voice: Voice, ports: Ports
) -> Feedback:
    """Write down what `voice` says now of a kept comment; tests teach nothing."""
    return Feedback(
        stored.site_id,
        stored.id,
        label,
        voice.learn and not stored.is_test,
        voice.source,
        ports.now(),
        voice.given_by,
        _digest(voice, stored.site_id, ports),
    )


def _kept(comment_id: str, site: Site, work: UnitOfWork) -> StoredComment:
    stored = work.comments.get(site.id, comment_id)
    if stored is None:
        raise NotFound("no such comment")
    return stored


def _digest(voice: Voice, site_id: int, ports: Ports) -> str:
    """Tell reporters apart without keeping their names.

    A reader is never taken for one of the site's people, whatever they are called:
    their word would stand in the place of the other.
    """
    is_reader = voice.given_by is GivenBy.READER
    if not voice.reporter and not is_reader:
        return ""
    kind = "reader" if is_reader else "reporter"
    return ports.digest(f"{kind}:{site_id}:{voice.reporter}")[:16]
