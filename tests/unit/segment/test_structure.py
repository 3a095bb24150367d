import numpy as np
import pytest

from moderation.segment.marks import Mark
from moderation.segment.structure import LINK_DENSITY, NAMES, structure
from moderation.segment.tree import split_html

_COMMENTS = """
<article><h1>Title</h1><p>Text</article>
<ol class=comments><li class=comment><b>Ann</b><p>Yes.</p>
<ol><li class=comment><p>No.</ol></ol>
"""


def column(html, name):
    """What each block of a page has in one column."""
    return structure(split_html(html))[:, NAMES.index(name)].tolist()


def logs(*counts):
    return pytest.approx([np.log1p(count) for count in counts])


@pytest.mark.parametrize("html", ["x", "<p>a<p>b", _COMMENTS, "<div>" * 99 + "x"])
def test_there_is_a_row_for_each_block_and_a_number_for_each_name(html):
    page = split_html(html)

    rows = structure(page)

    assert rows.shape == (len(page.blocks), len(NAMES))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()


def test_every_column_has_a_name_of_its_own():
    assert len(set(NAMES)) == len(NAMES)
    assert NAMES[LINK_DENSITY] == "link-density"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("link-density", [1, 1, 0]),
        ("links", [1, 1, 0]),
        ("near-NAVIGATION", [1, 1, 0]),
        ("around-NAVIGATION", [1, 1, 0]),
        ("around-FOOTER", [0, 0, 0]),
    ],
)
def test_a_nav_of_links_is_all_links(name, values):
    html = "<nav><li><a href=/>Home</a><li><a>Us</a></nav><p>Text"

    assert column(html, name) == values


@pytest.mark.parametrize(
    ("html", "density"),
    [
        ("x", 0),
        ("ab<a>cd</a>", 0.5),
        ("<a>abcd</a>", 1),
        ("<a>a  \n  b</a>", 1),
        ("<a><p>abcd</p></a>", 1),
    ],
)
def test_the_density_is_the_share_of_characters_in_links_and_1_at_most(html, density):
    assert column(html, "link-density") == [density]


@pytest.mark.parametrize(("n_links", "links"), [(0, 0), (1, 1), (20, 20), (21, 20)])
def test_links_are_counted_up_to_20(n_links, links):
    assert column("x" + "<a>y</a>" * n_links, "links") == [links]


@pytest.mark.parametrize(
    ("html", "tags"),
    [("<p>x", [0]), ("<div>x", [1]), ("x", [29]), ("<fieldset>x", [30])],
)
def test_a_tag_is_its_place_in_the_list_and_the_rest_comes_after(html, tags):
    assert column(html, "tag") == tags


@pytest.mark.parametrize(
    ("n_around", "depth"), [(0, 0), (1, 1), (60, 60), (61, 60), (900, 60)]
)
def test_depth_is_counted_up_to_60(n_around, depth):
    assert column("<div>" * n_around + "x", "depth") == [depth]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("items-around", [0, 0, 1, 1, 2]),
        ("item-distance", [60, 60, 0, 1, 1]),
        ("since-item", [60, 60, 0, 0, 0]),
        ("until-item", [2, 1, 0, 0, 0]),
        ("item-share", pytest.approx([0.6] * 5)),
        ("comment-share", pytest.approx([0.6] * 5)),
        ("since-comment", [60, 60, 0, 0, 0]),
        ("until-comment", [2, 1, 0, 0, 0]),
        ("around-ARTICLE", [1, 1, 0, 0, 0]),
        ("near-COMMENT", [0, 0, 1, 1, 1]),
    ],
)
def test_blocks_know_the_frames_of_comments_around_and_near_them(name, values):
    assert column(_COMMENTS, name) == values


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("since-h1", [60, 0, 1, 2]),
        ("until-h1", [1, 0, 60, 60]),
        ("since-form", [60, 60, 60, 0]),
        ("until-form", [3, 2, 1, 0]),
        ("since-item", [60] * 4),
        ("until-item", [60] * 4),
    ],
)
def test_distances_go_to_the_last_and_the_next_and_are_60_without(name, values):
    html = "<p>a<h1>b</h1><p>c<form>d</form>"

    assert column(html, name) == values


def test_a_distance_is_never_over_60():
    html = "<h1>a</h1>" + "<p>x</p>" * 80 + "<h1>b</h1>"

    since, until = column(html, "since-h1"), column(html, "until-h1")

    assert since == [*range(60), *[60] * 21, 0]
    assert until == since[::-1]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("parent-blocks", logs(2, 2, 1)),
        ("parent-chars", logs(6, 6, 3)),
        ("parent-links", pytest.approx([1 / 3, 1 / 3, 0])),
        ("grand-blocks", logs(2, 2, 1)),
        ("grand-chars", logs(6, 6, 3)),
        ("grand-links", pytest.approx([1 / 3, 1 / 3, 0])),
    ],
)
def test_what_shares_a_parent_is_added_up(name, values):
    html = "<ul><li><a>ab</a><li>cdef</ul><p>xyz"

    assert column(html, name) == values


def test_what_shares_a_grandparent_is_added_up():
    html = "<section><div><p>a</p></div><div><p>b</p></div></section><p>c"

    assert column(html, "parent-blocks") == logs(1, 1, 1)
    assert column(html, "grand-blocks") == logs(2, 2, 1)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("kin", logs(1, 3, 3, 3)),
        ("kin-chars", logs(1, 4, 4, 4)),
        ("kin-links", pytest.approx([0, 0.5, 0.5, 0.5])),
        ("kin-place", pytest.approx([0, 0, 1 / 3, 2 / 3])),
    ],
)
def test_kin_are_counted_and_numbered_wherever_they_stand(name, values):
    html = "<p>x<ul><li><a>abcdef</a><li>ab</ul><ul><li>abcd</ul>"

    assert column(html, name) == values


@pytest.mark.parametrize("mark", Mark, ids=lambda mark: mark.name)
def test_each_mark_has_its_columns_in_order(mark):
    names = [f"{place}-{mark.name}" for place in ("near", "around", "inner")]

    near, around, inner = (NAMES.index(name) for name in names)

    assert around - near == inner - around == len(Mark)


def test_near_is_the_parent_and_around_is_all_above():
    html = "<aside><div><p>a <b class=author>Ann</b></p></div></aside>"

    assert column(html, "near-SIDEBAR") == [0]
    assert column(html, "around-SIDEBAR") == [1]
    assert column(html, "inner-AUTHOR") == [1]
