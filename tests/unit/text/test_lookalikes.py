import pytest

from moderation.text.lookalikes import LOOKALIKES


def test_every_look_alike_becomes_one_small_latin_letter():
    assert all(len(each) == 1 for each in LOOKALIKES)
    assert set(LOOKALIKES.values()) <= set("abcdefghijklmnopqrstuvwxyz")


def test_no_latin_letter_is_a_look_alike_of_another():
    assert not [each for each in LOOKALIKES if each.isascii()]


@pytest.mark.parametrize(
    ("first", "last"), [("🅐", "🅩"), ("🅰", "🆉"), ("🇦", "🇿")], ids=ascii
)
def test_enclosed_and_regional_letters_run_from_a_to_z(first, last):
    assert (LOOKALIKES[first], LOOKALIKES[last]) == ("a", "z")
