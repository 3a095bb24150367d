import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify.decide import decide, with_rules
from moderation.reasons import reason
from moderation.site import FooterAction
from moderation.verdict import Action, Assessment, Label, Scores, Thresholds

THRESHOLDS = Thresholds(hold=0.3, spam=0.9, discard=0.99, abuse=0.7, footer=0.8)
scores = st.builds(Scores, *[st.floats(0, 1)] * 3)


def decided(spam=0.0, abuse=0.0, footer=0.0, *, discard=True, **options):
    assessment = Assessment(Scores(spam, abuse, footer))
    return decide(assessment, THRESHOLDS, discard=discard, **options)


@pytest.mark.parametrize(
    ("spam", "label", "action"),
    [
        (0.0, Label.HAM, Action.APPROVE),
        (0.2999, Label.HAM, Action.APPROVE),
        (0.3, Label.HAM, Action.HOLD),
        (0.4999, Label.HAM, Action.HOLD),
        (0.5, Label.SPAM, Action.HOLD),
        (0.8999, Label.SPAM, Action.HOLD),
        (0.9, Label.SPAM, Action.SPAM),
        (0.9899, Label.SPAM, Action.SPAM),
        (0.99, Label.SPAM, Action.DISCARD),
        (1.0, Label.SPAM, Action.DISCARD),
    ],
)
def test_a_spam_score_on_a_threshold_belongs_above_it(spam, label, action):
    assert decided(spam) == (label, action)


@pytest.mark.parametrize(
    ("abuse", "label", "action"),
    [
        (0.4999, Label.HAM, Action.APPROVE),
        (0.5, Label.ABUSE, Action.APPROVE),
        (0.6999, Label.ABUSE, Action.APPROVE),
        (0.7, Label.ABUSE, Action.HOLD),
        (1.0, Label.ABUSE, Action.HOLD),
    ],
)
def test_abuse_is_held_and_never_more(abuse, label, action):
    assert decided(abuse=abuse) == (label, action)


@pytest.mark.parametrize(
    ("footer", "label", "action"),
    [
        (0.5, Label.FOOTER, Action.APPROVE),
        (0.7999, Label.FOOTER, Action.APPROVE),
        (0.8, Label.FOOTER, Action.SPAM),
        (1.0, Label.FOOTER, Action.SPAM),
    ],
)
def test_a_footer_is_spam_and_never_discarded(footer, label, action):
    assert decided(footer=footer) == (label, action)


@pytest.mark.parametrize(
    ("found", "label", "action"),
    [
        ({"spam": 0.9, "footer": 0.9}, Label.SPAM, Action.SPAM),
        ({"spam": 0.9, "footer": 0.91}, Label.FOOTER, Action.SPAM),
        ({"spam": 0.6, "footer": 0.8}, Label.FOOTER, Action.SPAM),
        ({"spam": 0.9, "abuse": 1.0}, Label.SPAM, Action.SPAM),
        ({"spam": 0.6, "abuse": 0.8}, Label.ABUSE, Action.HOLD),
        ({"spam": 0.3, "abuse": 0.6}, Label.ABUSE, Action.HOLD),
        ({"abuse": 0.9, "footer": 0.8}, Label.FOOTER, Action.SPAM),
        ({"spam": 0.995, "footer": 1.0}, Label.FOOTER, Action.DISCARD),
    ],
    ids=str,
)
def test_the_head_that_acts_names_the_comment(found, label, action):
    assert decided(**found) == (label, action)


@pytest.mark.parametrize(
    ("found", "label", "action"),
    [
        ({"footer": 0.7999}, Label.FOOTER, Action.APPROVE),
        ({"footer": 0.8}, Label.FOOTER, Action.HOLD),
        ({"footer": 1.0}, Label.FOOTER, Action.HOLD),
        ({"spam": 0.8999, "footer": 0.8}, Label.FOOTER, Action.HOLD),
        ({"abuse": 0.9, "footer": 0.8}, Label.FOOTER, Action.HOLD),
        ({"spam": 0.9}, Label.SPAM, Action.SPAM),
        ({"spam": 0.9, "footer": 0.9}, Label.SPAM, Action.SPAM),
        ({"spam": 0.9, "footer": 0.91}, Label.FOOTER, Action.SPAM),
        ({"spam": 0.995, "footer": 0.9}, Label.SPAM, Action.DISCARD),
    ],
    ids=str,
)
def test_a_footer_may_be_held_and_what_the_spam_head_refuses_is_refused_still(
    found, label, action
):
    assert decided(**found, footer_action=FooterAction.HOLD) == (label, action)


