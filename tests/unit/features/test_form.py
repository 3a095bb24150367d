import math

import pytest

from moderation.comment import Comment
from moderation.features.form import FormFeatures
from tests.unit.features.rows import row_of


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
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
    ("text", "n_runs"),
    [
        ("plain letters", 0),
        ("café, naïve", 0),
        ("x² + y² = 3½", 0),
        ("ⓕ one alone", 0),
        ("ⓕⓡⓔⓔ", 1),
        ("ⓕ ⓡ - ⓔⓔ", 1),
        ("ⓕⓡⓔⓔ stuff ⓗⓔⓡⓔ", 2),
        ("𝓿𝓲𝓪𝓰𝓻𝓪", 1),
        ("🇻 🇮 🇦", 0),
        ("🇩🇪 hello", 0),
        ("ᴛʜᴇ show", 1),
        ("Ｗｉｄｅ letters", 1),
        ("Ｗｉｄｅ 日本", 0),
        ("ｘ", 0),
    ],
    ids=ascii,
)
def test_runs_of_drawn_letters_are_counted(text, n_runs):
    row = row_of(FormFeatures, Comment(text))

    assert row.get("fancy_words", 0) == pytest.approx(math.log(1 + n_runs) / 2)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("ⓑⓞⓑ", set()),
        ("play at ⓑⓞⓑ", set()),
        ("play at: ⓑⓞⓑ", {"fancy_name"}),
        ("play at: ⓑⓞⓑ 7", {"fancy_name"}),
        ("play at ⓑⓞⓑ 77", {"fancy_name", "fancy_number"}),
        ("play at: 𝐁𝐎𝐁𝟕", {"fancy_name", "fancy_number"}),
        ("77 times ⓑⓞⓑ", {"fancy_name"}),
        ("ⓐⓐ one ⓑⓑ two ⓒⓒ three", set()),
        ("see how " + "ⓐ" * 40 + " ends", {"fancy_name"}),
        ("see how " + "ⓐ" * 41 + " ends", set()),
    ],
    ids=ascii,
)
def test_a_name_drawn_in_plain_text_and_its_number(text, columns):
    row = row_of(FormFeatures, Comment(text))

    assert row.keys() & {"fancy_name", "fancy_number"} == columns


def test_drawn_letters_are_looked_for_in_the_first_4000_characters():
    texts = ["x" * 3998 + "ⓑⓞⓑ", "x" * 3999 + "ⓑⓞⓑ"]

    rows = FormFeatures().transform([Comment(text) for text in texts])

    words = rows[:, FormFeatures.NAMES.index("fancy_words")]
    assert (words > 0).tolist() == [True, False]


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
    assert row.max() >= 0.99
