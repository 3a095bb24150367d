import pytest

from moderation.comment import Comment, Page
from moderation.features.title import TitleFeatures
from tests.unit.features.rows import row_of


def columns_of(text, title):
    return row_of(TitleFeatures, Comment(text, page=Page(title=title)))


@pytest.mark.parametrize(
    ("text", "title", "columns"),
    [
        ("I love bread", "", {}),
        ("", "On Bread", {}),
        ("I love bread", "On Bread", {"title_overlap": 1}),
        ("I love bread", "Bread, butter", {"title_overlap": 0.5}),
        ("I love bread", "Bread bread BREAD", {"title_overlap": 1}),
        ("I love cake", "On Bread", {}),
        ("so: On Bread!", "On Bread", {"title_overlap": 1, "title_repeated": 1}),
        ("a cat sat on it", "a cat sat", {"title_repeated": 1}),
        ("cats sit", "cats si", {"title_overlap": 1}),
        ("x" * 4995 + "bread", "On Bread", {"title_overlap": 1}),
        ("x" * 4996 + "bread", "On Bread", {}),
        ("bread", "x" * 299 + " bread", {}),
        ("x", "!!!", {}),
    ],
    ids=lambda value: str(value)[-16:],
)
def test_how_much_of_the_title_the_text_repeats(text, title, columns):
    assert columns_of(text, title) == columns


@pytest.mark.parametrize(
    ("text", "title", "is_other"),
    [
        ("good day", "On Bread", False),
        ("привет", "О хлебе", False),
        ("こんにちは", "パン", False),
        ("привет", "On Bread", True),
        ("good day", "О хлебе", True),
        ("schön, très bien", "On Bread", False),
        ("καλημέρα", "On Bread", False),
        ("да yes", "On Bread", False),
        ("дaд", "On Bread", True),
        ("💊", "On Bread", True),
    ],
    ids=ascii,
)
def test_text_and_title_in_two_kinds_of_writing(text, title, is_other):
    assert ("title_other_script" in columns_of(text, title)) is is_other
