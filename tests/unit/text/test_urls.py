import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moderation.text.urls import domain_of, find_links, host_of, suffix_of
from tests import hostile


def found(text):
    links = find_links(text)
    return [(text[each.start : each.end], each.host, each.form) for each in links]


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("http://a.example", "a.example"),
        ("HTTPS://A.EXAMPLE/B", "a.example"),
        ("ftp://a.example/b", "a.example"),
        ("www.a.example", "a.example"),
        ("http://www.a.example", "a.example"),
        ("http://a.example/b?c=d&e#f", "a.example"),
        ("http://192.0.2.1/a", "192.0.2.1"),
        ("http://a.example:8080/b", "a.example"),
        ("http://a.example:99999/", "a.example"),
        ("http://a.example:abc/", "a.example"),
        ("http://u:p@a.example:80/", "a.example"),
        ("http://bank.example@evil.example", "evil.example"),
        ("http://пример.рф/x", "пример.рф"),
        ("http://xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("http://xn--é.example", "xn--é.example"),
        ("http://a.example＃@evil.example", ""),
        ("http://℀.example", ""),
        ("http:///path", ""),
    ],
)
def test_a_link_with_a_scheme_leads_to_its_host(link, host):
    assert found(f"see {link} now") == [(link, host, "plain")]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("http://a.example.", "http://a.example"),
        ("(http://a.example/b).", "http://a.example/b"),
        ('"http://a.example"', "http://a.example"),
        ("[text](http://a.example)", "http://a.example"),
        ("so:http://a.example", "http://a.example"),
        ("\u0130 HTTP://A.EXAMPLE", "HTTP://A.EXAMPLE"),
    ],
)
def test_a_link_ends_before_the_marks_around_it(text, link):
    assert found(text) == [(link, "a.example", "plain")]


@pytest.mark.parametrize(
    ("text", "link", "form"),
    [
        ('<a href="http://a.io">x</a>', '<a href="http://a.io', "html"),
        ("<a href=http://a.io>x</a>", "<a href=http://a.io", "html"),
        ("<A rel=x HREF='http://a.io/'>x", "<A rel=x HREF='http://a.io/", "html"),
        ("[url=http://a.io]x[/url]", "[url=http://a.io", "bbcode"),
        ("[url]http://a.io[/url]", "[url]http://a.io", "bbcode"),
        ("[img]http://a.io/b.png[/img]", "[img]http://a.io/b.png", "bbcode"),
        ('[link="http://a.io"]x', '[link="http://a.io', "bbcode"),
    ],
)
def test_a_link_in_markup_begins_with_the_markup(text, link, form):
    assert found(text) == [(link, "a.io", form)]


@pytest.mark.parametrize(
    ("link", "host", "form"),
    [
        ("cheap.com", "cheap.com", "bare"),
        ("cheap.com/path?x=1", "cheap.com", "bare"),
        ("CHEAP.COM", "cheap.com", "bare"),
        ("bit.ly/abc", "bit.ly", "bare"),
        ("a.b.co.uk", "a.b.co.uk", "bare"),
        ("hxxp://evil.example", "evil.example", "defanged"),
        ("h**p://evil.example", "evil.example", "defanged"),
        ("evil[.]com", "evil.com", "defanged"),
        ("evil(.)com/a", "evil.com", "defanged"),
        ("evil {dot} com", "evil.com", "defanged"),
        ("Evil dot com", "evil.com", "defanged"),
        ("evil [dot] co [dot] uk", "evil.co.uk", "defanged"),
        ("hxxps://evil[.]example[.]com/a", "evil.example.com", "defanged"),
        ("http://evil[.]com", "evil.com", "defanged"),
        ("https://evil dot com", "evil.com", "defanged"),
    ],
)
def test_a_link_without_a_scheme_or_in_disguise_is_found(link, host, form):
    assert found(f"go: {link}, now") == [(link, host, form)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no link",
        "end.Start of the next",
        "e.g. this",
        "file.txt",
        "v1.2.3",
        "12.50",
        "me@cheap.com",
        "пример.рф",
        "//a.example",
        "http://",
        "http://[",
        "http://[::1",
        "www.",
        "the dot of an i",
        "dot com",
        "javascript:alert(1)",
        "a.com@b",
    ],
)
def test_what_nobody_would_click_is_no_link(text):
    assert found(text) == []


