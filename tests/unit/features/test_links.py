import math

import pytest

from moderation.comment import Author, Comment
from moderation.features.links import ContactFeatures, LinkFeatures
from tests.unit.features.rows import row_of

# Each is there, or not, whatever the links are.
COUNTS = {"has_link", "n_links", "n_hosts", "link_share"}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("see http://a.example there", set()),
        ("see the bit.ly/x there", {"link_shortened"}),
        ("see the t.me/x there", {"link_messenger"}),
        ("see hxxp://a.example there", {"link_defanged"}),
        ("see http:///path there", {"link_bad"}),
        ("so: [url]http://a.example there", {"link_markup"}),
        ("see http://a.xyz there", {"link_cheap"}),
        ("see http://a.com/xyz there", set()),
        ("see http://a.com/?ref=ann there", {"link_promoted"}),
        ("see http://a.com/INVITE/x there", {"link_promoted"}),
        ("see http://a.com/?utm_source=x there", {"link_promoted"}),
        ("see http://a.com/?x=ref there", set()),
        ("see http://a.com/preface there", set()),
    ],
)
def test_what_a_link_of_no_known_house_leads_to(text, columns):
    row = row_of(LinkFeatures, Comment(text))

    assert row.keys() - COUNTS == columns | {"link_unknown"}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("see https://github.com/a/b there", {"link_house"}),
        ("see https://gist.github.com/a there", {"link_house"}),
        ("see https://ann.blogspot.com there", {"link_house"}),
        ("see https://a.com there", {"link_unknown"}),
        ("see https://github.com https://a.com there", {"link_house", "link_unknown"}),
    ],
)
def test_a_link_leads_to_a_house_that_all_know_or_not(text, columns):
    assert row_of(LinkFeatures, Comment(text)).keys() - COUNTS == columns


@pytest.mark.parametrize(
    ("text", "share", "columns"),
    [
        ("http://a.com", 1, {"link_only", "link_first", "link_last"}),
        ("http://a.com now!!!", 12 / 19, {"link_only", "link_first"}),
        ("http://a.com now!!!!", 12 / 20, {"link_first"}),
        ("so http://a.com it is", 12 / 21, {"link_first"}),
        ("see http://a.com it is", 12 / 22, set()),
        ("just see http://a.com okay.", 12 / 27, set()),
        ("just see http://a.com okay", 12 / 26, {"link_last"}),
    ],
)
def test_the_share_and_the_place_of_links(text, share, columns):
    row = row_of(LinkFeatures, Comment(text))

    assert row["link_share"] == pytest.approx(share)
    assert row.keys() - COUNTS - {"link_unknown"} == columns


@pytest.mark.parametrize(
    ("text", "is_only_house"),
    [
        ("https://github.com/a/b", True),
        ("https://a.com/b", False),
        ("I saw that on https://github.com/a/b", False),
    ],
)
def test_a_link_to_a_house_and_nothing_else(text, is_only_house):
    row = row_of(LinkFeatures, Comment(text))

    assert ("link_only_house" in row) is is_only_house


@pytest.mark.parametrize(
    ("url", "is_own"),
    [("", False), ("http://a.com/x", True), ("A.COM", True), ("http://b.com", False)],
)
def test_a_link_to_the_authors_own_site(url, is_own):
    row = row_of(LinkFeatures, Comment("I wrote http://a.com there", Author(url=url)))

    assert ("link_of_author" in row) is is_own


def test_a_text_without_a_link_has_no_columns():
    assert row_of(LinkFeatures, Comment("no link")) == {}


@pytest.mark.parametrize(
    ("text", "n_links", "n_hosts"),
    [
        ("http://a.example", 1, 1),
        ("http://a.example http://a.example/b", 2, 1),
        ("http://a.example http://b.example", 2, 2),
        ("http://a.example " * 40, 20, 1),
    ],
    ids=["one", "two-of-one-host", "two-hosts", "forty"],
)
def test_links_and_hosts_are_counted_on_a_logarithmic_scale(text, n_links, n_hosts):
    row = row_of(LinkFeatures, Comment(text))

    assert row["n_links"] == pytest.approx(math.log(1 + n_links) / math.log(21))
    assert row["n_hosts"] == pytest.approx(math.log(1 + n_hosts) / math.log(11))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", {}),
        ("on 23.11.2026 for 15.000.000", {}),
        ("call 555-123-4567", {"phone": 1}),
        ("a@b.com", {"email": 1}),
        ("@handle", {"handle": 1}),
        ("a@b.com a@c.com @me_too", {"email": 1, "handle": 1}),
        ("x" * 15_000 + " a@b.com", {}),
    ],
    ids=lambda value: str(value)[:30],
)
def test_each_way_to_be_reached_has_a_column(text, columns):
    assert row_of(ContactFeatures, Comment(text)) == columns
