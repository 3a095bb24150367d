import numpy as np
import pytest

from moderation.segment.columns import html_columns, line_columns
from moderation.segment.structure import NAMES as STRUCTURE
from moderation.segment.structure import structure
from moderation.segment.tree import split_html
from moderation.segment.wording import NAMES as WORDING

_ALONE, _PLACE = 6, 6
_LINE = len(WORDING) + _ALONE + _PLACE + 4 * 14
_HTML_BESIDE = len(WORDING) + _ALONE + _PLACE + 5 * 14
_HTML_BODY = _HTML_BESIDE + len(STRUCTURE) + 3 * 3
_HTML = _HTML_BODY + 2 + 2 * 8 + 2 * 3


def told(n_blocks):
    """Numbers of which no two are equal, of texts alone and of their looks."""
    alone = np.arange(n_blocks * _ALONE, dtype=np.float32).reshape(n_blocks, -1)
    looks = np.arange(n_blocks * len(WORDING), dtype=np.float32) + 0.5
    return alone, looks.reshape(n_blocks, -1)


def html_of(n_blocks, body=None):
    page = split_html("<ul>" + "<li><a>x</a> y</li>" * n_blocks + "</ul>")
    given = np.full((n_blocks, 2), 0.25, np.float32) if body is None else body
    return html_columns(*told(n_blocks), given, page), page


@pytest.mark.parametrize("n_blocks", [1, 2, 7, 90])
def test_a_line_has_the_same_columns_however_many_there_are(n_blocks):
    found = line_columns(*told(n_blocks), np.ones(n_blocks))

    assert found.shape == (n_blocks, _LINE)
    assert found.dtype == np.float32


@pytest.mark.parametrize("n_blocks", [1, 2, 7, 90])
def test_a_block_has_the_same_columns_however_many_there_are(n_blocks):
    found, _ = html_of(n_blocks)

    assert found.shape == (n_blocks, _HTML)
    assert found.dtype == np.float32


def test_a_line_begins_with_its_looks_and_what_it_says_alone():
    alone, looks = told(3)

    found = line_columns(alone, looks, np.ones(3))

    assert np.array_equal(found[:, : len(WORDING)], looks)
    assert np.array_equal(found[:, len(WORDING) : len(WORDING) + _ALONE], alone)


def test_a_line_sees_the_probabilities_and_the_size_of_the_next():
    alone, looks = told(2)

    found = line_columns(alone, looks, np.ones(2))

    # The steps are -3, -2, -1 and 1, so the fourth group is the next line.
    at = len(WORDING) + _ALONE + _PLACE + 3 * 4
    assert found[0, at : at + 4].tolist() == [*alone[1, 3:], looks[1, 0]]
    assert np.isnan(found[1, at : at + 4]).all()


def test_a_block_also_sees_the_link_density_of_the_next():
    found, _ = html_of(2)

    at = len(WORDING) + _ALONE + _PLACE + 3 * 5
    assert found[0, at + 4] == pytest.approx(1 / 3)


def test_a_block_has_its_place_in_the_tree():
    found, page = html_of(3)

    frame = found[:, _HTML_BESIDE : _HTML_BESIDE + len(STRUCTURE)]

    assert np.array_equal(frame, structure(page))


def test_a_block_has_the_mean_probabilities_of_its_kin():
    found, _ = html_of(3)
    alone, _ = told(3)

    kin = found[:, _HTML_BODY - 9 : _HTML_BODY - 6]

    assert np.allclose(kin, alone[:, 3:].mean(axis=0))


def test_a_block_has_what_the_main_text_is_for_it_and_those_beside_it():
    body = np.array([[1, 0], [0, 1], [0, 0]], np.float32)

    found, _ = html_of(3, body)

    assert np.array_equal(found[:, _HTML_BODY : _HTML_BODY + 2], body)
    before, after = found[1, _HTML_BODY + 2 : _HTML_BODY + 6].reshape(2, 2)
    assert (before.tolist(), after.tolist()) == ([1, 0], [0, 0])


def test_main_text_that_is_unknown_makes_nothing_else_unknown():
    unknown = np.full((3, 2), np.nan, np.float32)

    found, known = html_of(3, unknown)[0], html_of(3)[0]

    assert np.isnan(found[:, _HTML_BODY:]).all()
    assert np.array_equal(found[:, :_HTML_BODY], known[:, :_HTML_BODY], equal_nan=True)
