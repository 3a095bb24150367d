from tests import labels
from training.changes import changes_text


def test_what_turns_is_counted_and_golden_comments_are_quoted():
    part = labels.part("hss", "hab", "aba", text=["fine | text", "offer", "prize"])

    text = changes_text("new", "old", [part])

    assert text.startswith("# What changes from old to new\n")
    assert "3 of 3 verdicts turn." in text
    assert "| ham | hold | approve | 1 |" in text
    assert "| better | ham | hold | approve | `fine ¦ text` |" in text
    assert "| worse | spam | spam | approve | `prize` |" in text


def test_a_verdict_that_is_right_or_wrong_both_times_is_neither():
    text = changes_text("new", "old", [labels.part("s", "h", "b", text=["offer"])])

    assert "| other | spam | hold | spam | `offer` |" in text


def test_texts_of_sites_are_never_quoted():
    golden, feedback = labels.part("s", "a", "a"), labels.part("s", "a", "b")
    secret = feedback.table.assign(text="what somebody wrote", source="site-1")
    feedback = type(feedback)("feedback", secret, feedback.champion, feedback.candidate)

    text = changes_text("new", "old", [golden, feedback])

    assert "1 of 1 verdicts turn." in text
    assert "what somebody wrote" not in text


def test_nothing_turns():
    text = changes_text("new", "old", [labels.part("hs", "ab", "ab")])

    assert "0 of 2 verdicts turn." in text
    assert "|" not in text
