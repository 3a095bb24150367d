import pytest

from moderation.errors import BadTable
from tests.unit.training.corpus.families import write_family
from training.corpus.syntax import Family, Template, read_family, read_slots

LOANS = """\
about: Lenders who write to anybody.
name: person 60, trade 40

;; a remark
$lender = {person} Finance | {Brand} Capital

[en]
$tail = now | {|}
A loan of {money}? {Lender} || author: Mrs {person} || title: On bread

[es]
  Préstamos desde {money}
[en]
Write to {email}
"""


@pytest.fixture
def read(tmp_path):
    return lambda text: read_family(write_family(tmp_path, text))


def test_a_family_has_the_label_of_its_folder_and_the_name_of_its_file(read):
    family = read(LOANS)

    assert (family.label, family.name) == ("spam", "loans")


def test_settings_slots_and_texts_are_told_apart(read):
    family = read(LOANS)

    assert family.settings == {
        "about": "Lenders who write to anybody.", "name": "person 60, trade 40"
    }  # fmt: skip
    assert family.slots == {
        ("", "lender"): ("{person} Finance", "{Brand} Capital"),
        ("en", "tail"): ("now", "{|}"),
    }
    fields = {"author": "Mrs {person}", "title": "On bread"}
    assert family.templates == (
        Template(9, "en", "A loan of {money}? {Lender}", fields),
        Template(12, "es", "Préstamos desde {money}", {}),
        Template(14, "en", "Write to {email}", {}),
    )


@pytest.mark.parametrize("text", ["", "\n\n", ";; a remark\n", "about: nothing\n"])
def test_a_family_may_have_no_texts(read, text):
    assert read(text).templates == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hello", "loans.txt, line 1: no language section above it"),
        ("\n\nnmae: person 1", "loans.txt, line 3: no language section above it"),
        ("[english]\nhello", "loans.txt, line 1: no language section above it"),
        ("$Lender = a | b", "loans.txt, line 1: a slot has a name of a-z and _"),
        ("[de]\nhallo\n$größe = a", "loans.txt, line 3: a slot has a name of a-z"),
        ("[en]\n$lender2 = a | b", "loans.txt, line 2: a slot has a name of a-z"),
        ("[ru]\n$город = a", "loans.txt, line 2: a slot has a name of a-z"),
        ("[en]\n$lender = ", "loans.txt, line 2: a slot has a name of a-z"),
    ],
)
def test_a_line_that_is_not_understood_is_named(read, text, why):
    with pytest.raises(BadTable, match=why):
        read(text)


@pytest.mark.parametrize(
    "line",
    [
        "\\$größe = a",
        "$E = mc^2",
        "$5 = 5 dollars",
        "$two words = x",
        "$name=x",
        "it costs $price = 5",
        "about: a text under a section is no setting",
    ],
)
def test_a_line_that_only_looks_like_a_slot_is_a_text(read, line):
    [template] = read(f"[en]\n{line}").templates

    assert template.text == line


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    path = write_family(tmp_path, "")
    path.write_bytes(b"[en]\ncaf\xe9")

    with pytest.raises(BadTable, match=r"loans\.txt: not UTF-8"):
        read_family(path)


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("a", ("a",)),
        ("a | b |  c", ("a", "b", "c")),
        ("a|b", ("a|b",)),
        ("{a|b} | c", ("{a|b}", "c")),
        ("a | {|}", ("a", "{|}")),
        ("a = b | c", ("a = b", "c")),
    ],
)
def test_choices_of_a_slot_stand_between_bars_with_blanks(read, line, choices):
    assert read(f"$slot = {line}").slots == {("", "slot"): choices}


def test_a_second_line_of_one_slot_replaces_the_first(read):
    assert read("$slot = a\n$slot = b").slots == {("", "slot"): ("b",)}


@pytest.mark.parametrize(
    ("line", "text", "fields"),
    [
        ("hi || author: Ann", "hi", {"author": "Ann"}),
        ("hi || author:Ann || url: a.io", "hi", {"author": "Ann", "url": "a.io"}),
        ("hi || author:", "hi", {"author": ""}),
        (
            "hi || type: ping || email: a@b.io",
            "hi",
            {"type": "ping", "email": "a@b.io"},
        ),
        ("hi || name: Ann", "hi || name: Ann", {}),
        ("hi||author: Ann", "hi||author: Ann", {}),
        ("a || b", "a || b", {}),
    ],
)
def test_fields_stand_behind_the_text(read, line, text, fields):
    [template] = read(f"[en]\n{line}").templates

    assert (template.text, template.fields) == (text, fields)


@pytest.mark.parametrize(("settings", "number"), [({}, 4), ({"variants": "12"}, 12)])
def test_a_setting_that_is_a_number_has_a_default(settings, number):
    assert Family("spam", "loans", settings).number("variants", 4) == number


@pytest.mark.parametrize("value", ["many", "-1", "1.5", ""])
def test_a_setting_that_is_no_number_is_named(value):
    family = Family("spam", "loans", {"variants": value})

    with pytest.raises(BadTable, match=f"variants: '{value}' is no whole number"):
        family.number("variants", 4)


def test_shared_slots_are_of_a_language_or_of_all(tmp_path):
    path = write_family(tmp_path, "$a = x\n[en]\n$a = y | z\n")

    assert read_slots(path) == {("", "a"): ("x",), ("en", "a"): ("y", "z")}


@pytest.mark.parametrize("line", ["hello", "$Name = a", "about: slots"])
def test_a_file_of_slots_holds_nothing_else(tmp_path, line):
    path = write_family(tmp_path, f"[en]\n{line}")

    with pytest.raises(BadTable, match=r"loans\.txt, line 2: expected"):
        read_slots(path)
