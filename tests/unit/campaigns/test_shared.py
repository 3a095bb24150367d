import pytest

from moderation.campaigns.shared import Shared, shared_contacts, shared_urls
from moderation.comment import Author, Comment


def test_what_one_of_many_has_alone_is_not_shared():
    comments = [
        Comment("look https://a.example/1 and https://a.example/1 now"),
        Comment("look https://a.example/1 or https://b.example/2"),
    ]

    assert shared_urls(comments) == (Shared("https://a.example/1", 2),)


def test_of_one_comment_all_is_told():
    comment = Comment("look https://a.example/1", Author(url="https://me.example"))

    found = {each.value for each in shared_urls([comment])}

    assert found == {"https://a.example/1", "https://me.example"}


def test_contacts_are_told_without_their_line_breaks():
    comments = [Comment("mail a@b.example\nor call +1 202\n555 0143")] * 2

    found = {each.value for each in shared_contacts(comments)}

    assert found == {"a@b.example", "+1 202 555 0143"}


@pytest.mark.parametrize("share", [shared_urls, shared_contacts])
def test_of_no_comments_nothing_is_told(share):
    assert share([]) == ()


def test_the_most_frequent_twenty_come_first_and_are_cut():
    long = "https://long.example/" + "x" * 400
    few = [
        Comment(f"{long} " + " ".join(f"https://s{n:02}.example" for n in range(30)))
    ]
    comments = [*few * 2, Comment(long)]

    found = shared_urls(comments)

    assert len(found) == 20
    assert found[0] == Shared(long[:200], 3)
    assert [each.value for each in found[1:3]] == [
        "https://s00.example",
        "https://s01.example",
    ]
