import numpy as np
import pytest

from moderation.text.codepoints import SIZE, Kind, tables


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        ("a", Kind.LETTER),
        ("A", Kind.LETTER | Kind.UPPER),
        ("Ж", Kind.LETTER | Kind.UPPER),
        ("ǅ", Kind.LETTER | Kind.UPPER),
        ("日", Kind.LETTER),
        ("2", Kind.DIGIT),
        ("0", Kind.DIGIT | Kind.LEET),
        ("@", Kind.SYMBOL | Kind.LEET),
        ("$", Kind.SYMBOL | Kind.LEET),
        ("!", Kind.SYMBOL),
        (" ", Kind.SPACE),
        ("\n", Kind.SPACE),
        ("\x0e", Kind(0)),
        ("\u3000", Kind.SPACE),
        ("\u0301", Kind.MARK),
        ("\u200b", Kind.INVISIBLE),
        ("\xad", Kind.INVISIBLE),
        ("\u202e", Kind.INVISIBLE | Kind.BIDI),
        ("\u2066", Kind.INVISIBLE | Kind.BIDI),
        ("😀", Kind.SYMBOL | Kind.EMOJI),
        ("𝓪", Kind.LETTER | Kind.FANCY),
        ("ⓐ", Kind.LETTER | Kind.SYMBOL | Kind.FANCY),
        ("🅰", Kind.LETTER | Kind.SYMBOL | Kind.FANCY),
        ("\ud800", Kind(0)),
    ],
    ids=ascii,
)
def test_a_code_point_has_these_properties(letter, kind):
    assert Kind(int(tables().kind[ord(letter)])) == kind


def test_all_tables_cover_planes_0_to_2():
    found = tables()

    assert len(found.kind) == len(found.script) == SIZE
    assert len(found.plain.first) == len(found.skeleton.length) == SIZE


@pytest.mark.parametrize("name", ["plain", "skeleton"])
def test_first_is_the_folded_code_point_wherever_the_length_is_one(name):
    folding = getattr(tables(), name)
    single = folding.length == 1

    assert (folding.first[single] == folding.pool[folding.start[single]]).all()


@pytest.mark.parametrize("name", ["plain", "skeleton"])
def test_folding_ascii_never_changes_a_length(name):
    assert (getattr(tables(), name).length[:128] == 1).all()


@pytest.mark.parametrize("name", ["plain", "skeleton"])
def test_no_code_point_folds_to_the_separator(name):
    folding = getattr(tables(), name)

    assert np.count_nonzero(folding.pool == 0) == 1
    assert folding.first[0] == 0


def test_the_skeleton_of_a_skeleton_letter_is_itself_for_look_alikes():
    skeleton = tables().skeleton
    letters = np.frombuffer("аеорсухіјԁɡ".encode("utf-32-le"), "<u4")

    once = skeleton.first[letters]

    assert "".join(map(chr, once)) == "aeopcyxijdg"
    assert (skeleton.first[once] == once).all()
