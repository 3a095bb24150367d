import pytest
from hypothesis import given

from moderation.segment.blocks import Block
from moderation.segment.lines import split_text
from tests import hostile


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" \n\t\r\n\u3000\n", []),
        ("one", ["one"]),
        ("one\n", ["one"]),
        ("one\n\n\ntwo", ["one", "two"]),
        ("one\r\ntwo\rthree", ["one", "two", "three"]),
        ("a\vb\fc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", [*"abcdefghi"]),
        ("  one \t\xa0two  ", ["one two"]),
        ("a\x1fb", ["a b"]),
        ("<p>one</p><p>two</p>", ["<p>one</p><p>two</p>"]),
        ("नमस्ते\nשלום", ["नमस्ते", "שלום"]),
    ],
    ids=ascii,
)
def test_each_line_that_is_not_blank_is_a_block_with_single_blanks(text, lines):
    assert split_text(text).blocks == [Block(line) for line in lines]


def test_a_page_of_text_has_no_elements_notes_or_title():
    page = split_text("one\ntwo")

    assert (page.elements, page.notes, page.title) == ([], [], "")
    assert [block.element for block in page.blocks] == [-1, -1]


@given(hostile.texts)
def test_no_word_of_any_text_is_lost(text):
    found = [block.text for block in split_text(text).blocks]

    assert " ".join(found).split() == text.split()
    assert all(each == " ".join(each.split()) != "" for each in found)


@given(hostile.texts)
def test_splitting_the_blocks_again_gives_the_same_blocks(text):
    blocks = split_text(text).blocks

    assert split_text("\n".join(block.text for block in blocks)).blocks == blocks
