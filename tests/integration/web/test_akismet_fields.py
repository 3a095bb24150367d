"""comment-check: how the fields that clients send become a comment."""

import time
from datetime import UTC, datetime

import pytest

from tests.fakes import KEY
from tests.integration.web.akismet_desk import BLOG, IP, make_desk


def test_the_fields_become_a_comment():
    desk = make_desk()

    desk.check(
        comment_author="Ann",
        comment_author_email="ann@example.org",
        comment_author_url="https://ann.example",
        user_agent="Browser/1",
        user_role="subscriber",
        permalink="https://site.example/post",
        comment_post_title="A post",
        content_type="forum-post",
        blog_lang="en, fr_ca",
        comment_date_gmt="2026-11-20T10:00:00Z",
        comment_parent="12",
        comment_ID="15",
    )

    comment = desk.kept[0].comment
    author = comment.author
    assert (author.name, author.email) == ("Ann", "ann@example.org")
    assert (author.url, author.ip) == ("https://ann.example", IP)
    assert (author.user_agent, author.role) == ("Browser/1", "subscriber")
    assert (comment.page.url, comment.page.title) == (f"{BLOG}/post", "A post")
    assert (comment.type, comment.language) == ("forum-post", "en, fr_ca")
    assert comment.posted_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert (comment.parent_id, comment.external_id) == ("12", "15")


def test_a_parent_of_0_is_none():
    desk = make_desk()

    desk.check(comment_parent="0", comment_ID="0")

    assert (desk.kept[0].comment.parent_id, desk.kept[0].comment.external_id) == (
        "",
        "",
    )


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026-11-20 10:00:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20T10:00:00.000Z", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20T12:00:00+02:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2000-01-01", datetime(2000, 1, 1, tzinfo=UTC)),
        ("1999-12-31T23:59:59Z", None),
        ("2026-11-24T12:00:00Z", datetime(2026, 11, 24, 12, tzinfo=UTC)),
        ("2026-11-24T12:00:01Z", None),
        ("0001-01-01T00:00+14:00", None),
        ("9999-12-31T23:59-14:00", None),
        ("0000-00-00 00:00:00", None),
        ("infinity", None),
        ("", None),
        ("now\x00", None),
    ],
)
def test_a_date_is_read_or_left_out(date, moment):
    desk = make_desk()

    assert desk.check(comment_date_gmt=date).data == b"false"
    assert desk.kept[0].comment.posted_at == moment


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:DB8::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("192.0.2.7, 10.0.0.1", ""),
        ("0177.0.0.1", ""),
        ("192.0.2.7:80", ""),
        ("unknown", ""),
        ("٣", ""),
    ],
)
def test_an_address_is_read_or_left_out(sent, kept):
    desk = make_desk()

    assert desk.check(user_ip=sent).data == b"false"
    assert desk.kept[0].comment.author.ip == kept


def test_long_fields_are_cut_and_not_refused():
    desk = make_desk()

    desk.check(
        comment_content="x" * 300_000,
        comment_author="n" * 9000,
        comment_author_email="e" * 9000,
        comment_author_url="u" * 9000,
        user_agent="a" * 9000,
        permalink="p" * 9000,
        comment_post_title="t" * 9000,
        honeypot_field_name="h" * 9000,
    )

    comment, author = desk.kept[0].comment, desk.kept[0].comment.author
    lengths = [len(v) for v in (author.name, author.email, author.url)]
    assert len(comment.text) == 256 * 1024
    assert lengths == [500, 320, 2000]
    assert len(author.user_agent) == 1000
    assert (len(comment.page.url), len(comment.page.title)) == (2000, 1000)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"comment_content=caf%E9&blog_charset=ISO-8859-1", "café"),
        (b"comment_content=caf\xe9&blog_charset=ISO-8859-1", "café"),
        (b"comment_content=%93%FA%96%7B&blog_charset=Shift_JIS", "日本"),
        (b"comment_content=caf%C3%A9&blog_charset=klingon", "café"),
        (b"comment_content=a%00b%ED%A0%80", "a\ufffdb" + "\ufffd" * 3),
        (b"comment_content=a%0D%0Ab", "a\nb"),
    ],
)
def test_the_text_is_kept_as_its_charset_means_it(body, text):
    desk = make_desk()
    head = f"api_key={KEY}&blog=https%3A%2F%2Fsite.example&user_ip={IP}&".encode()

    response = desk.raw("/1.1/comment-check", head + body)

    assert response.data == b"false"
    assert desk.kept[0].comment.text == text


def test_what_wordpress_sends_is_understood():
    desk = make_desk()
    body = (
        "comment_author=Ann&comment_author_email=a%40b.example&comment_author_url"
        "&referrer&POST_author&POST_ak_hp_textarea&user_role&comment_context%5B%5D=a"
        "&comment_context%5B%5D=b&comment_content=Hi&is_test&SERVER_SOFTWARE=nginx"
        f"&HTTP_ACCEPT=x&POST_comment=Hi&blog={BLOG}&user_ip={IP}&api_key={KEY}"
    )

    assert desk.raw("/1.1/comment-check", body.encode()).data == b"false"
    assert (desk.kept[0].comment.text, desk.kept[0].comment.author.url) == ("Hi", "")


def test_three_thousand_fields_with_the_key_last_are_judged():
    desk = make_desk(0.95)
    junk = "&".join(f"POST_{n}={n}" for n in range(3000))
    body = f"comment_content=Hi&{junk}&blog={BLOG}&user_ip={IP}&api_key={KEY}"

    assert desk.raw("/1.1/comment-check", body.encode()).data == b"true"


def test_a_body_of_a_megabyte_is_judged_in_a_moment():
    desk = make_desk(0.95)
    head = f"api_key={KEY}&blog={BLOG}&user_ip={IP}&comment_content=".encode()
    begun = time.monotonic()

    response = desk.raw("/1.1/comment-check", head.ljust(1024 * 1024, b"x"))

    assert response.data == b"true"
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("sent", "is_test"),
    [("1", True), ("true", True), ("0", False), ("false", False), ("", False)],
)
def test_a_test_is_kept_as_a_test(sent, is_test):
    desk = make_desk(0.95)

    assert desk.check(is_test=sent).data == b"true"
    assert desk.kept[0].is_test is is_test
