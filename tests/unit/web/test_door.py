import json

import pytest

from moderation.errors import MalformedBody
from moderation.verdict import Label
from moderation.web.door import parse, read, validate
from moderation.web.errors import InvalidFields
from moderation.web.schemas import BatchRequest, CommentRequest, FeedbackRequest

DEEP = 100_000
LONG_INT = b"1" * 5000

MALFORMED = {
    "empty": b"",
    "blank": b"  \n",
    "not-json": b"text=hello",
    "cut-off": b'{"text": "hel',
    "two-values": b'{"text": "a"} {"text": "b"}',
    "single-quotes": b"{'text': 'a'}",
    "trailing-comma": b'{"text": "a",}',
    "comment-in-json": b'{"text": "a" /* b */}',
    "bom": b'\xef\xbb\xbf{"text": "a"}',
    "latin-1": '{"text": "é"}'.encode("latin-1"),
    "overlong-utf-8": b'{"text": "\xc0\xaf"}',
    "surrogate-in-utf-8": b'{"text": "\xed\xa0\x80"}',
    "utf-16": '{"text": "a"}'.encode("utf-16"),
    "utf-16-le-without-bom": '{"text": "a"}'.encode("utf-16-le"),
    "utf-32": '{"text": "a"}'.encode("utf-32"),
    "raw-nul": b'{"text": "a\x00b"}',
    "raw-newline": b'{"text": "a\nb"}',
    "bad-escape": b'{"text": "\\x41"}',
    "deep-lists": b"[" * DEEP,
    "deep-closed-lists": b"[" * DEEP + b"]" * DEEP,
    "deep-objects": b'{"a":' * DEEP,
    "deep-in-text": b'{"text": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep-just-over": b'{"x": ' + b"[" * 200 + b"]" * 200 + b"}",
    "long-int": b'{"text": ' + LONG_INT + b"}",
    "long-int-unknown-field": b'{"text": "a", "x": ' + LONG_INT + b"}",
    "nan": b'{"text": NaN}',
    "infinity": b'{"text": "a", "store": Infinity}',
    "minus-infinity": b'{"text": "a", "x": -Infinity}',
    "nan-nested": b'{"text": "a", "author": {"name": NaN}}',
    "overflowing-float": b'{"text": "a", "store": 1e999999}',
    "overflowing-float-nested": b'{"text": "a", "x": [{"y": -1e999999}]}',
}


def rows(table: dict):
    return pytest.mark.parametrize("data", list(table.values()), ids=list(table))


def pointers(error: InvalidFields) -> dict[str, str]:
    return {each["pointer"]: each["message"] for each in error.where}


@rows(MALFORMED)
def test_what_is_not_json_in_utf_8_is_malformed(data):
    with pytest.raises(MalformedBody):
        read(CommentRequest, data)


@rows(MALFORMED)
def test_the_slow_parser_refuses_the_same(data):
    with pytest.raises(MalformedBody):
        parse(data)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (rb'{"text": "a\u0000b"}', "a\ufffdb"),
        (rb'{"text": "a\ud800b"}', "a\ufffdb"),
        (rb'{"text": "a\udfffb"}', "a\ufffdb"),
        (rb'{"text": "\ude00\ud83d"}', "\ufffd\ufffd"),
        (rb'{"text": "\ud83d\ude00"}', "😀"),
        (rb'{"text": "\\u0000"}', r"\u0000"),
        (b'{"text": "\xef\xbf\xbf"}', "\uffff"),
    ],
    ids=[
        "nul", "high", "low", "swapped", "a-good-pair", "not-an-escape", "noncharacter"
    ],
)  # fmt: skip
def test_nul_and_lone_surrogates_are_replaced_not_refused(data, text):
    assert read(CommentRequest, data).text == text


@pytest.mark.parametrize("escape", [r"\u0000", r"\ud800"], ids=["nul", "surrogate"])
@pytest.mark.parametrize("field", ["name", "email", "url", "user_agent", "role"])
def test_metadata_is_cleaned_as_the_text_is(field, escape):
    data = f'{{"text": "a", "author": {{"{field}": "x{escape}y"}}}}'.encode()

    assert getattr(read(CommentRequest, data).author, field) == "x\ufffdy"


def test_a_body_nested_to_the_limit_can_be_parsed():
    assert parse(b"[" * 200 + b"]" * 200)


def test_the_last_of_duplicate_names_counts_for_both_parsers():
    plain = read(CommentRequest, b'{"text": "a", "text": "b"}')
    slow = read(CommentRequest, rb'{"text": "a", "text": "b\u0000"}')

    assert (plain.text, slow.text) == ("b", "b\ufffd")


WRONG_STRINGS = {
    "true": True,
    "false": False,
    "zero": 0,
    "int": 7,
    "negative": -1,
    "two-to-the-63": 2**63,
    "big-int": 10**4000,
    "float": 1.5,
    "tiny-float": 5e-324,
    "huge-float": 1.7e308,
    "empty-list": [],
    "list": ["a"],
    "list-of-null": [None],
    "nested-list": [[["a"]]],
    "empty-object": {},
    "object": {"a": "b"},
    "mongo-operator": {"$ne": ""},
    "object-like-a-string": {"text": "a"},
    "list-of-objects": [{}],
    "deep-list": [[[[[[[[[[]]]]]]]]]],
}

