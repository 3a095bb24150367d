"""Akismet's calls about comments: check them, and say that a verdict was wrong."""

from flask import Response

from moderation.comment import Comment
from moderation.record import Status, StoredComment
from moderation.services import checking, feedback, rechecking
from moderation.services.feedback import Voice
from moderation.services.ids import new_id
from moderation.site import Site
from moderation.verdict import Action, Label, Scores, Verdict
from moderation.web import access, judging
from moderation.web.akismet_answers import missing, plain, verdict_answer
from moderation.web.akismet_reading import comment_of, ip_of, says_nothing
from moderation.web.forms import Form

__all__ = ["check", "submit_ham", "submit_spam"]

_THANKS = "Thanks for making the web a better place."

# What a verdict names as its model when there was nothing to judge.
_NOT_ASKED = "not-asked"


def check(form: Form, site: Site) -> Response:
    """Judge one comment and keep it."""
    needed = {"blog": form.line("blog"), "user_ip": ip_of(form)}
    for field, value in needed.items():
        if not value:
            return missing(field, f"Missing required field: {field}.")
    row = _judged(comment_of(form, now=access.ports().now()), form, site)
    return verdict_answer(row, site, classify=form.is_on("classify"))


def submit_spam(form: Form, site: Site) -> Response:
    """Take a comment that should have been called spam."""
    return _submit(form, site, Label.SPAM)


def submit_ham(form: Form, site: Site) -> Response:
    """Take a comment that should not have been called spam."""
    return _submit(form, site, Label.HAM)


def _submit(form: Form, site: Site, label: Label) -> Response:
    ports = access.ports()
    comment = comment_of(form, now=ports.now())
    if not says_nothing(comment):
        reporter = form.line("reporter", max_chars=200)
        learn = not form.is_on("is_test")
        voice = Voice("akismet", reporter=reporter, learn=learn)
        feedback.give_unseen(comment, label, voice=voice, site=site, ports=ports)
    return plain(_THANKS)


def _judged(comment: Comment, form: Form, site: Site) -> StoredComment:
    if says_nothing(comment):
        return _empty(comment, site)
    ports, is_test = access.ports(), form.is_on("is_test")
    rows = judging.judge([comment], site=site, ports=ports, is_test=is_test)
    if form.line("recheck_reason"):
        return rechecking.keep_once(rows[0], ports=ports)
    checking.keep(rows, ports=ports)
    return rows[0]


def _empty(comment: Comment, site: Site) -> StoredComment:
    """Approve a call that holds nothing to judge; nothing of it is kept.

    The protocol wants "false" for it, whatever the site's settings.
    """
    now = access.ports().now()
    verdict = Verdict(
        new_id(now), Label.HAM, Action.APPROVE, Scores(), (), model=_NOT_ASKED
    )
    return StoredComment(site.id, comment, verdict, Status.APPROVED, now)
