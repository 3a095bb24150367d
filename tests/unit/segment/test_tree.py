from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.errors import PageTooLarge
from moderation.segment.marks import Mark
from moderation.segment.tree import MAX_NODES, split_html
from tests import hostile

# What pages are made of, whole and broken, more often than chance has it.
_PIECES = (
    "<p>", "</p>", "<div class='comment depth-2'>", "</div>", "<b>", "</b>", "<br>",
    "<a href='https://x.example/?a=1'>", "</a>", "<a href=", "<cite>", "</cite>",
    "<time datetime='2026-01-01'>", "</time>", "<table><tr><td>", "</table>", "<svg>",
    "</svg>", "<template>", "</template>", "<select>", "<option>", "<title>",
    "</title>", "<script>", "</script>", "<style>", "<textarea>", "</textarea>",
    "<plaintext>", "<frameset>", "<noframes>", "<body class=x>", "</body>", "</html>",
    "<head>", "<math><mi>", "<object>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "<!",
    "<", ">", "'", '"', "&", "&#0;", "&#xD800;", "&nbsp;", "\x00", "\ud800", " ", "\n",
)  # fmt: skip
pages = st.lists(st.sampled_from(_PIECES) | hostile.texts, max_size=30).map("".join)
# HTML drops NUL, and UTF-8 has no surrogates.
plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def texts_of(html):
    return [block.text for block in split_html(html).blocks]


def only_block(html):
    (block,) = split_html(html).blocks
    return block


def single_blanks(text):
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def element(html, number=1):
    """One element of a page; 0 is the body."""
    return split_html(html).elements[number]


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n\t",
        "&nbsp;",
        "<p>",
        "<p> </p><div>\u3000</div>",
        "<p",
        "<a href=x",
        "<!-- x -->",
        "<!doctype html>",
        "<img alt=x>",
        "\x00",
        "\ud800",
        "<html><head><title>t</title></head></html>",
        "<frameset><frame src=a></frameset>",
        "<frameset><noframes><p>old</p></noframes></frameset>",
    ],
    ids=ascii,
)
def test_a_page_without_text_has_no_blocks(html):
    assert split_html(html).blocks == []


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("x", ["x"]),
        ("<p>a</p><p>b</p>", ["a", "b"]),
        ("<p>a <b>bold</b> word</p>", ["a bold word"]),
        ("<p>fi<wbr>sh <my-tag>and</my-tag> chips</p>", ["fish and chips"]),
        ("<div>a<p>b</p>c</div>d", ["a", "b", "c", "d"]),
        ("<ul><li>a<ul><li>b</ul>c</ul>", ["a", "b", "c"]),
        ("<table><tr><th>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
        ("<dl><dt>a<dd>b</dl>", ["a", "b"]),
        ("a<hr>b", ["a", "b"]),
        ("<details><summary>a</summary>b</details>", ["a", "b"]),
        ("<button>a</button><label>b</label>", ["a", "b"]),
        ("<html>a<body>b</body>c</html>d", ["abcd"]),
        ("<html></html>after", ["after"]),
        ("<head>a</head>b", ["ab"]),
    ],
    ids=ascii,
)
def test_a_block_goes_from_one_border_to_the_next(html, texts):
    assert texts_of(html) == texts


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>a<p>b", ["a", "b"]),
        ("<div>a<b>b</div>c</b>d", ["ab", "cd"]),
        ("<p>a</p", ["a"]),
        ("<b><p>a</b>b</p>", ["ab"]),
        ("<p>a</div></span>b", ["ab"]),
        ("</p>a", ["a"]),
        ("<div/>a<p/>b", ["a", "b"]),
        ("<table>stray<tr><td>a</table>", ["stray", "a"]),
        ("<a>x<a>y</a>z", ["xyz"]),
        ("a < b", ["a < b"]),
    ],
    ids=ascii,
)
def test_broken_tags_are_mended_as_a_browser_does(html, texts):
    assert texts_of(html) == texts


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p title='<p>x</p>'>a</p>", ["a"]),
        ("a<!-- <p>x</p> -->b", ["ab"]),
        ("a<!-- never closed <p>x", ["a"]),
        ("<p>a<![CDATA[x]]>b</p>", ["ab"]),
        ("a<?php echo 1 ?>b", ["ab"]),
        ("a<!doctype html>b", ["ab"]),
    ],
    ids=ascii,
)
def test_tags_in_attributes_comments_and_cdata_are_no_text(html, texts):
    assert texts_of(html) == texts


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a\x00b", "ab"),
        ("a\ud800b", "ab"),
        ("a&#0;b", "a\ufffdb"),
        ("a&#xD800;b", "a\ufffdb"),
        ("a&#x110000;b", "a\ufffdb"),
        ("&amp;lt; &lt;p&gt;", "&lt; <p>"),
        ("&copy &hearts; &nosuch;", "© ♥ &nosuch;"),
        ("&#x1F600;😀", "😀😀"),
        ("נא हिन्दी 日本", "נא हिन्दी 日本"),
    ],
    ids=ascii,
)
def test_entities_are_decoded_and_what_cannot_be_stored_is_gone(html, text):
    assert texts_of(html) == [text]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b<br/><br>c", "a\nb\nc"),
        ("<br>a<br>", "a"),
        ("a<br><b>b</b> <i>c</i>\n d", "a\nb c d"),
        ("a \t\r\n\x0b\xa0\u3000 b", "a b"),
        ("<pre>a\n\n  b</pre>", "a b"),
    ],
    ids=ascii,
)
def test_a_text_has_single_blanks_and_a_line_for_each_break(html, text):
    assert texts_of(html) == [text]


