import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.segment.blocks import SplitPage
from moderation.segment.frames import Frame, frames_of, owners_of
from moderation.segment.tree import split_html


def comments_in(page):
    """Number the blocks that begin with "C": in these tests they are comments."""
    return [n for n, block in enumerate(page.blocks) if block.text.startswith("C")]


def gathered(html):
    """Return text and depth of each comment, its blocks parted by "+"."""
    page = split_html(html)
    return [
        ("+".join(page.blocks[n].text for n in frame.blocks), frame.depth)
        for frame in frames_of(page, comments_in(page))
    ]


def item(number, inner, answers="", level=0):
    """Return a comment as WordPress writes it, with its answers inside."""
    depth = f" depth-{level}" if level else ""
    return (
        f'<li class="comment{depth}" id="comment-{number}">'
        f'<article class="comment-body" id="div-comment-{number}">'
        f'<b class="fn">Anna</b>{inner}</article>'
        f'<ol class="children">{answers}</ol></li>'
    )


def credit(inner):
    return f"<b class=author>Anna</b><time>3 May 2020</time>{inner}"


WORDPRESS = item(
    1, "<p>C1<p>C2", item(2, "<p>C3", item(3, "<p>C4", level=3), level=2), level=1
) + item(4, "<p>C5", level=1)
THREAD = [("C1+C2", 0), ("C3", 1), ("C4", 2), ("C5", 0)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("<p>x", []),
        ("<p>C1", [("C1", 0)]),
        ("C1", [("C1", 0)]),
        ("<p>C1<p>C2", [("C1+C2", 0)]),
        (f"<ol>{WORDPRESS}</ol>", THREAD),
        (f"<ol>{WORDPRESS}</ol>".replace("depth-", "x-"), THREAD),
        (
            "<div id=comment-1>x<p>C1</p><div id=comment-2>y<p>C2</div></div>"
            "<div id=comment-3><p>C3<p>C4</div>",
            [("C1", 0), ("C2", 1), ("C3+C4", 0)],
        ),
        (
            "<table><tr><td>Anna<td>C1<tr><td>Ben<td>C2<br>C3</table>",
            [("C1", 0), ("C2\nC3", 0)],
        ),
        (
            "<dl><dt class=author>Anna<dd>C1<dd>C2<dt class=author>Ben<dd>C3</dl>",
            [("C1+C2", 0), ("C3", 0)],
        ),
        (
            "<dl id=comments-block><dt class=comment-author id=c71>Anna said..."
            "<dd class=comment-body><p>C1<dd class=comment-footer>3 May 2020"
            "<dt class=comment-author id=c72>Ben<dd class=comment-body><p>C2</dl>",
            [("C1", 0), ("C2", 0)],
        ),
        ("<dl><dd>C1<dd>C2</dl>", [("C1+C2", 0)]),
        (
            f"<section><section>{credit('<p>C1<p>C2')}</section>"
            f"<section>{credit('<p>C3')}</section></section>",
            [("C1+C2", 0), ("C3", 0)],
        ),
        (
            f"<section><div>{credit('')}</div><div><p>C1</div><div>C3</div></section>"
            f"<section><div>{credit('')}</div><div><p>C2</div></section>",
            [("C1+C3", 0), ("C2", 0)],
        ),
        ("<div><p>C1<p>C2</div><div><p>C3</div>", [("C1+C2", 0), ("C3", 0)]),
    ],
    ids=[
        "no-page", "no-comment", "one", "bare-text", "no-frame", "wordpress",
        "wordpress-without-depth", "nested-divs", "table", "definition-list",
        "blogger", "definitions-without-a-term", "sections", "credits-in-a-box-above",
        "plain-divs",
    ],
)  # fmt: skip
def test_blocks_of_one_frame_are_one_comment(html, expected):
    assert gathered(html) == expected


