import re

import pytest

from moderation.reasons import SENTENCES, reason
from moderation.verdict import Span


@pytest.mark.parametrize("code", SENTENCES)
def test_every_code_has_a_sentence_without_gaps(code):
    found = reason(code, 1.0, value=3)

    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code)
    assert found.code == code
    assert found.detail
    assert not set(found.detail) & set("{}")


def test_a_value_fills_the_sentence():
    assert reason("link-count", 1.0, value=3).detail == "number of links: 3"


def test_a_weight_is_rounded_and_a_plain_number():
    found = reason("spam-words", 1.23456, spans=[Span(0, 1)])

    assert found.weight == 1.2346
    assert type(found.weight) is float
    assert found.spans == (Span(0, 1),)


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        reason("nobody", 1.0)