@given(scores, st.booleans())
def test_holding_footers_changes_no_label(found, discard):
    asked = [
        decide(Assessment(found), THRESHOLDS, discard=discard, footer_action=each)
        for each in FooterAction
    ]

    assert len({label for label, _ in asked}) == 1


@pytest.mark.parametrize("spam", [0.99, 1.0])
def test_without_discard_the_plainest_spam_is_spam(spam):
    assert decided(spam, discard=False) == (Label.SPAM, Action.SPAM)


def test_discard_is_off_unless_it_is_asked_for():
    _, action = decide(Assessment(Scores(spam=1.0)), THRESHOLDS)

    assert action is Action.SPAM


@given(scores, st.booleans())
def test_a_trusted_author_is_approved_whatever_the_scores(found, discard):
    assessment = Assessment(found, (reason("trusted-role", -12.0),))

    decision = decide(assessment, THRESHOLDS, discard=discard)

    assert decision == (Label.HAM, Action.APPROVE)


@given(scores, st.booleans())
def test_what_is_refused_is_never_called_ham_and_abuse_is_never_refused(found, discard):
    label, action = decide(Assessment(found), THRESHOLDS, discard=discard)

    refused = action in (Action.SPAM, Action.DISCARD)
    assert not refused or label in (Label.SPAM, Label.FOOTER)
    assert discard or action is not Action.DISCARD


@pytest.mark.parametrize(
    ("spam", "weights", "moved"),
    [
        (0.5, [], 0.5),
        (0.5, [1.0], 1 / (1 + math.exp(-1))),
        (0.5, [1.0, -1.0], 0.5),
        (0.2, [2.0], 1 / (1 + math.exp(-math.log(0.25) - 2))),
        (0.0, [5.0], 1e-9 * math.exp(5)),
        (0.9, [-12.0], 1 / (1 + math.exp(-math.log(9) + 12))),
    ],
)
def test_rules_move_the_log_odds_of_the_spam_score(spam, weights, moved):
    rules = [reason("honeypot-filled", weight) for weight in weights]

    found = with_rules(Assessment(Scores(spam, 0.4, 0.6)), rules)

    assert found.scores.spam == pytest.approx(moved)
    assert (found.scores.abuse, found.scores.footer) == (0.4, 0.6)


@pytest.mark.parametrize("spam", [0.0, 1.0])
def test_a_score_at_the_end_can_still_be_moved(spam):
    rules = [reason("honeypot-filled", 12.0 if spam == 0 else -12.0)]

    moved = with_rules(Assessment(Scores(spam)), rules).scores.spam

    assert 0 < moved < 1


def test_reasons_of_rules_come_before_those_of_the_model():
    words, rule = reason("spam-words", 3.0), reason("honeypot-filled", 12.0)

    found = with_rules(Assessment(Scores(0.5), (words,)), [rule])

    assert found.reasons == (rule, words)


SAID = [
    ("moderated-ham", -6.0, Label.HAM, Action.APPROVE),
    ("moderated-spam", 6.0, Label.SPAM, Action.SPAM),
    ("moderated-abuse", 6.0, Label.ABUSE, Action.HOLD),
]


@pytest.mark.parametrize("footers", FooterAction)
@given(found=scores, said=st.sampled_from(SAID), discard=st.booleans())
def test_what_a_moderator_said_of_the_text_stands_whatever_the_scores(
    footers, found, said, discard
):
    code, weight, label, action = said
    assessment = Assessment(found, (reason("spam-words", 9.0), reason(code, weight)))

    decision = decide(assessment, THRESHOLDS, discard=discard, footer_action=footers)

    assert decision == (label, action)


@pytest.mark.parametrize(("code", "weight", "label", "action"), SAID)
def test_a_trusted_author_is_approved_whatever_was_said_of_the_text(
    code, weight, label, action
):
    why = (reason("trusted-role", -40.0), reason(code, weight))

    decision = decide(Assessment(Scores(1.0), why), THRESHOLDS)

    assert decision == (Label.HAM, Action.APPROVE)


@pytest.mark.parametrize("certain", ["honeypot-filled", "test-marker"])
@pytest.mark.parametrize("code", ["moderated-ham", "moderated-abuse"])
def test_what_is_certain_is_spam_whatever_was_said_of_the_text(certain, code):
    alone = Assessment(Scores(0.001))
    judged = with_rules(alone, [reason(certain, 40.0), reason(code, -6.0)])

    assert decide(judged, THRESHOLDS) == (Label.SPAM, Action.SPAM)


def test_a_trusted_author_is_approved_even_with_a_filled_honeypot():
    why = (reason("honeypot-filled", 40.0), reason("trusted-role", -40.0))

    decision = decide(Assessment(Scores(1.0), why), THRESHOLDS)

    assert decision == (Label.HAM, Action.APPROVE)