@pytest.mark.parametrize(
    ("html", "depth"),
    [
        (item(1, "<p>gone", item(2, "<p>C1", level=2), level=1), 1),
        (item(1, "<p>gone", item(2, "<p>C1")), 0),
        ("<div id=comment-1>gone<div id=comment-2><p>C1</div></div>", 0),
        (
            "<div class=comment>gone<div class=replies><div class=comment><p>C1"
            "</div></div></div>",
            0,
        ),
    ],
    ids=["levels", "list", "ids", "replies"],
)
def test_the_frame_of_a_lost_comment_is_not_that_of_its_answer(html, depth):
    page = split_html(html)

    [frame] = frames_of(page, comments_in(page))

    lost = [n for n, block in enumerate(page.blocks) if block.text == "gone"]
    assert page.blocks[lost[0]].element < frame.first
    assert frame.depth == depth


def test_two_answers_to_a_lost_comment_are_equally_deep():
    html = item(1, "<p>gone", item(2, "<p>C1") + item(3, "<p>C2"))

    assert gathered(html) == [("C1", 0), ("C2", 0)]


@pytest.mark.parametrize(
    "around",
    [
        '<article class="post" id="post-12"><p>x</p><ol>{}</ol></article>',
        '<div class="comment-wrapper"><ul>{}</ul></div>',
    ],
    ids=["article", "list"],
)
def test_what_stands_around_all_comments_is_answered_by_none(around):
    html = around.format(item(1, "<p>C1") + item(2, "<p>C2"))

    assert gathered(html) == [("C1", 0), ("C2", 0)]


def test_a_frame_is_as_wide_as_the_element_of_its_comment_alone():
    page = split_html(f"<ol>{item(1, '<p>C1', item(2, '<p>C2'))}</ol>")

    outer, inner = frames_of(page, comments_in(page))

    assert page.elements[outer.first].anchor == "comment-1"
    assert page.elements[inner.first].anchor == "comment-2"
    assert outer.first < inner.first < inner.last == outer.last == len(page.elements)


def test_the_class_of_a_level_goes_before_the_nesting():
    html = '<div class="comment level-4" id=c-1><p>C1</div>'

    assert gathered(html) == [("C1", 3)]


def test_only_the_blocks_given_are_gathered():
    page = split_html("<div id=comment-1><p>C1<p>C2<p>C3</div>")

    [frame] = frames_of(page, [0, 2])

    assert frame.blocks == (0, 2)


def test_three_thousand_comments_keep_their_order_and_their_blocks():
    html = "".join(item(n, f"<p>C{n}<p>C") for n in range(3_000))

    assert gathered(f"<ol>{html}</ol>") == [(f"C{n}+C", 0) for n in range(3_000)]


def test_three_thousand_answers_inside_each_other_are_that_many_comments():
    html = "".join(f"<div id=comment-{n}>C{n}" for n in range(3_000))

    found = gathered(html)

    assert [text for text, _ in found] == [f"C{n}" for n in range(3_000)]
    assert [depth for _, depth in found[:4]] == [0, 1, 2, 3]


def test_an_element_belongs_to_the_innermost_frame_around_it():
    page = SplitPage([], split_html("<div>" * 6).elements)
    frames = [Frame((), 4, 5), Frame((), 1, 6), Frame((), 2, 5)]

    owners = owners_of(page, frames)

    assert owners.tolist() == [-1, 1, 2, 2, 0, 1, -1, -1]


def test_what_stands_in_no_element_belongs_to_no_frame():
    owners = owners_of(split_html("<p>x"), [Frame((), 0, 2)])

    assert owners[-1] == -1


_PIECES = (
    "<p>C", "<p>x", "C", "<div>", "</div>", "<div id=comment-1>", "<div class=comment>",
    "<li class='comment depth-2'>", "</li>", "<ol>", "</ol>", "<dl>", "<dt>Anna",
    "<dd>C", "</dl>", "<b class=fn>Ben</b>", "<table><tr><td>C", "</table>",
    "<cite>C</cite>", "<article id=post-7>", "</article>", "<div class=replies>",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_each_block_of_a_comment_stands_in_one_frame(html):
    page = split_html(html)
    numbers = comments_in(page)

    frames = frames_of(page, numbers)

    assert sorted(n for frame in frames for n in frame.blocks) == numbers
    assert all(list(frame.blocks) == sorted(frame.blocks) for frame in frames)
    assert all(
        frame.first <= page.blocks[n].element < frame.last
        for frame in frames
        for n in frame.blocks
    )
    assert all(0 <= frame.depth < len(frames) + 2 for frame in frames)
