"""Judge comments for a site and keep them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from moderation.classify.decide import decide, with_rules
from moderation.comment import Comment
from moderation.errors import AlreadyExists, IdempotencyConflict, ModelUnavailable
from moderation.reasons import reason
from moderation.record import Answer, StoredComment, status_for
from moderation.rules import run_rules
from moderation.services.ids import new_id
from moderation.services.ports import Model, Ports
from moderation.site import Site
from moderation.verdict import Action, Assessment, Label, Scores, Thresholds, Verdict

__all__ = ["ANSWERS_KEPT", "NO_MODEL", "fingerprint_of", "judge", "keep", "replay"]

ANSWERS_KEPT = timedelta(hours=24)

# What a verdict names when no artifact could be used.
NO_MODEL = "none"


def judge(
    comments: Sequence[Comment], *, site: Site, ports: Ports, is_test: bool = False
) -> list[StoredComment]:
    """Judge `comments` by the model, the rules and the site's settings; store nothing.

    Without a usable model every comment is held with the reason `model-unavailable`.
    """
    now = ports.now()
    try:
        model = ports.models.current()
    except ModelUnavailable:
        verdicts = [_held(new_id(now, n)) for n in range(len(comments))]
    else:
        verdicts = _verdicts(comments, model, site, now)
    return [
        StoredComment(
            site_id=site.id,
            comment=comment,
            verdict=verdict,
            status=status_for(verdict.action),
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
    try:
        with ports.unit_of_work(True) as work:
            if answer is not None:
                work.answers.forget_before(answer.given_at - ANSWERS_KEPT)
                work.answers.add(answer)
            if rows:
                work.comments.add(rows)
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


def _verdicts(
    comments: Sequence[Comment], model: Model, site: Site, now: datetime
) -> list[Verdict]:
    thresholds = site.settings.thresholds or model.thresholds
    pairs = zip(comments, model.assess(comments), strict=True)
    return [
        _verdict(
            with_rules(assessment, run_rules(comment)),
            thresholds,
            site=site,
            made=(new_id(now, n), model.name),
        )
        for n, (comment, assessment) in enumerate(pairs)
    ]


def _verdict(
    assessment: Assessment, thresholds: Thresholds, *, site: Site, made: tuple[str, str]
) -> Verdict:
    label, action = decide(
        assessment,
        thresholds,
        discard=site.settings.discard,
        footer_action=site.settings.footer_action,
    )
    return Verdict(
        id=made[0],
        label=label,
        action=action,
        scores=assessment.scores,
        reasons=assessment.reasons,
        model=made[1],
    )


def _held(comment_id: str) -> Verdict:
    return Verdict(
        id=comment_id,
        label=Label.HAM,
        action=Action.HOLD,
        scores=Scores(),
        reasons=(reason("model-unavailable", 0.0),),
        model=NO_MODEL,
    )
