"""Bytes of a page to text, whatever encoding they claim."""

import codecs
import re

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CLAIM = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CLAIM_BYTES = 4096
# What browsers take these names for (WHATWG Encoding, section 4.2).
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# Python knows codecs that are no encodings of text, some that raise on any input, and
# some, as cp037, that no browser knows and that turn plain ASCII into other text.
_KNOWN = re.compile(
    r"utf-8|utf-16|ascii|cp(?:125\d|866|874|932|949|950)\b|iso8859|koi8|gb|big5|euc"
    r"|shift_jis\b|mac-|tis"
)


def decode(raw: bytes) -> str:
    """Decode a page by its byte-order mark, by what it claims, as UTF-8, or as cp1252.

    Bytes that do not fit become replacement characters; nothing raises.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    claimed = _claimed(raw)
    if claimed in (None, "utf-8"):
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            # A page that calls itself UTF-8 is so but for a few broken bytes.
            return raw.decode(claimed or "cp1252", "replace")
    return raw.decode(claimed, "replace")


def _claimed(raw: bytes) -> str | None:
    found = _CLAIM.search(raw[:_CLAIM_BYTES])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii", "replace")).name
    except LookupError:
        return None
    return _MEANT.get(name, name) if _KNOWN.match(name) else None
