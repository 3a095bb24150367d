import math

import pytest

from moderation.comment import Comment
from moderation.features.links import ContactFeatures, LinkFeatures
from tests.unit.features.rows import row_of

ONE, TWO = math.log(2), math.log(3)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("no link", {}),
        ("and read this: http://a.example", {"link_share": 16 / 31}),
        ("http://a.example", {"link_share": 1, "link_only": 1}),
        ("http://a.example now!!", {"link_share": 16 / 22, "link_only": 1}),
        ("http://a.example now!!!!", {"link_share": 16 / 24}),
        ("read it there: bit.ly/x", {"link_share": 8 / 23, "link_shortened": 1}),
        ("write to me there: t.me/x", {"link_share": 6 / 25, "link_messenger": 1}),
        ("look there: hxxp://a.example", {"link_share": 16 / 28, "link_defanged": 1}),
        ("look at this: http:///path", {"link_share": 12 / 26, "link_bad": 1}),
        (
            "there it is: [url]http://a.example",
            {"link_share": 21 / 34, "link_markup": 1},
        ),
    ],
)
def test_links_become_their_share_and_kind(text, columns):
    counts = dict.fromkeys(("has_link", "n_links", "n_hosts"), 1) if columns else {}
    row = row_of(LinkFeatures, Comment(text))

    assert {name: row.pop(name) and 1 for name in counts} == counts
    assert row == pytest.approx(columns)


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
