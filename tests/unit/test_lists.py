import pytest

from moderation.lists import data_dir, word_list

NAMES = [
    "address-words", "cheap-endings", "disposable-mail", "free-mail", "houses",
    "insults", "link-shorteners", "messenger-hosts", "trade-words",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_list_has_lower_case_lines_without_comments_or_blanks(name):
    lines = word_list(name)

    assert lines
    assert all(line == line.lower().strip() != "" for line in lines)
    assert not any(line.startswith("#") for line in lines)


def test_every_list_file_that_ships_is_known_here():
    assert sorted(path.stem for path in (data_dir() / "lists").iterdir()) == NAMES


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("link-shorteners", "bit.ly"),
        ("messenger-hosts", "t.me"),
        ("free-mail", "gmail.com"),
        ("disposable-mail", "mailinator.com"),
        ("trade-words", "casino"),
        ("houses", "github.com"),
        ("houses", "blogspot.com"),
        ("cheap-endings", "xyz"),
    ],
)
def test_a_list_holds_what_its_name_says(name, line):
    assert line in word_list(name)


def test_an_absent_list_is_an_error():
    with pytest.raises(FileNotFoundError):
        word_list("nobody")
