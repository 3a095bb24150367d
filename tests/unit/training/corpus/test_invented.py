import re
from random import Random

import pytest

from moderation.text.contacts import find_contacts
from moderation.text.urls import find_links
from training.corpus.filling import Filler
from training.corpus.invented import INVENTED

SLOTS = {("", "first"): ("Ann", "Bo"), ("", "last"): ("Lee",)}
SHAPES = {
    "word": r"[a-z]{4,12}",
    "brand": r"[A-Z][a-z]{3,18}",
    "host": r"(?:[a-z-]+\.)+[a-z]{2,7}",
    "slug": r"[a-z]+(?:-[a-z]+){1,4}",
    "path": r"|/\S*",
    "url": r"https?://\S+",
    "short_url": r"https://[\w.]+/\w{7}",
    "video_url": r"https://\S+\w{11}",
    "repo_url": r"https://(?:github|gitlab|codeberg)\S+",
    "wiki_url": r"https://[a-z]{2}\.wikipedia\.org/wiki/[A-Z][a-z]+",
    "handle": r"[a-z]+_?\w+",
    "email": r"[\w.]+@[\w.-]+\.[a-z]{2,7}",
    "phone": r"\+?[\d (.)-]{9,20}",
    "letters": r"[a-z]{5,12}",
    "code": r"[a-zA-Z0-9]{5,10}",
    "money": r"[$£€]?\d[\d,]*(?: €| USD)?",
    "person": r"(?:Ann|Bo)(?: Lee)?",
    "year": r"(?:199[89]|20[012]\d)",
}
# Ranges that Ofcom and the North American plan keep for fiction; +999 is nobody's.
FICTION = (
    r"\+1[- ]\d{3}[- ]555[- ]01\d\d", r"\(\d{3}\) 555-01\d\d", r"\d{3}\.555\.01\d\d",
    r"1-8\d\d-555-01\d\d", r"(?:\+44 7700|07700) ?900\d{3}", r"01632 960\d{3}",
    r"\+999 ?\d{3} ?01\d\d ?\d{3}",
)  # fmt: skip
N = 300


def draw(name, n=N):
    rngs = map(Random, range(n))
    return [INVENTED[name](rng, Filler(rng, "en", (SLOTS,))) for rng in rngs]


def test_every_invention_has_its_shape_here():
    assert INVENTED.keys() == SHAPES.keys()


@pytest.mark.parametrize("name", SHAPES)
def test_an_invention_has_its_shape(name):
    wrong = [text for text in draw(name) if not re.fullmatch(SHAPES[name], text)]

    assert wrong == []


@pytest.mark.parametrize("name", SHAPES.keys() - {"person", "path", "year", "money"})
def test_inventions_differ_from_row_to_row(name):
    assert len(set(draw(name))) > N // 2


@pytest.mark.parametrize("name", SHAPES)
def test_one_seed_gives_one_invention(name):
    assert draw(name, 20) == draw(name, 20)


@pytest.mark.parametrize("name", [name for name in SHAPES if name.endswith("url")])
def test_an_address_is_one_link_that_we_find(name):
    found = [find_links(f"see {url} there") for url in draw(name, 100)]

    assert [len(links) for links in found] == [1] * 100
    assert all(links[0].host for links in found)


def test_an_e_mail_address_is_a_contact_that_we_find():
    found = [find_contacts(f"mail {text} now") for text in draw("email", 100)]

    assert all("email" in {contact.kind for contact in contacts} for contacts in found)


def test_a_number_to_call_is_nobodys():
    real = [text for text in draw("phone") if not re.fullmatch("|".join(FICTION), text)]

    assert real == []
