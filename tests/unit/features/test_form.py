import math

import pytest

from moderation.comment import Comment
from moderation.features.form import FormFeatures
from tests.unit.features.rows import row_of


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("", "length", math.log(2) / 8),
        ("a" * 100, "length", math.log(101) / 8),
        ("", "is_short", 1),
        ("a" * 24, "is_short", 1),
        ("a" * 25, "is_short", 0),
        ("ABCDEFGHIJKL", "capitals", 1),
        ("ABC", "capitals", 3 / 12),
        ("ABCDEFabcdef", "capitals", 0.5),
        ("12ab", "digits", 0.5),
        ("!?ab", "symbols", 0.5),
        ("💊", "emoji", math.log(2) / 3),
        ("💊" * 30, "emoji", 1),
        ("a\u200bb\xad", "invisible", math.log(3) / 3),
        ("a\U000e0041", "invisible", math.log(2) / 3),
        ("ⓕⓡⓔⓔ", "fancy", 4 / 12),
        ("a a", "repetition", 0.5),
        ("a A a A", "repetition", 0.75),
        ("a b", "repetition", 0),
        ("a", "repetition", 0),
        ("!", "exclamations", 1 / 6),
        ("!" * 9, "exclamations", 1),
        ("\n", "lines", 1 / 20),
        ("\n" * 30, "lines", 1),
    ],
    ids=ascii,
)
def test_a_form_is_a_number(text, column, value):
    row = row_of(FormFeatures, Comment(text))

    assert row.get(column, 0) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "n_turns"),
    [
        ("paypal", 0),
        ("раypal", 1),
        ("pаypаl", 4),
        ("по-русски and English", 0),
        ("日本語Sony", 0),
        ("한국Samsung", 0),
        ("हिन्दीOK", 0),
        ("αa", 1),
    ],
    ids=ascii,
)
def test_only_letters_of_scripts_that_pass_for_one_another_are_mixed(text, n_turns):
    row = row_of(FormFeatures, Comment(text))

    assert row.get("mixed_scripts", 0) == pytest.approx(math.log(1 + n_turns) / 3)


@pytest.mark.parametrize(
    ("text", "n_chains"),
    [("a b c", 0), ("a b c d", 1), ("v i a g r a", 3), ("buy v.i.a.g.r.a now", 3)],
)
def test_letters_that_stand_alone_are_counted_by_fours(text, n_chains):
    row = row_of(FormFeatures, Comment(text))

    assert row.get("spaced_letters", 0) == pytest.approx(math.log(1 + n_chains) / 3)


def test_chains_of_letters_count_for_their_own_text():
    texts = ["plain", "v i a g r a", "", "a b c d"]

    rows = FormFeatures().transform([Comment(text) for text in texts])

    spaced = rows[:, FormFeatures.NAMES.index("spaced_letters")]
    assert (spaced > 0).tolist() == [False, True, False, True]


@pytest.mark.parametrize("letter", ["A", "1", "!", "💊", "\u200b", "ⓕ"], ids=ascii)
def test_20_000_of_one_kind_are_counted_without_running_over(letter):
    row = FormFeatures().transform([Comment(letter * 20_000)])[0]

    assert row.max() <= 1.25
    assert sum(row >= 0.99) >= 2
