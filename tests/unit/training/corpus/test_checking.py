import pytest

from tests.unit.training.corpus.families import write_family
from training.corpus.build import family_files, shared_slots
from training.corpus.checking import faults_of, faults_of_slots, is_hint

SHARED = {("en", "city"): ("Leeds",), ("es", "ciudad"): ("Vigo",)}


@pytest.fixture
def faults(tmp_path):
    return lambda text: [*faults_of(write_family(tmp_path, text), SHARED)]


@pytest.mark.parametrize(
    "line",
    [
        "plain text",
        "{a|b|} {1-9} {##} {url} {City} {URL/2}",
        "{{city}|town}",
        "{CITY|City|town}",
        r"{\city|town}",
        "{the city|town}",
        "{~{city}|x}",
        r"\{nobody\}",
        "{own} {all}",
        "x || author: {first|{city}}",
    ],
)
def test_a_good_line_has_no_fault(faults, line):
    assert faults(f"$all = {{own}}\n[en]\n$own = a\n{line}\n") == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{city|town}", "hint: {city|town}: is the slot {city} meant?"),
        ("{town|city/2}", "hint: {town|city/2}: is the slot {city/2} meant?"),
        ("{a|{b|url}}", "hint: {b|url}: is the slot {url} meant?"),
        ("{own|x}", "hint: {own|x}: is the slot {own} meant?"),
        ("{~city|x}", None),
        ("{~{city|x}}", "hint: {city|x}: is the slot {city} meant?"),
        ("{two words}", "no slot or choice: {two words}"),
        ("{a|{two words}}", "no slot or choice: {two words}"),
        ("{nobody}", "no slot of the name 'nobody'"),
        ("{Nobody/2}", "no slot of the name 'nobody'"),
        ("{ciudad}", "no slot of the name 'ciudad'"),
        ("{9-1}", "a range that falls: {9-1}"),
        ("{city", "a brace is not closed: {city"),
        ("x || author: {nobody}", "no slot of the name 'nobody'"),
    ],
)
def test_a_fault_is_told_with_its_line(faults, line, fault):
    found = faults(f"[en]\n$own = a\n\n{line}\n")

    assert found == ([f"spam/loans.txt, line 4: {fault}"] if fault else [])


def test_every_fault_of_a_file_is_told(faults):
    found = faults("[en]\n{nobody} and {city|x}\n{a\n[es]\n{nadie}\n")

    assert [fault.partition(": ")[0] for fault in found] == [
        "spam/loans.txt, line 2", "spam/loans.txt, line 2", "spam/loans.txt, line 3",
        "spam/loans.txt, line 5",
    ]  # fmt: skip


def test_a_choice_that_no_draw_has_met_is_looked_at(faults):
    rare = "|".join("abcdefghij" * 30)

    assert len(faults(f"[en]\n{{{rare}|{{nobody}}}}")) == 1


def test_a_fault_in_a_slot_names_it(faults):
    assert faults("$own = a | {nobody} | {city|x}\n[en]\n{own}") == [
        "spam/loans.txt, slot $own: no slot of the name 'nobody'",
        "spam/loans.txt, slot $own: hint: {city|x}: is the slot {city} meant?",
    ]


def test_a_slot_for_all_languages_may_name_those_of_one(faults):
    assert faults("$own = {ciudad}\n[es]\n{own}") == []


def test_a_file_that_cannot_be_read_has_one_fault(faults):
    assert faults("hello\n{nobody}") == [
        "spam/loans.txt, line 1: no language section above it"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[en]\n$a = x | {b}\n$b = y\n", []),
        ("[en]\n$a = {nobody}\n", ["loans.txt, slot $a: no slot of the name 'nobody'"]),
        ("$A = x", ["loans.txt, line 1: expected $name = a | b"]),
    ],
)
def test_shared_slots_are_checked_too(tmp_path, text, found):
    assert [*faults_of_slots(write_family(tmp_path, text))] == found


def test_the_slots_that_ship_have_no_fault():
    assert [*faults_of_slots(family_files()[0].parents[1] / "slots.txt")] == []


def test_no_family_that_ships_has_a_brace_that_cannot_be_filled():
    found = [
        fault for path in family_files() for fault in faults_of(path, shared_slots())
    ]

    assert [fault for fault in found if not is_hint(fault)] == []
