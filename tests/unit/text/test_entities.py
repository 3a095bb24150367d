import pytest
from hypothesis import given

from moderation.text.entities import decode_entities
from tests import hostile


@pytest.mark.parametrize(
    ("text", "decoded", "offsets"),
    [
        ("&lt;b&gt;", "<b>", [0, 4, 5]),
        ("a&#118;b", "avb", [0, 1, 7]),
        ("&#x76;", "v", [0]),
        ("&#X76;", "v", [0]),
        ("&amp;amp;", "&amp;", [0, 5, 6, 7, 8]),
        ("&NotEqualTilde;x", "≂̸x", [0, 0, 15]),
        ("&#0;", "\ufffd", [0]),
        ("&#xD800;", "\ufffd", [0]),
        ("&#x110000;", "\ufffd", [0]),
        ("&#1;", "", []),
        ("x&nbsp;", "x\xa0", [0, 1]),
    ],
)
def test_an_entity_is_decoded_once_and_stands_where_it_began(text, decoded, offsets):
    found, starts = decode_entities(text)

    assert found == decoded
    assert starts.tolist() == offsets


@pytest.mark.parametrize("text", ["", "a & b", "&;", "&amp", "&#;", "AT&T", "x &y z;"])
def test_text_without_an_entity_stays_and_needs_no_offsets(text):
    assert decode_entities(text) == (text, None)


def test_an_unknown_name_stays_as_it_is():
    decoded, starts = decode_entities("a&bogus;b")

    assert decoded == "a&bogus;b"
    assert len(starts) == len(decoded)


@given(hostile.texts)
def test_every_character_has_an_offset_inside_the_text_that_never_falls(text):
    decoded, starts = decode_entities(f"&lt;{text}")

    assert len(starts) == len(decoded)
    assert (starts >= 0).all()
    assert (starts < len(text) + 4).all()
    assert (starts[1:] >= starts[:-1]).all()
