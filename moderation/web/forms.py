"""Read urlencoded forms as old clients write them: any charset, any order, any size."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from encodings.aliases import aliases
from urllib.parse import unquote_to_bytes

from flask import request
from werkzeug.exceptions import HTTPException, UnsupportedMediaType

from moderation.errors import MalformedBody
from moderation.text.clean import clean

__all__ = ["Form", "parse_form", "read_form"]

# A flood of fields is cut in the middle: clients put their own fields before or after
# those that they copy from the visitor's request.
_HEAD, _TAIL = 1500, 500

# Only these are tried. Python knows codecs that are no charset, or that are slow on
# hostile bytes (idna), and it keeps every unknown name it is asked for in memory.
_SINGLE_BYTE = {"latin_1", "cp866", "cp874", "koi8_r", "koi8_u", "tis_620"}
_SINGLE_BYTE |= {f"cp{n}" for n in range(1250, 1259)}
_SINGLE_BYTE |= {f"iso8859_{n}" for n in range(2, 17) if n != 12}
_MULTI_BYTE = {"big5", "big5hkscs", "gb18030", "gb2312", "gbk", "euc_jp", "euc_kr"}
_MULTI_BYTE |= {"cp932", "cp949", "cp950", "iso2022_jp", "shift_jis"}

# As browsers read these names (WHATWG Encoding, section 4.2).
_WIDER = {
    "latin_1": "cp1252",
    "iso8859_9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


@dataclass(frozen=True, slots=True)
class Form:
    """The values of each field, cleaned, in the order they came.

    ``name[]``, ``name[0]`` and ``name`` are one field.
    """

    fields: dict[str, list[str]]

    def first(self, *names: str, max_chars: int = 300) -> str:
        """Find the first value that is not blank; "" if there is none."""
        values = (value for name in names for value in self.fields.get(name, ()))
        return next((v[:max_chars] for v in values if v.strip()), "")

    def line(self, *names: str, max_chars: int = 300) -> str:
        """Find like `first`, without blanks around the value."""
        return self.first(*names, max_chars=max_chars).strip()

    def every(self, name: str) -> list[str]:
        """All values of a field."""
        return self.fields.get(name, [])

    def is_on(self, name: str) -> bool:
        """Say whether a switch is set."""
        return self.line(name).lower() not in ("", "0", "false", "no", "off")


def read_form() -> Form:
    """Read the body of the current request, then its query.

    Raises
    ------
    UnsupportedMediaType
        If the body is compressed.
    RequestEntityTooLarge
        If there are more than ``MAX_CONTENT_LENGTH`` bytes.
    MalformedBody
        If the server cannot read the body to its end.
    """
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding.strip().lower() != "identity":
        raise UnsupportedMediaType("send the body as it is, without Content-Encoding")
    try:
        body = request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception as error:
        # Servers raise errors of their own kinds for broken chunks, inside the app.
        raise MalformedBody("the body could not be read to its end") from error
    return parse_form(body, request.query_string)


def parse_form(*sources: bytes) -> Form:
    """Parse urlencoded `sources`; fields of the first stand before those of the next.

    Nothing is refused: a field without ``=`` is empty, an unknown ``blog_charset`` is
    UTF-8, and bytes that are not of the charset become U+FFFD.
    """
    pairs = [pair for source in sources for pair in _pairs(source)]
    charset = next((v for n, v in pairs if n == b"blog_charset" and v), b"")
    order = _charsets(charset.decode("ascii", "replace"))
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        key = name.decode("utf-8", "replace").partition("[")[0]
        fields.setdefault(key, []).append(clean(_decode(value, order)))
    return Form(fields)


def _pairs(source: bytes) -> Iterable[tuple[bytes, bytes]]:
    fields = [field for field in source.split(b"&") if field]
    if len(fields) > _HEAD + _TAIL:
        fields = fields[:_HEAD] + fields[-_TAIL:]
    for field in fields:
        name, _, value = field.replace(b"+", b" ").partition(b"=")
        yield unquote_to_bytes(name), unquote_to_bytes(value)


def _charsets(label: str) -> tuple[str, ...]:
    """Order the charsets to try.

    Clients name the charset of the site and then send UTF-8. Text of a single-byte
    charset is hardly ever valid UTF-8, so UTF-8 goes first there; short Chinese and
    Japanese texts may be, so there it goes last.
    """
    name = re.sub(r"[^a-z0-9]+", "_", label[:40].lower()).strip("_")
    codec = aliases.get(name, name)
    wider = _WIDER.get(codec, codec)
    if codec in _SINGLE_BYTE:
        return ("utf-8", wider)
    return (wider, "utf-8") if codec in _MULTI_BYTE else ("utf-8",)


def _decode(value: bytes, order: tuple[str, ...]) -> str:
    for charset in order:
        try:
            return value.decode(charset)
        except UnicodeDecodeError:
            continue
    return value.decode("utf-8", "replace")
