import pytest
from hypothesis import given

from moderation.comment import Author, Comment
from moderation.features.tokens import OF_LINKS, Family, buckets_of, tokens_of
from moderation.text.urls import find_links
from tests import hostile


def tokens(comment):
    return tokens_of(comment, find_links(comment.text))


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (Comment("plain words"), []),
        (
            Comment("", Author("Ann Ann Lee")),
            [(Family.AUTHOR_NAME, "ann"), (Family.AUTHOR_NAME, "lee")],
        ),
        (
            Comment("", Author(url="http://blog.a.co.uk/shop")),
            [
                (Family.AUTHOR_HOST, "a.co.uk"),
                (Family.AUTHOR_URL, ".co.uk"),
                (Family.AUTHOR_URL, "blog"),
                (Family.AUTHOR_URL, "co"),
                (Family.AUTHOR_URL, "uk"),
                (Family.AUTHOR_URL, "shop"),
            ],
        ),
        (
            Comment("", Author(email="Ann@Mail.Example")),
            [(Family.AUTHOR_EMAIL, "mail.example")],
        ),
        (Comment("", Author(email="no address")), []),
        (
            Comment("http://x.evil.com"),
            [(Family.LINK_HOST, "evil.com"), (Family.LINK_SUFFIX, "com")],
        ),
        (Comment("", type="Comment"), [(Family.TYPE, "comment")]),
    ],
    ids=["text", "name", "url", "email", "no-email", "link", "type"],
)
def test_words_beside_the_text_are_tokens_of_their_family(comment, expected):
    assert tokens(comment) == expected


def test_one_comment_has_at_most_sixty_tokens():
    text = " ".join(f"http://a{n}.b{n}.example" for n in range(40))
    author = Author(" ".join(f"name{n}" for n in range(40)), url="http://" + "a/b" * 60)

    assert len(tokens(Comment(text, author))) <= 60


@given(hostile.comments)
def test_no_token_comes_twice(comment):
    found = tokens(comment)

    assert len(set(found)) == len(found) <= 60


@given(hostile.comments)
def test_every_token_has_a_bucket(comment):
    assert all(0 <= bucket < 64 for bucket in buckets_of(tokens(comment), 6))


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("bits", [2, 6, 14])
def test_tokens_of_links_have_the_upper_half_of_the_buckets(family, bits):
    pairs = [(family, f"word{n}") for n in range(50)]

    is_upper = {bucket >= 1 << bits - 1 for bucket in buckets_of(pairs, bits)}

    assert is_upper == {family in OF_LINKS}


def test_links_are_hosts_and_their_endings():
    assert set(OF_LINKS) == {Family.LINK_HOST, Family.LINK_SUFFIX}


def test_one_word_of_two_families_has_two_buckets():
    pairs = [(Family.AUTHOR_NAME, "casino"), (Family.TYPE, "casino")]

    assert len(set(buckets_of(pairs, 14))) == 2
