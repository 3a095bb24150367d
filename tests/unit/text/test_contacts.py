import pytest
from hypothesis import given

from moderation.text.contacts import find_contacts
from tests import hostile


def found(text):
    return [(text[each.start : each.end], each.kind) for each in find_contacts(text)]


@pytest.mark.parametrize(
    "phone",
    [
        "+1 (555) 123-4567",
        "+79161234567",
        "8 916 123 45 67",
        "1800-555-0199",
        "(0201) 555-123",
        "12345678",
        "612 345 678",
        "900 123 000",
        "06.12.34.56.78",
        "٠١٢٣٤٥٦٧٨٩",
    ],
)
def test_a_phone_number_is_found(phone):
    assert found(f"call {phone}!") == [(phone, "phone")]


@pytest.mark.parametrize(
    "text",
    [
        "1234567",
        "1234567890123456",
        "2026-11-23 12:00",
        "2026.11.23",
        "2026/11/23",
        "23.11.2026",
        "23.11.2026 12:30",
        "12-11-2026",
        "the 1999-2000 season",
        "$1,299.00",
        "1 299 000",
        "15.000.000",
        "1 000 000 000",
        "1.000.000,00",
        "v1.2.3.4.5.6.7.8",
        "http://x.example/123456789",
        "id=123456789",
        "00:11:22:33:44:55",
    ],
)
def test_a_date_a_price_and_other_numbers_are_no_phone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "address",
    [
        "a@b.com",
        "User.Name+tag@Sub.Example.co.uk",
        "me(at)mail.example.com",
        "me (at) mail.example.com",
        "me[at]mail.com",
        "имя@почта.example",
        "a" * 64 + "@b.com",
    ],
)
def test_an_e_mail_address_is_found(address):
    assert found(f"mail {address} now") == [(address, "email")]


@pytest.mark.parametrize("text", ["a@b", "x@y.c", "@", "a @ b", "5 apples @ 3 each"])
def test_what_lacks_a_part_is_no_e_mail_address(text):
    assert "email" not in [each.kind for each in find_contacts(text)]


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("@handle", "@handle"),
        ("hi @some_one, hello", "@some_one"),
        ("WhatsApp me", "WhatsApp me"),
        ("whats app: 1", "whats app:"),
        ("tg: x", "tg:"),
        ("тг: имя", "тг:"),
        ("skype id x", "skype id"),
    ],
)
def test_a_messenger_name_is_found(text, handle):
    assert found(text) == [(handle, "handle")]


@pytest.mark.parametrize(
    "text", ["@ab", "a signal strength", "Telegram is fine", "kick it", "me@work"]
)
def test_talk_about_messengers_is_no_handle(text):
    assert found(text) == []


def test_all_kinds_of_one_text_are_found():
    kinds = [kind for _, kind in found("a@b.com, 555-123-4567, @me_too")]

    assert kinds == ["email", "phone", "handle"]


def test_at_most_fifty_are_found():
    assert len(find_contacts("a@b.com " * 60)) == 50


def test_a_letter_that_grows_in_lower_case_moves_nothing():
    assert found("\u0130\u0130 ME@MAIL.COM") == [("ME@MAIL.COM", "email")]


@given(hostile.texts)
def test_every_contact_lies_inside_the_text(text):
    assert all(0 <= c.start < c.end <= len(text) for c in find_contacts(text))


@pytest.mark.parametrize("piece", ["1 ", "a.", "a@", "(", "\u0130@", "whats app "])
def test_20_000_characters_of_one_piece_are_read_to_the_end(piece):
    text = piece * (20_000 // len(piece)) + " a@b.com"

    assert len(find_contacts(text)) <= 50
