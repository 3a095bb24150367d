import math
import time

import pytest

from moderation.comment import Comment
from moderation.features.offer import OfferFeatures
from tests.unit.features.rows import row_of


def has(text, column):
    return column in row_of(OfferFeatures, Comment(text))


@pytest.mark.parametrize(
    ("text", "is_money"),
    [
        ("", False),
        ("for 500 people", False),
        ("the $ and the £", False),
        ("I paid $5", True),
        ("I paid $ 5", True),
        ("20 €", True),
        ("500 USD a week", True),
        ("5k a day", True),
        ("5 km a day", False),
        ("100 руб", True),
        ("500円", True),
        ("50rb saja", True),
    ],
)
def test_a_sum_of_money(text, is_money):
    assert has(text, "money") is is_money


@pytest.mark.parametrize(
    ("text", "is_percent"),
    [("100% free", True), ("5 or so %", True), ("% off", False), ("5 off", False)],
)
def test_a_percentage_is_a_sign_and_a_digit(text, is_percent):
    assert has(text, "percent") is is_percent


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("so #free", {"hashtags"}),
        ("see #1", set()),
        ("a#b and /x#top", set()),
        ("hi @ann", {"mentions"}),
        ("hi @a", set()),
        ("a@b.com", set()),
        ("buy $BTC", {"cashtags"}),
        ("pay $5", set()),
        ("let $x", set()),
        ("then $row[0] and $row->name", set()),
        ("#a1 @ann $BTC", {"hashtags", "mentions", "cashtags"}),
    ],
)
def test_tags_of_a_subject_an_account_and_a_coin(text, columns):
    row = row_of(OfferFeatures, Comment(text))

    assert row.keys() & {"hashtags", "mentions", "cashtags"} == columns


@pytest.mark.parametrize("n_tags", [1, 2, 8, 20])
def test_tags_are_counted_on_a_logarithmic_scale(n_tags):
    row = row_of(OfferFeatures, Comment("so" + " #free" * n_tags))

    expected = min(math.log1p(n_tags) / math.log(9), 1)
    assert row["hashtags"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("slot judi78", {"word_digits"}),
        ("covid19", {"word_digits"}),
        ("ab12", set()),
        ("abc1", set()),
        ("abc1234", {"word_digits"}),
        ("abc 12 2024", set()),
        ("h3llo", {"digit_inside"}),
        ("b2b", {"digit_inside"}),
        ("the 3rd", set()),
    ],
)
def test_words_with_digits(text, columns):
    row = row_of(OfferFeatures, Comment(text))

    assert row.keys() & {"word_digits", "digit_inside"} == columns


@pytest.mark.parametrize(
    ("text", "is_apart"),
    [
        ("L E T T E R S", True),
        ("[L][I][K][E]", True),
        ("LI KE TH IS", True),
        ("l.i.k.e", True),
        ("a b c", False),
        ("U S A", False),
        ("li ke th is", False),
        ("no more so we go", False),
    ],
)
def test_letters_that_are_kept_apart(text, is_apart):
    assert has(text, "letters_apart") is is_apart


@pytest.mark.parametrize(
    ("text", "is_gibberish"),
    [
        ("rhythms", False),
        ("qwrtpsd", True),
        ("QWRTPSD", True),
        ("qwrtp", False),
        ("a" * 25, False),
        ("a" * 26, True),
        ("http://a.com/" + "a" * 30, False),
        ("а" * 40, False),
    ],
    ids=ascii,
)
def test_letters_at_random(text, is_gibberish):
    assert has(text, "gibberish") is is_gibberish


@pytest.mark.parametrize(
    ("text", "is_residue"),
    [
        ("{hi|hello} there", True),
        ("dear %name%", True),
        ("see {{title}}", True),
        ("dear ${name}", True),
        ("<%= link %>", True),
        ("[[keyword]]", True),
        ("see #file_links", True),
        ("{x: 1}", False),
        ("100 % of 5%", False),
        ("arr[[1]]", False),
        ("a | b", False),
    ],
)
def test_what_is_left_of_a_template(text, is_residue):
    assert has(text, "template_residue") is is_residue


@pytest.mark.parametrize(
    ("text", "is_glued"),
    [
        ("the end.Then more", True),
        ("wow!!So", True),
        ("well..And", True),
        ("downloadNow", True),
        ("the end. Then more", False),
        ("an iPhone of YouTube", False),
        ("see www.a.com", False),
    ],
)
def test_words_that_are_glued_together(text, is_glued):
    assert has(text, "glued_words") is is_glued


@pytest.mark.parametrize(
    ("text", "is_symbol"),
    [
        ("", False),
        (" \n ", False),
        ("buy", False),
        ("5 apples", False),
        ("да", False),
        ("► buy", True),
        ("  🔥 buy", True),
        ("(well)", True),
    ],
    ids=ascii,
)
def test_a_text_that_opens_with_a_symbol(text, is_symbol):
    assert has(text, "opens_with_symbol") is is_symbol


def test_marks_are_looked_for_in_the_first_4000_characters():
    assert has("x " * 1998 + "#abc", "hashtags")
    assert not has("x " * 2000 + "#abc", "hashtags")


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "a.",
        "1",
        "a1",
        "{a|",
        "{{",
        "%a",
        "$",
        "#a",
        "@",
        "AB ",
        "[[",
        "<%",
        "bcdf",
    ],
)
def test_no_text_makes_it_slow(piece):
    texts = [Comment(piece * (20_000 // len(piece)))] * 5

    started = time.perf_counter()
    OfferFeatures().transform(texts)

    assert time.perf_counter() - started < 2
