"""Draw Latin letters in the decorative alphabets that Unicode has."""

from random import Random

__all__ = ["draw_fancy"]

# First code point of the capitals, the small letters and the digits; 0 where an
# alphabet has none. Alphabets with holes in them are left out.
_ALPHABETS = (
    (0x1D400, 0x1D41A, 0x1D7CE),
    (0x1D468, 0x1D482, 0),
    (0x1D4D0, 0x1D4EA, 0),
    (0x1D56C, 0x1D586, 0),
    (0x1D5A0, 0x1D5BA, 0x1D7E2),
    (0x1D5D4, 0x1D5EE, 0x1D7EC),
    (0x1D608, 0x1D622, 0),
    (0x1D63C, 0x1D656, 0),
    (0x1D670, 0x1D68A, 0x1D7F6),
    (0xFF21, 0xFF41, 0xFF10),
    (0x24B6, 0x24D0, 0),
    (0x1F130, 0, 0),
    (0x1F150, 0, 0),
    (0x1F170, 0, 0),
)


def draw_fancy(text: str, rng: Random) -> str:
    """Return `text` with its Latin letters and digits in one decorative alphabet."""
    upper, lower, digits = rng.choice(_ALPHABETS)
    if not lower:
        text = text.upper()
    return "".join(_drawn(letter, upper, lower, digits) for letter in text)


def _drawn(letter: str, upper: int, lower: int, digits: int) -> str:
    if "A" <= letter <= "Z":
        return chr(upper + ord(letter) - ord("A"))
    if "a" <= letter <= "z":
        return chr(lower + ord(letter) - ord("a"))
    if digits and "0" <= letter <= "9":
        return chr(digits + ord(letter) - ord("0"))
    return letter
