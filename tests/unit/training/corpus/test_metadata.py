from collections import Counter
from random import Random

import pytest

from moderation.errors import BadTable
from training.corpus.filling import Filler
from training.corpus.metadata import metadata_of
from training.corpus.syntax import Family, Template

SLOTS = {
    ("en", "first"): ("Ann",),
    ("en", "last"): ("Lee",),
    ("en", "title"): ("On bread",),
    ("en", "trade"): ("Roof Repair",),
}
FIELDS = {"author", "author_url", "author_email", "title", "type"}
N = 600


def rows(label="ham", fields=(), **settings):
    family = Family(label, "family", settings)
    template = Template(1, "en", "text", dict(fields))
    for seed in range(N):
        rng = Random(seed)
        yield metadata_of(family, template, Filler(rng, "en", (SLOTS,)), rng)


def share(found, name):
    return sum(bool(row[name]) for row in found) / N


@pytest.mark.parametrize("label", ["ham", "spam", "abuse"])
def test_a_row_has_all_fields_and_often_not_all_of_them_filled(label):
    found = [*rows(label)]

    assert all(row.keys() == FIELDS for row in found)
    assert all(0 < share(found, name) < 1 for name in FIELDS - {"type"})


def test_a_place_says_which_fields_there_can_be():
    bare, video, blog = ([*rows(where=f"{of} 100")] for of in ("bare", "video", "blog"))

    assert not any(any(row.values()) for row in bare)
    assert {name for row in video for name in FIELDS if row[name]} == {
        "author",
        "title",
    }
    assert share(blog, "author_url") > 0.2
    assert share(blog, "author_email") > 0.5


def test_which_fields_there_are_does_not_tell_the_label():
    spam, ham = ([*rows(of, name="person 1", site="30")] for of in ("spam", "ham"))

    for name in FIELDS - {"author_url"}:
        assert share(spam, name) == pytest.approx(share(ham, name), abs=0.06)


@pytest.mark.parametrize(
    ("shape", "names"),
    [
        ("person", {"ann", "ann lee"}),
        ("trade", {"roof repair"}),
        ("none", {""}),
    ],
)
def test_a_name_has_the_shape_that_the_family_says(shape, names):
    found = rows(where="video 1", name=f"{shape} 1")

    assert {row["author"].lower() for row in found} == names


def test_names_are_mixed_as_the_family_says():
    found = Counter(
        row["author"].lower() for row in rows(where="video 1", name="trade 25, none 75")
    )

    assert found["roof repair"] / N == pytest.approx(0.25, abs=0.05)
    assert found[""] / N == pytest.approx(0.75, abs=0.05)


@pytest.mark.parametrize("percent", [0, 30, 100])
def test_authors_leave_a_site_as_often_as_the_family_says(percent):
    found = [*rows(where="blog 1", site=str(percent))]

    assert share(found, "author_url") == pytest.approx(percent / 100, abs=0.05)


def test_what_the_text_says_of_its_author_wins():
    given = {
        "author": "Mrs {first}", "url": "http://a.io", "email": "a@b.io", "type": "ping"
    }  # fmt: skip

    found = [*rows(fields=given, where="blog 1")]

    assert {row["author"] for row in found} == {"Mrs Ann"}
    assert {row["author_url"] for row in found} == {"http://a.io"}
    assert {row["author_email"] for row in found} == {"a@b.io"}
    assert {row["type"] for row in found} == {"ping"}


def test_a_title_that_the_text_speaks_of_is_there_four_times_in_five():
    found = [*rows(fields={"title": "Own"}, where="video 1")]

    assert {row["title"] for row in found} == {"Own", ""}
    assert share(found, "title") == pytest.approx(0.8, abs=0.05)


def test_an_e_mail_address_is_at_times_of_the_authors_site():
    found = [
        (row["author_url"], row["author_email"])
        for row in rows(where="blog 1", site="100")
    ]

    n_own = sum(email.partition("@")[2] in url for url, email in found if "@" in email)
    assert 0.05 < n_own / N < 0.2


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"where": "moon 100"}, "where: 'moon 100' is not understood"),
        ({"where": "blog"}, "where: 'blog' is not understood"),
        ({"where": "blog 1, bare -1"}, "where: 'bare -1' is not understood"),
        ({"where": "blog 0"}, "where: all shares are 0"),
        ({"where": "blog 1", "name": "king 1"}, "name: 'king 1' is not understood"),
        ({"where": "blog 1", "site": "often"}, "site: 'often' is no whole number"),
    ],
)
def test_a_setting_that_is_not_understood_is_named(settings, why):
    with pytest.raises(BadTable, match=why):
        [*rows(**settings)]