@pytest.mark.parametrize(
    "tag",
    [
        "script", "style", "noscript", "template", "svg", "iframe", "select",
        "textarea", "object", "canvas", "audio", "video", "math", "datalist", "map",
        "title", "noembed", "noframes",
    ],
)  # fmt: skip
def test_what_a_browser_shows_as_no_text_is_dropped_and_the_rest_stays(tag):
    block = only_block(f"<p>a<{tag}>unseen</{tag}>b</p>")

    assert block.text == "ab"


def test_dropped_elements_inside_each_other_end_with_the_outermost():
    html = "<p>a<object><video>x</video>y<canvas>z</canvas></object>b</p>"

    assert texts_of(html) == ["ab"]


def test_text_and_what_follows_survive_5000_nested_elements():
    html = "<div>" * 5_000 + "deep" + "</div>" * 5_000 + "<p>after"

    page = split_html(html)

    assert [block.text for block in page.blocks] == ["deep", "after"]
    assert [page.elements[b.element].depth for b in page.blocks] == [5_000, 1]


@pytest.mark.parametrize("tag", ["<b>", "<a href='http://x.example'>", "<object>"])
def test_5000_open_inline_elements_do_no_harm(tag):
    assert texts_of("<p>before" + tag * 5_000 + "<p>after")[0] == "before"


def test_a_page_with_as_many_nodes_as_allowed_is_split():
    assert texts_of("<br>" * (MAX_NODES - 1) + "x") == ["x"]


def test_a_page_with_one_node_more_is_too_large():
    with pytest.raises(PageTooLarge, match="more than 200,000 nodes"):
        split_html("<br>" * MAX_NODES + "x")


@given(plain)
def test_any_text_in_a_paragraph_comes_back_with_single_blanks(text):
    found = texts_of(f"<p>{escape(text)}</p>")

    assert found == [*filter(None, [" ".join(text.split())])]


@given(pages)
def test_whatever_the_markup_each_block_is_clean_and_stands_somewhere(html):
    page = split_html(html)

    values = [
        page.title,
        *(b.text for b in page.blocks),
        *(n.value for n in page.notes),
    ]
    assert b"\0" not in "".join(values).encode()
    assert all(b.text == single_blanks(b.text) != "" for b in page.blocks)
    numbers = [each.element for each in (*page.blocks, *page.notes)]
    assert all(0 <= number < len(page.elements) for number in numbers)
    assert all(e.parent < number for number, e in enumerate(page.elements))


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("x", ""),
        ("<title></title>", ""),
        ("<title> One \n two </title>", "One two"),
        ("<title>a &amp; b</title>", "a & b"),
        ("<title>a<b>c</b></title>", "a<b>c</b>"),
        ("<title>a\x00b&#0;\ud800</title>", "a\ufffdb\ufffd"),
        ("<title>first</title><title>second</title>", "first"),
        ("<p>x<title>late</title>", "late"),
        ("<svg><title>icon</title></svg>", ""),
        ("<svg><title>icon</title></svg><title>late</title>", "late"),
        ("<!-- <title>x</title> -->", ""),
    ],
    ids=ascii,
)
def test_the_title_is_that_of_the_page(html, title):
    assert split_html(html).title == title


