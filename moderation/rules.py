"""Hand-written checks: a comment in, a reason or none out."""

from collections.abc import Callable

from moderation.comment import Comment
from moderation.reasons import reason
from moderation.verdict import Reason

__all__ = ["CERTAIN", "RULES", "TRUSTING", "run_rules"]

# Log-odds that no text outweighs, since those of scores are cut at 21: a person cannot
# fill a field that is not seen.
_CERTAIN = 40.0

_TRUSTED_ROLES = {"administrator", "admin", "owner", "moderator", "editor"}
_TEST_NAMES = {"akismet-guaranteed-spam", "viagra-test-123"}
_TEST_EMAIL = "akismet-guaranteed-spam@example.com"


def honeypot(comment: Comment) -> Reason | None:
    """Find a filled honeypot; blanks count as empty."""
    if comment.honeypot.strip():
        return reason("honeypot-filled", _CERTAIN)
    return None


def trusted_role(comment: Comment) -> Reason | None:
    """Believe the site about its own people; roles may be a list with commas."""
    roles = {role.strip() for role in comment.author.role.lower().split(",")}
    if roles & _TRUSTED_ROLES:
        return reason("trusted-role", -_CERTAIN)
    return None


def test_marker(comment: Comment) -> Reason | None:
    """Know the authors that the Akismet protocol sets aside for tests."""
    author = comment.author
    if author.name in _TEST_NAMES or author.email.lower() == _TEST_EMAIL:
        return reason("test-marker", _CERTAIN)
    return None


Rule = Callable[[Comment], Reason | None]

RULES: tuple[Rule, ...] = (honeypot, trusted_role, test_marker)

# A comment with one of these reasons is approved whatever the scores say.
TRUSTING = frozenset({"trusted-role"})

# A comment with one of these is spam, whatever was said of the same text.
CERTAIN = frozenset({"honeypot-filled", "test-marker"})


def run_rules(comment: Comment) -> tuple[Reason, ...]:
    """Return the reasons of all rules that apply, in the order of `RULES`."""
    found = (rule(comment) for rule in RULES)
    return tuple(each for each in found if each is not None)
