"""Judge comments for a site and keep them."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from moderation.comment import Comment
from moderation.errors import AlreadyExists, IdempotencyConflict, ModelUnavailable
from moderation.record import Answer, StoredComment, status_for
from moderation.services import joining
from moderation.services.ports import Ports
from moderation.services.shadowing import in_mode, shadow
from moderation.services.verdicts import NO_MODEL, held_verdict, verdicts_of
from moderation.site import Site

__all__ = ["ANSWERS_KEPT", "NO_MODEL", "fingerprint_of", "judge", "keep", "replay"]

ANSWERS_KEPT = timedelta(hours=24)


def judge(
    comments: Sequence[Comment],
    *,
    site: Site,
    ports: Ports,
    is_test: bool = False,
    is_new: bool = True,
) -> list[StoredComment]:
    """Judge `comments` by the model, the rules and what the site taught and wants.

    Nothing is stored. Without a usable model every comment is held with the reason
    `model-unavailable`. Copies that came before count only if `is_new`.
    """
    now = ports.now()
    try:
        model = ports.models.current()
    except ModelUnavailable:
        verdicts = [held_verdict(now, n) for n in range(len(comments))]
    else:
        counts = is_new and not is_test
        seen = joining.seen(comments, site=site, ports=ports) if counts else None
        verdicts = verdicts_of(comments, seen, model=model, site=site, ports=ports)
    return [
        StoredComment(
            site_id=site.id,
            comment=comment,
            verdict=in_mode(verdict, site.settings),
            status=status_for(in_mode(verdict, site.settings).action),
            created_at=now,
            fingerprint=fingerprint_of(comment),
            is_test=is_test,
        )
        for comment, verdict in zip(comments, verdicts, strict=True)
    ]


def keep(
    rows: Sequence[StoredComment], *, ports: Ports, answer: Answer | None = None
) -> Answer | None:
    """Make `rows` and `answer` durable in one transaction.

    Returns `answer`, or, if a request with the same Idempotency-Key was faster, what
    that one was answered; then nothing of this call is kept.

    Raises
    ------
    IdempotencyConflict
        If the faster request had another body.
    StoreUnavailable
        Nothing was kept.
    """
    # Before the transaction holds a lock.
    signed = joining.signed_rows(rows)
    shadows = shadow(rows, ports=ports)
    try:
        with ports.unit_of_work(True) as work:
            if answer is not None:
                work.answers.forget_before(answer.given_at - ANSWERS_KEPT)
                work.answers.add(answer)
            if rows:
                work.comments.add(rows)
                work.shadows.add(shadows)
                joining.join(signed, work=work, ports=ports)
            work.commit()
    except AlreadyExists:
        if answer is None:
            raise
        return replay(answer.site_id, answer.key, answer.digest, ports=ports)
    return answer


def replay(site_id: int, key: str, digest: str, *, ports: Ports) -> Answer | None:
    """Find what a request with this Idempotency-Key was answered in the last day.

    Raises
    ------
    IdempotencyConflict
        If the key came with another body.
    """
    with ports.unit_of_work(False) as work:
        earlier = work.answers.get(site_id, key)
    if earlier is None or earlier.given_at < ports.now() - ANSWERS_KEPT:
        return None
    if earlier.digest != digest:
        raise IdempotencyConflict("this Idempotency-Key was used with another body")
    return earlier


def fingerprint_of(comment: Comment) -> str:
    """Digest what feedback without an id repeats: text, author name, e-mail and IP."""
    author = comment.author
    parts = (comment.text.strip(), author.name, author.email, author.ip)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
