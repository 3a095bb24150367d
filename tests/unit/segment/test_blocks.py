from dataclasses import FrozenInstanceError

import pytest

from moderation.segment.blocks import (
    Block,
    BlockLabel,
    Element,
    LabelledBlock,
    LabelledPage,
    Note,
    NoteKind,
    PageComment,
    SplitPage,
)


def test_labels_and_notes_are_words_in_the_order_of_their_numbers():
    assert [f"{label}" for label in BlockLabel] == ["article", "comment", "footer"]
    assert [f"{kind}" for kind in NoteKind] == ["author", "date", "link", "site"]


@pytest.mark.parametrize(
    "record",
    [
        Block("x"),
        Note(NoteKind.AUTHOR, "Anna", 0),
        Element(-1, 0, "p", 0, 0, 0, 0, 0, False),
        SplitPage([]),
        LabelledBlock("x", BlockLabel.FOOTER, 0.5),
        PageComment("x", (0,)),
        LabelledPage(()),
    ],
    ids=lambda record: type(record).__name__,
)
def test_records_of_a_page_cannot_be_changed(record):
    name = next(iter(type(record).__slots__))

    with pytest.raises(FrozenInstanceError):
        setattr(record, name, None)


def test_a_page_of_text_has_no_elements_and_its_blocks_stand_in_none():
    assert SplitPage([Block("x")]).elements == []
    assert Block("x").element == -1


def test_two_pages_share_no_lists():
    assert SplitPage([]).notes is not SplitPage([]).notes


def test_what_the_page_does_not_tell_of_a_comment_is_empty():
    found = PageComment("x", (0,))

    assert found.author == found.date == found.link == found.author_url == ""
    assert (found.depth, found.links) == (0, ())
