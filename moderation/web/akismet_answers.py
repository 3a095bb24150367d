"""Say things the way Akismet does: an exact body, and headers with no caller's text."""

import json
from collections.abc import Mapping

from flask import Response

from moderation.record import StoredComment
from moderation.services.checking import NO_MODEL
from moderation.site import HoldAnswer, Site
from moderation.verdict import Action, Verdict

__all__ = ["failure", "in_json", "missing", "plain", "unavailable", "verdict_answer"]

_MAX_REASONS = 10
_RECHECK_AFTER_S = 120
_RETRY_AFTER_S = 60


def plain(body: str, headers: Mapping[str, str] | None = None) -> Response:
    """Answer `body` and not a byte more: clients compare it whole."""
    return Response(body, mimetype="text/plain", headers=dict(headers or {}))


def in_json(value: object) -> Response:
    """Answer `value` as JSON."""
    return Response(json.dumps(value), mimetype="application/json")


def failure(why: str, body: str = "invalid", status: int = 200) -> Response:
    """Answer a failure; `why` is a fixed text of ours.

    The header goes with failures only: one client throws at every answer that has it,
    and takes "invalid" for spam without it.
    """
    answer = plain(body, {"X-akismet-debug-help": why})
    answer.status_code = status
    return answer


def missing(field: str, body: str = "invalid") -> Response:
    """Answer that `field`, a name of ours, is absent or empty."""
    return failure(f'Empty "{field}" value', body)


def unavailable(code: str) -> Response:
    """Answer that we cannot answer: clients hold the comment and ask again."""
    answer = failure(code, "unavailable", 503)
    answer.headers["Retry-After"] = str(_RETRY_AFTER_S)
    return answer


def verdict_answer(row: StoredComment, site: Site, *, classify: bool) -> Response:
    """Answer "true" for spam and "false" for the rest, with the verdict in headers.

    A site in shadow hears "false" with nothing that a client acts on.
    """
    verdict = row.verdict
    is_spam = _is_spam(verdict, site)
    headers = {"X-akismet-guid": verdict.id, **_explained(verdict)}
    if verdict.action is Action.DISCARD:
        headers["X-akismet-pro-tip"] = "discard"
    if _is_review(verdict, site):
        headers["X-akismet-error"] = "held-for-review"
    if verdict.model == NO_MODEL and not is_spam and verdict.would is None:
        headers["X-akismet-recheck-after"] = str(_RECHECK_AFTER_S)
    if classify and verdict.would is None:
        headers["X-akismet-classification"] = verdict.label
    return plain("true" if is_spam else "false", headers)


def _is_spam(verdict: Verdict, site: Site) -> bool:
    if verdict.action is Action.HOLD:
        return site.settings.hold_answer is HoldAnswer.TRUE
    return verdict.action in (Action.SPAM, Action.DISCARD)


def _is_review(verdict: Verdict, site: Site) -> bool:
    is_held = verdict.action is Action.HOLD
    return is_held and site.settings.hold_answer is HoldAnswer.REVIEW


def _explained(verdict: Verdict) -> dict[str, str]:
    codes = dict.fromkeys(each.code for each in verdict.reasons)
    would = {} if verdict.would is None else {"X-Hamgate-Would": verdict.would}
    return {
        **would,
        "X-Hamgate-Score": f"{verdict.scores.spam:.4f}",
        "X-Hamgate-Action": verdict.action,
        "X-Hamgate-Label": verdict.label,
        "X-Hamgate-Reasons": ",".join(list(codes)[:_MAX_REASONS]),
        "X-Hamgate-Model": verdict.model.encode("ascii", "replace").decode(),
    }