STRING_FIELDS = [
    "text",
    "external_id",
    "type",
    "language",
    "posted_at",
    "parent_id",
    "honeypot",
    "author/name",
    "author/email",
    "author/url",
    "author/ip",
    "author/user_agent",
    "author/role",
    "page/url",
    "page/title",
]


def body_with(field: str, value: object) -> bytes:
    *outer, name = field.split("/")
    part = {name: value}
    whole = {"text": "a", **({outer[0]: part} if outer else part)}
    return json.dumps(whole).encode()


@pytest.mark.parametrize("field", STRING_FIELDS)
@pytest.mark.parametrize("value", list(WRONG_STRINGS.values()), ids=list(WRONG_STRINGS))
def test_a_wrong_type_is_refused_and_the_field_named(field, value):
    with pytest.raises(InvalidFields) as caught:
        read(CommentRequest, body_with(field, value))

    assert pointers(caught.value) == {f"/{field}": "must be a string"}


@pytest.mark.parametrize("field", ["author", "page"])
@pytest.mark.parametrize(
    "value", [True, 0, 7, 1.5, "", "a", [], ["a"], [[]], [["name", "a"]]], ids=repr
)
def test_a_part_that_is_no_object_is_refused(field, value):
    with pytest.raises(InvalidFields) as caught:
        read(CommentRequest, body_with(field, value))

    assert pointers(caught.value) == {f"/{field}": "must be an object"}


@pytest.mark.parametrize(
    "value", [None, 0, 1, 1.0, "", "true", "yes", [], [True], {}], ids=repr
)
@pytest.mark.parametrize("kind", [CommentRequest, BatchRequest])
def test_store_must_be_true_or_false(kind, value):
    body = {"text": "a"} if kind is CommentRequest else {"comments": []}

    with pytest.raises(InvalidFields) as caught:
        read(kind, json.dumps({**body, "store": value}).encode())

    assert pointers(caught.value) == {"/store": "must be true or false"}


@pytest.mark.parametrize(
    "value", [None, 0, 1, "", "a", [], [{"text": "a"}], True], ids=repr
)
def test_a_body_that_is_no_object_is_refused(value):
    with pytest.raises(InvalidFields) as caught:
        read(CommentRequest, json.dumps(value).encode())

    assert pointers(caught.value) == {"": "must be an object"}


@pytest.mark.parametrize("field", [f for f in STRING_FIELDS if f != "text"])
def test_null_metadata_is_the_same_as_none(field):
    assert read(CommentRequest, body_with(field, None)).text == "a"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "a", "x": 1}, "/x"),
        ({"text": "a", "Text": "b"}, "/Text"),
        ({"text": "a", "author": {"x": 1}}, "/author/x"),
        ({"text": "a", "page": {"author": {}}}, "/page/author"),
        ({"text": "a", "site_id": 2}, "/site_id"),
        ({"text": "a", "__proto__": {}}, "/__proto__"),
        ({"text": "a", "a/b~c": 1}, "/a~1b~0c"),
        ({"text": "a", "": 1}, "/"),
        ({"text": "a", "x" * 5000: 1}, "/" + "x" * 100),
    ],
    ids=[
        "plain", "case", "in-author", "in-page", "site", "proto", "escaped", "empty",
        "long",
    ],
)  # fmt: skip
def test_an_unknown_field_is_refused_and_named(body, pointer):
    with pytest.raises(InvalidFields) as caught:
        read(CommentRequest, json.dumps(body).encode())

    assert pointers(caught.value) == {pointer: "unknown field"}


def test_the_name_of_an_unknown_field_is_clean():
    with pytest.raises(InvalidFields) as caught:
        read(CommentRequest, rb'{"text": "a", "x\ud800\u0000": 1}')

    assert pointers(caught.value) == {"/x\ufffd\ufffd": "unknown field"}


def test_a_missing_text_is_named():
    with pytest.raises(InvalidFields) as caught:
        read(CommentRequest, b"{}")

    assert pointers(caught.value) == {"/text": "required"}


@pytest.mark.parametrize("label", list(Label))
def test_every_label_may_be_feedback(label):
    assert read(FeedbackRequest, f'{{"label": "{label}"}}'.encode()).label is label


@pytest.mark.parametrize(
    "value",
    [None, "", "HAM", "Spam", " ham", "true", "unsure", 0, 1, True, [], ["ham"], {}],
    ids=repr,
)
def test_no_other_label_may_be_feedback(value):
    with pytest.raises(InvalidFields) as caught:
        read(FeedbackRequest, json.dumps({"label": value}).encode())

    assert list(pointers(caught.value)) == ["/label"]


def test_pointers_begin_where_the_value_was_found():
    with pytest.raises(InvalidFields) as caught:
        validate(CommentRequest, {}, "/comments/3")

    assert pointers(caught.value) == {"/comments/3/text": "required"}


def test_a_batch_of_a_thousand_is_the_largest():
    thousand = validate(BatchRequest, {"comments": [{}] * 1000})

    with pytest.raises(InvalidFields) as caught:
        validate(BatchRequest, {"comments": [{}] * 1001})

    assert len(thousand.comments) == 1000
    assert list(pointers(caught.value)) == ["/comments"]
