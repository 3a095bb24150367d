import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.hidden import may_hide, reveal
from tests import hostile

# What reveals is made of, more often than chance has it.
_PIECES = (
    "<b>", "</b>", "<i></i>", "<br>", "<wbr/>", "<!--", "-->", "<!-- x -->",
    "<span style='display:none'>", "</span>", "<p style=\"font-size:0\">", "</p>",
    "<font size=0>", "</font>", "<", ">", "/", "\u202e", "\u202c", "\u202d", "\n",
    "casino", "a", "да", "💊", " ",
)  # fmt: skip
marked_up = st.lists(st.sampled_from(_PIECES), max_size=24).map("".join)


def seen(text):
    return reveal(text)[0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("plain", "plain"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("ca<b></b>sino", "casino"),
        ("ca<b>si</b>no", "casino"),
        ("ca<WBR/>sino", "casino"),
        ("c<i><b></b></i>asino", "casino"),
        ("c<i></i><b></b>asino", "casino"),
        ("c<i></i><b></b><u>asino", "c<i></i><b></b><u>asino"),
        ("a <b>bold</b> word", "a <b>bold</b> word"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("ca<div></div>sino", "ca<div></div>sino"),
        ("ca<b", "ca<b"),
    ],
    ids=ascii,
)
def test_a_tag_inside_a_word_is_not_there(text, shown):
    assert seen(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ca<!-- x -->sino", "casino"),
        ("ca<!---->sino", "casino"),
        ("a <!-- one\ntwo --> b", "a  b"),
        ("a<!--" + "x" * 300 + "-->b", "ab"),
        ("a<!--" + "x" * 301 + "-->b", "a<!--" + "x" * 301 + "-->b"),
        ("a<!-- never closed", "a<!-- never closed"),
    ],
    ids=lambda value: value[:20],
)
def test_a_comment_of_html_is_not_there(text, shown):
    assert seen(text) == shown


@pytest.mark.parametrize(
    "element",
    [
        "<span style='display:none'>good words</span>",
        "<span style='color:red; display : none;'>good words</span>",
        '<DIV STYLE="VISIBILITY:HIDDEN">good words</DIV>',
        "<p style=font-size:0px>good words</p>",
        "<font size=0>good words</font>",
        '<font size="0">good words</font>',
        "<a style='display:none' href='http://a.com'></a>",
    ],
)
def test_an_element_that_is_not_shown_is_not_there(element):
    assert seen(f"before {element} after") == "before  after"


@pytest.mark.parametrize(
    "element",
    [
        "<span style='display:block'>good words</span>",
        "<span style='display:none'>good words</div>",
        "<span style='display:none'>good words",
        "<a href='http://a.com'>good words</a>",
    ],
)
def test_an_element_that_is_shown_or_not_whole_stays(element):
    assert seen(f"before {element} after") == f"before {element} after"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u202eonisac\u202c", "casino"),
        ("\u202eonisac", "casino"),
        ("buy \u202eonisac\u202c now", "buy casino now"),
        ("\u202eab\ncd", "ba\ncd"),
        ("\u202eab\u202dcd", "ba\u202dcd"),
        ("\u202e", "\u202e"),
        ("\u202e\u202c", "\u202e\u202c"),
        ("\u202e" + "ab" * 200 + "c", "ba" * 200 + "c"),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_text_under_an_override_is_turned_round(text, shown):
    assert seen(text) == shown


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("a<b></b>bc", [0, 8, 9]),
        ("x\u202eabc\u202cy", [0, 4, 3, 2, 6]),
        ("\u202eab\u202c", [2, 1]),
        ("<!-- all of it -->", []),
    ],
    ids=ascii,
)
def test_every_character_knows_where_it_stood(text, offsets):
    assert reveal(text)[1].tolist() == offsets


@given(st.one_of(marked_up, hostile.texts))
def test_offsets_always_lead_back_to_the_original_characters(text):
    shown, offsets = reveal(text)

    if offsets is None:
        assert shown == text
    else:
        assert [text[offset] for offset in offsets.tolist()] == [*shown]
        assert len(set(offsets.tolist())) == len(shown) < len(text)


@given(st.one_of(marked_up, hostile.texts))
def test_what_may_hide_nothing_hides_nothing(text):
    if not may_hide(text):
        assert reveal(text) == (text, None)


@pytest.mark.parametrize(
    "piece",
    [
        "<", "</", ">", "<b>", "</b>", "a</b>", "<!", "<!--", "-->", "<!-- -", "\u202e",
        "\u202ea", "<p ", "<span ", "<span style=", "<span display:none",
        "<span display:none>", "<p size=0>" + "a" * 400, "<b " + "display" * 28,
        "a<b " + " " * 99,
    ],
    ids=lambda piece: ascii(piece)[:20],
)  # fmt: skip
def test_no_text_makes_it_slow(piece):
    text = (piece * 20_000)[:20_000]

    started = time.perf_counter()
    reveal(text)

    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("vi\nsit the be\nst casi\nno tod\nay", "visit the best casino today"),
        ("vi\r\nsit the be\r\nst casi\r\nno", "visit the best casino"),
        ("a rose is a rose\nis a rose is a rose\nand so on", None),
        ("no\nyes", None),
        ("one \ntwo \nthree \nfour", None),
    ],
)
def test_words_broken_by_lines_are_closed_where_hardly_a_line_is_left(text, shown):
    found, offsets = reveal(text)

    assert found == (shown or text)
    assert (offsets is None) == (shown is None)
