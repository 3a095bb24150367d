from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.urls import find_links
from moderation.text.views import batch_of, skeleton_view
from tests import hostile
from training.obfuscation import OBFUSCATIONS, obfuscate

LINK = "http://win.example/a-b"
TEXT = f"buy cheap casino bonus pills here {LINK} and mail ann@win.example now"
KINDS = tuple(OBFUSCATIONS)
# Those that leave each link as it is.
OF_WORDS = tuple(kind for kind in KINDS if kind not in ("padding", "defanged"))
# Those that the skeleton sees through, whatever is drawn.
READABLE = (
    "zero-width", "fancy", "fullwidth", "combining", "bidi", "entities", "hidden-html",
    "casing",
)  # fmt: skip


def disguised(kind, text=TEXT, n=40):
    return [obfuscate(text, kind, Random(seed)) for seed in range(n)]


def read(text):
    view = skeleton_view(batch_of([text]))
    return "".join(map(chr, view.codes[1:-1].tolist()))


def test_there_are_fifteen_ways():
    assert len(KINDS) == 15


@pytest.mark.parametrize("kind", KINDS)
def test_most_texts_are_changed_and_each_in_its_own_way(kind):
    found = disguised(kind)

    assert sum(text != TEXT for text in found) > 30
    assert len(set(found)) > 3


@pytest.mark.parametrize("kind", KINDS)
def test_one_seed_gives_one_disguise(kind):
    assert disguised(kind) == disguised(kind)


@pytest.mark.parametrize("kind", OF_WORDS)
def test_addresses_in_the_text_still_work(kind):
    assert all(LINK in text and "ann@win.example" in text for text in disguised(kind))


@pytest.mark.parametrize("kind", READABLE)
def test_the_skeleton_sees_through_it(kind):
    assert {read(text) for text in disguised(kind)} == {read(TEXT)}


@pytest.mark.parametrize("kind", ["lookalikes", "emoji-letters"])
def test_the_skeleton_sees_through_most_of_it(kind):
    seen = sum(read(text) == read(TEXT) for text in disguised(kind))

    assert seen >= 20


@pytest.mark.parametrize(
    ("kind", "piece"),
    [
        ("spacing", "c a s i n o"),
        ("spacing", "c-a-s-i-n-o"),
        ("leet", "c451n0"),
        ("leet", "p1ll5"),
        ("fullwidth", "ｃａｓｉｎｏ"),
        ("bidi", "\u202eonisac\u202c"),
        ("line-breaks", "casi\nno"),
        ("hidden-html", "<b></b>"),
        ("hidden-html", 'style="display:none"'),
        ("entities", "&#99;"),
        ("entities", "&#x63;"),
        ("emoji-letters", "🇨 🇦 🇸 🇮 🇳 🇴"),
        ("defanged", "hxxp://"),
        ("defanged", "win[.]example/a-b"),
        ("defanged", "win dot example/a-b"),
    ],
)
def test_what_a_disguise_looks_like(kind, piece):
    assert any(piece in text for text in disguised(kind, n=200))


def test_padding_puts_good_words_around_the_text_and_leaves_it_whole():
    found = disguised("padding")

    assert all(TEXT in text and len(text) > 2 * len(TEXT) for text in found)
    assert any(text.startswith(TEXT) for text in found)
    assert any(text.endswith(TEXT) for text in found)
    assert any(not text.startswith(TEXT) and not text.endswith(TEXT) for text in found)


def test_a_link_that_is_defanged_is_no_plain_link_and_mostly_still_found():
    found = disguised("defanged")

    assert not any(LINK in text for text in found)
    links = [
        [link for link in find_links(text) if "win" in link.host] for text in found
    ]
    assert sum(map(bool, links)) > 20


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "padding"])
@pytest.mark.parametrize("text", ["", "a b", "12 34567", "да", "...", "@ann #tag"])
def test_a_text_that_offers_nothing_comes_back_as_it_is(kind, text):
    assert set(disguised(kind, text)) == {text}


@pytest.mark.parametrize("kind", ["zero-width", "combining", "spacing", "casing"])
def test_other_scripts_are_disguised_too(kind):
    assert len(set(disguised(kind, "Выиграй деньги сегодня"))) > 3


@pytest.mark.parametrize("kind", ["lookalikes", "leet", "fancy", "fullwidth"])
def test_drawings_of_latin_letters_leave_other_scripts_alone(kind):
    assert set(disguised(kind, "Выиграй деньги сегодня")) == {"Выиграй деньги сегодня"}


@pytest.mark.parametrize("kind", KINDS)
@given(text=hostile.texts, seed=st.integers())
def test_any_text_can_be_disguised(kind, text, seed):
    assert isinstance(obfuscate(text, kind, Random(seed)), str)


def test_an_unknown_way_is_an_error():
    with pytest.raises(KeyError):
        obfuscate(TEXT, "nothing", Random(0))