def test_links_come_in_order_whatever_their_form():
    text = "b.com http://a.example hxxp://c.example [url]http://d.example[/url] e[.]com"

    assert [each.form for each in find_links(text)] == [
        "bare", "plain", "defanged", "bbcode", "defanged"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "piece", ["http://a.example ", "a.com ", "a[.]com ", "[url]http://a.example "]
)
def test_at_most_200_links_are_found(piece):
    assert len(find_links(piece * 300)) == 200


@pytest.mark.parametrize(
    "piece",
    ["http://", "<a href=", "[url=", "a.b", "a-", "dot ", "[.]", "a dot ", "://"],
)
def test_20_000_characters_of_one_piece_are_read_to_the_end(piece):
    text = piece * (20_000 // len(piece))

    assert all(each.end <= len(text) for each in find_links(text))


@given(hostile.texts)
def test_links_lie_inside_the_text_in_order_and_apart(text):
    found = find_links(text)

    edges = [edge for each in found for edge in (each.start, each.end)]

    assert edges == sorted(edges)
    assert all(0 <= each.start < each.end <= len(text) for each in found)


@given(hostile.texts, st.sampled_from(["http://a.example", "[url]http://a.example"]))
def test_a_link_after_a_blank_is_found_whatever_comes_before(text, link):
    whole = f"{text[:9000]} \n{link}"

    assert find_links(whole)[-1].end == len(whole)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("", ""),
        ("//", ""),
        ("http://[", ""),
        ("http://[::1", ""),
        ("http://[::1]:80/", "::1"),
        ("HTTP://WWW.A.EXAMPLE:80/b", "a.example"),
        ("a.example/b", "a.example"),
        ("a.example.", "a.example"),
        ("http://user@a.example", "a.example"),
        ("www.www.example", "www.example"),
        ("http://a.example:-1", "a.example"),
        ("http://a.example:٨٠", "a.example"),
    ],
)
def test_the_host_of_an_address_or_nothing(url, host):
    assert host_of(url) == host


def test_a_host_has_at_most_253_characters():
    assert len(host_of("a" * 1000 + ".example")) == 253


@pytest.mark.parametrize(
    ("host", "domain", "suffix"),
    [
        ("a.b.co.uk", "b.co.uk", "co.uk"),
        ("a.b.example.com", "example.com", "com"),
        ("example.com", "example.com", "com"),
        ("me.github.io", "me.github.io", "github.io"),
        ("192.0.2.1", "192.0.2.1", ""),
        ("localhost", "localhost", ""),
        ("co.uk", "co.uk", "co.uk"),
        ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai", "xn--p1ai"),
        ("", "", ""),
        ("..", "..", ""),
    ],
)
def test_the_domain_and_the_suffix_of_a_host(host, domain, suffix):
    assert (domain_of(host), suffix_of(host)) == (domain, suffix)


@example("\0.com\u3000")
@example("a\u3002com")
@example("www..\u3000.")
@example("www..a.com")
@given(hostile.texts)
def test_no_address_is_too_broken_for_a_host_a_domain_and_a_suffix(text):
    host = host_of(text)

    assert host == host.strip(".")
    assert domain_of(host) in (host, "") or host.endswith(domain_of(host))
    assert suffix_of(host) == "" or suffix_of(host) in host


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("http://a.example,http://b.example", ["a.example", "b.example"]),
        ("http://bit.ly\\@evil.example/x", ["bit.ly"]),
        ("http://bit\u200b.ly/x", ["bit.ly"]),
    ],
    ids=["two with a comma", "backslash", "zero width"],
)
def test_a_trick_in_an_address_does_not_hide_its_host(text, hosts):
    assert [link.host for link in find_links(text)] == hosts