@pytest.mark.parametrize(
    "html",
    [
        "<div hidden>x</div>",
        "<div hidden=until-found>x</div>",
        "<div style='display:none'>x</div>",
        "<div style='color:red; DISPLAY : None'>x</div>",
        "<div class=sr-only>x</div>",
        "<dialog>x</dialog>",
    ],
)
def test_a_hidden_element_is_kept_and_marked(html):
    page = split_html(html)

    assert [block.text for block in page.blocks] == ["x"]
    assert page.elements[1].marks == Mark.HIDDEN


@pytest.mark.parametrize("style", ["", "display:block", "visibility:none", "none"])
def test_an_element_that_is_shown_is_not_marked_as_hidden(style):
    assert element(f"<div style='{style}'>x</div>").marks == 0


def test_marks_go_down_to_children_and_all_below():
    html = "<nav><ul class=comments><li><p>x</p></li></ul></nav>"

    found = [element(html, number) for number in range(1, 5)]

    nav, comment = Mark.NAVIGATION, Mark.COMMENT
    assert [e.marks for e in found] == [nav, comment, 0, 0]
    assert [e.near for e in found] == [nav, nav | comment, comment, 0]
    assert [e.around for e in found] == [nav, *[nav | comment] * 3]


def test_the_classes_of_the_body_are_no_marks():
    assert element("<body class='comment single' id=comment-1>x", 0).marks == 0


def test_the_marks_of_inline_elements_belong_to_their_block_alone():
    page = split_html("<p><b class=author>Ann</b> said<p>x")

    assert [block.inner for block in page.blocks] == [Mark.AUTHOR, 0]


def test_an_element_knows_its_parent_depth_tag_and_id():
    found = [element("<ul><li id='a1'>x</ul>", number) for number in range(3)]

    assert [e.parent for e in found] == [-1, 0, 1]
    assert [e.depth for e in found] == [0, 1, 2]
    assert [e.tag for e in found] == ["body", "ul", "li"]
    assert [e.anchor for e in found] == ["", "", "a1"]


@pytest.mark.parametrize(
    ("names", "is_item", "level"),
    [("comment-12 depth-3", True, 2), ("x", False, -1), ("comment-list", False, -1)],
)
def test_an_element_knows_whether_it_frames_a_comment_and_how_deep(
    names, is_item, level
):
    found = element(f"<div class='{names}'>x</div>")

    assert (found.is_item, found.level) == (is_item, level)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("<p>", "<p>", True),
        ("<p>", "<div>", False),
        ("<p class=a>", "<p class=b>", False),
        ("<p class=a>", "<p id=a>", True),
        ("<p id=post-1>", "<p id=post-22>", True),
        ("<p class='row odd'>", "<p class='row even'>", True),
    ],
)
def test_elements_are_of_one_sort_but_for_numbers_and_turns(one, other, same):
    page = split_html(f"{one}x</p></div>{other}y")

    assert (page.elements[1].sort == page.elements[2].sort) is same


def test_kin_have_parents_and_grandparents_of_one_sort():
    item = "<ul class={}><li><b></b><p>x</ul>"
    html = item.format("a") + item.format("a") + item.format("b")

    kin = [e.kin for e in split_html(html).elements if e.tag == "p"]

    assert kin[0] == kin[1] != kin[2]


def test_what_stands_inside_a_dropped_element_does_nothing():
    html = "<div>a<noscript><p>x<br></p><a href=http://x.example>y</a></noscript>b"

    page = split_html(html)

    assert [(b.text, b.links, b.n_links) for b in page.blocks] == [("ab", (), 0)]
    assert page.notes == []
