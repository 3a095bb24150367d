import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.errors import BadTable
from training.corpus.filling import Filler

FAMILY = {
    ("", "lender"): ("{name} bank", "{name} trust"),
    ("", "name"): ("everywhere",),
    ("es", "name"): ("en español",),
    ("en", "word_en"): ("english",),
    ("", "round"): ("{round} again",),
}
SHARED = {
    ("en", "name"): ("of slots.txt",),
    ("en", "city"): ("Leeds",),
    ("es", "city"): ("Vigo",),
    ("", "money"): ("a fortune",),
}


def filler(lang="en", seed=0):
    return Filler(Random(seed), lang, (FAMILY, SHARED))


def fill(template, lang="en", seed=0):
    return filler(lang, seed).fill(template)


def drawn(template, n=60):
    return {fill(template, seed=seed) for seed in range(n)}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("", ""),
        ("plain } text | with $ and #", "plain } text | with $ and #"),
        (r"one\ntwo\tthree", "one\ntwo\tthree"),
        (r"\{a\} \\ \| \$", r"{a} \ | $"),
        ("\\", "\\"),
        ("to {city}!", "to Leeds!"),
        ("{city}{city}", "LeedsLeeds"),
        ("{CITY}", "LEEDS"),
        ("{lender/2}", "everywhere bank"),
        ("{Name} {NAME} {name}", "Everywhere EVERYWHERE everywhere"),
        (r"{\city|\city}", "city"),
    ],
)
def test_what_a_template_becomes(template, text):
    assert fill(template, seed=1) == text


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ("{a|b}", {"a", "b"}),
        ("x{a|}", {"xa", "x"}),
        ("{a|{b|c}d}", {"a", "bd", "cd"}),
        ("{1-3}", {"1", "2", "3"}),
        ("{7-7}", {"7"}),
        ("{lender}", {"everywhere bank", "everywhere trust"}),
        (r"{a\|b|c}", {"a|b", "c"}),
    ],
)
def test_every_choice_is_drawn(template, texts):
    assert drawn(template) == texts


def test_digits_are_as_many_as_written():
    assert all(re.fullmatch(r"\d{4}-\d", text) for text in drawn("{####}-{#}"))


def test_a_slot_is_the_same_wherever_a_row_names_it():
    assert all(len(set(text.split("/"))) == 1 for text in drawn("{email}/{email}"))


def test_a_slot_with_a_number_is_another_choice_that_stays():
    one, two, again = fill("{email} {email/2} {email/2}").split()

    assert one != two == again


def test_a_capital_changes_the_first_letter_and_not_the_choice():
    plain, capital = fill("{handle} {Handle}").split()

    assert capital == plain[0].upper() + plain[1:]


@pytest.mark.parametrize(
    ("template", "lang", "text"),
    [
        ("{name}", "es", "en español"),
        ("{name}", "en", "everywhere"),
        ("{city}", "es", "Vigo"),
        ("{city}", "de", "Leeds"),
        ("{word_en}", "de", "english"),
        ("{money}", "de", "a fortune"),
    ],
    ids=[
        "own-language", "own-for-all-before-shared", "shared-language",
        "shared-english", "own-english", "shared-before-invented",
    ],
)  # fmt: skip
def test_a_slot_is_looked_for_in_order(template, lang, text):
    assert fill(template, lang) == text


def test_what_is_invented_goes_before_english():
    slots = {("en", "year"): ("a year",)}

    assert Filler(Random(0), "en", (slots,)).fill("{year}") == "a year"
    assert Filler(Random(0), "de", (slots,)).fill("{year}").isdecimal()


def test_drawn_letters_hold_slots_and_choices():
    [text] = {fill("{~{city}|{city}}", seed=seed)[-1:] for seed in (1,)}

    assert text not in "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{nobody}", "no slot of the name 'nobody'"),
        ("{two words}", "no slot or choice: {two words}"),
        ("{}", "no slot or choice: {}"),
        ("{city/22}", "no slot or choice"),
        ("{9-1}", "a range that falls: {9-1}"),
        ("{city", "a brace is not closed"),
        ("{round}", "slots go round in a circle"),
        ("{" * 12 + "a|b" + "}" * 12, "no slot or choice|circle"),
    ],
)
def test_what_cannot_be_filled_is_an_error(template, why):
    with pytest.raises(BadTable, match=why):
        fill(template)


@given(st.text())
def test_a_text_that_is_escaped_is_filled_as_it_is(text):
    escaped = re.sub(r"([\\{])", r"\\\1", text)

    assert fill(escaped) == text


@given(st.integers())
def test_one_seed_gives_one_text(seed):
    template = "{email} {url} {phone} {a|b|c} {~x} {lender}"

    assert fill(template, seed=seed) == fill(template, seed=seed)
