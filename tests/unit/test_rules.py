import pytest
from hypothesis import given

from moderation.comment import Author, Comment
from moderation.rules import RULES, TRUSTING, run_rules
from tests import hostile


def codes_of(comment):
    return [each.code for each in run_rules(comment)]


@pytest.mark.parametrize(
    ("filled", "codes"),
    [
        ("", []),
        (" \t\n\u3000", []),
        ("x", ["honeypot-filled"]),
        (" http://x.example ", ["honeypot-filled"]),
        ("0", ["honeypot-filled"]),
    ],
)
def test_a_honeypot_counts_when_it_holds_more_than_blanks(filled, codes):
    assert codes_of(Comment("x", honeypot=filled)) == codes


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("", []),
        ("subscriber", []),
        ("editor-in-chief", []),
        ("not an admin", []),
        ("editor", ["trusted-role"]),
        ("Administrator", ["trusted-role"]),
        ("subscriber, moderator", ["trusted-role"]),
        (" owner ", ["trusted-role"]),
        ("admin,", ["trusted-role"]),
    ],
)
def test_the_sites_own_people_are_trusted(role, codes):
    assert codes_of(Comment("x", Author(role=role))) == codes


@pytest.mark.parametrize(
    ("author", "codes"),
    [
        (Author("viagra-test-123"), ["test-marker"]),
        (Author("akismet-guaranteed-spam"), ["test-marker"]),
        (Author(email="akismet-guaranteed-spam@example.com"), ["test-marker"]),
        (Author(email="Akismet-Guaranteed-Spam@Example.com"), ["test-marker"]),
        (Author("viagra-test-1234"), []),
        (Author(email="viagra-test-123"), []),
    ],
)
def test_the_test_authors_of_the_protocol_are_known(author, codes):
    assert codes_of(Comment("x", author)) == codes


def test_the_text_moves_no_rule():
    text = "administrator viagra-test-123 akismet-guaranteed-spam@example.com"

    assert codes_of(Comment(text)) == []


def test_all_that_apply_are_found_in_the_order_of_the_rules():
    author = Author("viagra-test-123", role="admin")

    assert codes_of(Comment("x", author, honeypot="x")) == [
        "honeypot-filled", "trusted-role", "test-marker"
    ]  # fmt: skip


def test_only_trust_speaks_for_ham():
    author = Author("viagra-test-123", role="admin")
    found = run_rules(Comment("x", author, honeypot="x"))

    assert {each.code for each in found if each.weight < 0} == TRUSTING


@given(hostile.comments)
def test_no_comment_breaks_a_rule(comment):
    assert len(run_rules(comment)) <= len(RULES)
