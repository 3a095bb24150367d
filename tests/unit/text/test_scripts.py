import pytest

from moderation.text.scripts import Script, script_table


@pytest.mark.parametrize(
    ("letter", "script"),
    [
        ("@", Script.NONE),
        ("A", Script.LATIN),
        ("Z", Script.LATIN),
        ("[", Script.NONE),
        ("z", Script.LATIN),
        ("ß", Script.LATIN),
        ("Ａ", Script.LATIN),
        ("𝓪", Script.LATIN),
        ("а", Script.CYRILLIC),
        ("α", Script.GREEK),
        ("ա", Script.ARMENIAN),
        ("א", Script.HEBREW),
        ("ب", Script.ARABIC),
        ("ह", Script.INDIC),
        ("ก", Script.THAI),
        ("ა", Script.GEORGIAN),
        ("한", Script.HANGUL),
        ("Ꭰ", Script.CHEROKEE),
        ("か", Script.KANA),
        ("漢", Script.HAN),
        ("𠀀", Script.HAN),
        ("1", Script.NONE),
        ("💊", Script.NONE),
    ],
)
def test_a_letter_belongs_to_its_script(letter, script):
    assert script_table(0x30000)[ord(letter)] == script
