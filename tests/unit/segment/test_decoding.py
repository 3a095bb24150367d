import encodings
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.segment.decoding import decode

_CODECS = sorted(module.name for module in pkgutil.iter_modules(encodings.__path__))
_ALL_BYTES = bytes(range(256))


def claiming(name, text=b""):
    return b'<meta charset="' + name.encode() + b'">' + text


def body_of(raw):
    return decode(raw).partition(">")[2]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"plain", "plain"),
        ("naïve 日本 😀".encode(), "naïve 日本 😀"),
        (b"na\xefve \x93quoted\x94", "naïve “quoted”"),
        (b"a\x81b\xc3\xa9\xff", "a\ufffdbÃ©ÿ"),
        (b"a\0b", "a\0b"),
    ],
    ids=ascii,
)
def test_bytes_that_claim_nothing_are_utf_8_or_else_cp1252(raw, text):
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfna\xc3\xafve", "naïve"),
        (b"\xff\xfea\0\xe9\0", "aé"),
        (b"\xfe\xff\0a\0\xe9", "aé"),
        (b"\xff\xfea\0\xe9", "a\ufffd"),
        (b"\xfe\xff\xd8\0", "\ufffd"),
        (b"\xef\xbb\xbf\xff", "\ufffd"),
        (b"\xef\xbb\xbf", ""),
        (b"\xef\xbb\xbfcharset=cp1251 \xc3\xa9", "charset=cp1251 é"),
    ],
    ids=ascii,
)
def test_a_byte_order_mark_decides_and_is_no_text(raw, text):
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("name", "raw", "text"),
    [
        ("utf-8", b"\xc3\xa9", "é"),
        ("UTF8", b"\xc3\xa9", "é"),
        ("windows-1251", b"\xef\xf0\xe8\xe2\xe5\xf2", "привет"),
        ("koi8-r", b"\xd0\xd2\xc9\xd7\xc5\xd4", "привет"),
        ("iso-8859-2", b"\xb9", "š"),
        ("shift_jis", b"\x93\xfa\x96{", "日本"),
        ("euc-jp", b"\xc6\xfc\xcb\xdc", "日本"),
        ("big5", b"\xa4\xa4", "中"),
        ("gb2312", b"\xd6\xd0", "中"),
        ("euc-kr", b"\xc7\xd1", "한"),
    ],
)
def test_a_claimed_encoding_is_believed(name, raw, text):
    assert body_of(claiming(name, raw)) == text


@pytest.mark.parametrize(
    ("name", "raw", "text"),
    [
        ("iso-8859-1", b"\x93x\x94", "“x”"),
        ("latin1", b"\x80", "€"),
        ("us-ascii", b"\xe9", "é"),
        ("iso-8859-9", b"\x80\xfe", "€ş"),
        ("shift_jis", b"\x87\x40", "①"),
        ("euc-kr", b"\x81\x41", "갂"),
        ("tis-620", b"\x80\xa1", "€ก"),
        ("gb2312", b"\x81\x30\x81\x30", "\x80"),
        ("gbk", b"\x81\x30\x81\x30", "\x80"),
        ("utf-16", b"\xc3\xa9", "é"),
        ("utf-16le", b"\xc3\xa9", "é"),
        ("utf-16be", b"\xc3\xa9", "é"),
    ],
)
def test_a_name_means_what_browsers_take_it_for(name, raw, text):
    assert body_of(claiming(name, raw)) == text


@pytest.mark.parametrize(
    "claim",
    [
        b"<meta charset=windows-1251>",
        b"<META CHARSET='windows-1251'>",
        b'<meta charset = " windows-1251">',
        b"<meta http-equiv=content-type content='text/html; charset=windows-1251'>",
    ],
)
def test_a_claim_is_found_however_it_is_written(claim):
    assert body_of(claim + b"\xef\xf0") == "пр"


@pytest.mark.parametrize(("n_before", "text"), [(4_076, "п"), (4_077, "ï")])
def test_a_claim_counts_in_the_first_4096_bytes(n_before, text):
    claim = b"charset=windows-1251"

    assert len(claim) == 4_096 - 4_076
    assert decode(b" " * n_before + claim + b" \xef")[-1] == text


@pytest.mark.parametrize(
    "name",
    [
        "base64", "hex", "zlib", "bz2", "rot13", "quopri", "uu", "idna", "punycode",
        "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "utf-7",
        "utf-32", "cp037", "cp875", "no-such-encoding", "..", "::", "x" * 40, "x" * 99,
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("raw", "text"), [(b"\xc3\xa9", "é"), (b"\xe9", "é")], ids=["utf-8", "cp1252"]
)
def test_a_claim_that_is_no_encoding_of_pages_is_none(name, raw, text):
    assert body_of(claiming(name, raw)) == text


@pytest.mark.parametrize(
    ("name", "raw", "text"),
    [
        ("utf-8", b"caf\xe9 \xc3\xa9", "caf\ufffd é"),
        ("shift_jis", b"\x93", "\ufffd"),
        ("windows-1253", b"\xd2", "\ufffd"),
        ("gb18030", b"\xff", "\ufffd"),
    ],
)
def test_bytes_that_do_not_fit_the_claim_are_replaced(name, raw, text):
    assert body_of(claiming(name, raw)) == text


@given(st.binary(max_size=300))
def test_any_bytes_become_text(raw):
    assert isinstance(decode(raw), str)


@given(st.sampled_from(_CODECS), st.binary(max_size=60))
def test_any_bytes_become_text_whatever_they_claim(name, raw):
    assert isinstance(decode(claiming(name, raw + _ALL_BYTES)), str)


@pytest.mark.parametrize("name", _CODECS)
def test_no_claim_changes_what_is_plain_ascii(name):
    raw = claiming(name, bytes(range(32, 127)))

    assert decode(raw) == raw.decode("ascii")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_in_utf_8_comes_back(text):
    assert decode(claiming("utf-8", text.encode())) == claiming("utf-8").decode() + text
