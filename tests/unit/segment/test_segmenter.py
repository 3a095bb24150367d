from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.errors import PageTooLarge
from moderation.segment import segmenter, tree
from moderation.segment.blocks import BlockLabel, LabelledPage
from moderation.segment.segmenter import LABELS, MAX_BLOCKS, MAX_CHARS, Segmenter
from tests import hostile, tiny_pages

ARTICLE, COMMENT, FOOTER = BlockLabel
SEGMENTER = tiny_pages.segmenter()
PAGE = """<!DOCTYPE html><html><head><title>Roses &amp;
 thorns</title><script>thanks()</script></head><body class="comments">
<header><nav><ul><li><a href="/">Home</a><li><a href="/about">About</a></ul></header>
<article id="post-7"><h1>Chapter one</h1><p>Chapter two: <b>March</b>.</article>
<h2>2 replies</h2><ol>
<li class="comment depth-1" id="comment-1"><article id="div-comment-1">
<b class="fn">Anna</b> <time datetime="2020-05-03">May</time>
<p>Thanks!<p>Many thanks &#x1F339;</article>
<ol><li class="comment depth-2" id="comment-2"><cite><a rel="external ugc" href="https://b.example">
Ben</a></cite><p>No thanks, <a href="https://shop.example">here</a></ol>
</ol><form><textarea>thanks</textarea><button>Send</button></form><footer>Imprint</footer>
"""


def labelled(page):
    return [(block.text, block.label) for block in page.blocks]


def with_parts(**changes):
    """Return the segmenter with other parts in the place of its own."""
    return Segmenter(replace(tiny_pages.parts(), **changes), SEGMENTER.manifest)


def check_that_numbers_agree(page):
    """Blocks and comments point at each other, and at nothing else."""
    pairs = {(n, block.comment) for n, block in enumerate(page.blocks)}
    told = {(n, k) for k, comment in enumerate(page.comments) for n in comment.blocks}
    unknown = {(n, None) for n, b in enumerate(page.blocks) if b.label is not COMMENT}

    assert pairs == told | unknown
    assert all(
        comment.text == "\n".join(page.blocks[n].text for n in comment.blocks)
        for comment in page.comments
    )
    assert all(0 <= block.score <= 1 for block in page.blocks)


def test_a_page_is_taken_apart():
    page = SEGMENTER.label_html(PAGE)

    assert labelled(page) == [
        ("Home", FOOTER),
        ("About", FOOTER),
        ("Chapter one", ARTICLE),
        ("Chapter two: March.", ARTICLE),
        ("2 replies", FOOTER),
        ("Anna May", FOOTER),
        ("Thanks!", COMMENT),
        ("Many thanks \N{ROSE}", COMMENT),
        ("Ben", FOOTER),
        ("No thanks, here", COMMENT),
        ("Send", FOOTER),
        ("Imprint", FOOTER),
    ]
    assert page.title == "Roses & thorns"


def test_the_comments_of_a_page_have_their_credits():
    first, second = SEGMENTER.label_html(PAGE).comments

    assert (first.author, first.date, first.depth) == ("Anna", "2020-05-03", 0)
    assert (first.blocks, first.link) == ((6, 7), "#comment-1")
    assert (second.author, second.author_url, second.depth) == (
        "Ben",
        "https://b.example",
        1,
    )
    assert second.links == ("https://shop.example",)


def test_lines_are_taken_apart():
    page = SEGMENTER.label_text("Chapter one\n\nAnna says:\n  thanks  a lot\r\nImprint")

    assert labelled(page) == [
        ("Chapter one", ARTICLE),
        ("Anna says:", FOOTER),
        ("thanks a lot", COMMENT),
        ("Imprint", FOOTER),
    ]
    assert [(each.author, each.blocks) for each in page.comments] == [("Anna", (2,))]


@pytest.mark.parametrize(
    "html",
    [
        "", " \n\t", "\0", "\ud800", "&nbsp;", "<html><body></body></html>",
        "<!-- thanks -->", "<script>thanks</script>", "<style>thanks</style>",
        "<svg><text>thanks</text></svg>", "<textarea>thanks", "<img alt=thanks>",
        "<frameset><noframes>thanks</noframes></frameset>", "</p", "<p hidden",
    ],
    ids=[
        "empty", "blank", "nul", "surrogate", "nbsp", "empty-body", "remark", "script",
        "style", "svg", "textarea", "image", "frameset", "broken-end", "broken-tag",
    ],
)  # fmt: skip
def test_html_without_text_has_no_blocks(html):
    assert SEGMENTER.label_html(html) == LabelledPage(())


def test_a_page_without_text_keeps_its_title():
    found = SEGMENTER.label_html("<title> Thanks </title><script>x</script>")

    assert found == LabelledPage((), (), "Thanks")


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u2028\u2029", "\f\v\x1c\x85"])
def test_blank_lines_have_no_blocks(text):
    assert SEGMENTER.label_text(text) == LabelledPage(())


@pytest.mark.parametrize(
    ("text", "label"),
    [("thanks a lot", COMMENT), ("\nChapter one\n", ARTICLE), ("Imprint", FOOTER)],
)
def test_one_line_is_judged_by_its_text_alone(text, label):
    [found] = with_parts(lines=None, html=None).label_text(text).blocks

    probabilities = SEGMENTER.judge_alone([text.strip()])[0]
    assert found.label is label
    assert found.score == probabilities.max() == probabilities[LABELS.index(label)]


def test_two_lines_are_judged_where_they_stand():
    with pytest.raises(AttributeError, match="predict_proba"):
        with_parts(lines=None).label_text("thanks\nthanks")


def test_texts_alone_have_three_probabilities_each():
    found = SEGMENTER.judge_alone(["chapter", "thanks", "", "x"])

    assert found.argmax(axis=1).tolist() == [0, 1, 2, 2]
    assert found.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("text", ["thanks\nthanks", "chapter\nthanks\nimprint"])
def test_labels_of_lines_are_the_likeliest_run(text):
    no_change = np.full((3, 3), -100.0) + 100 * np.eye(3)

    found = with_parts(lines_steps=no_change).label_text(text)

    assert len({block.label for block in found.blocks}) == 1


def test_labels_of_html_are_the_likeliest_run():
    no_change = np.full((3, 3), -100.0) + 100 * np.eye(3)

    found = with_parts(html_steps=no_change).label_html("<p>Thanks<p>x<p>Thanks")

    assert [block.label for block in found.blocks] == [COMMENT] * 3
    assert [comment.text for comment in found.comments] == ["Thanks\nx\nThanks"]


def test_the_score_is_that_of_the_label_even_if_another_is_likelier():
    never_comment = np.zeros((3, 3))
    never_comment[:, 1] = -100

    found = with_parts(html_steps=never_comment).label_html("<p>Chapter<p>Thanks")

    assert found.blocks[1].label is not COMMENT
    assert found.blocks[1].score < 0.1
    assert found.comments == ()


@pytest.mark.parametrize("label", [SEGMENTER.label_html, SEGMENTER.label_text])
def test_a_page_with_too_many_characters_is_refused(label):
    with pytest.raises(PageTooLarge, match="more than 5,000,000 characters"):
        label(" " * (MAX_CHARS + 1))


@pytest.mark.parametrize("label", [SEGMENTER.label_html, SEGMENTER.label_text])
def test_a_page_with_as_many_characters_as_may_be_is_taken_apart(label):
    found = label("thanks" + " " * (MAX_CHARS - 6))

    assert labelled(found) == [("thanks", COMMENT)]


@pytest.mark.parametrize(
    "page",
    [
        lambda n: SEGMENTER.label_html("<p>x" * n),
        lambda n: SEGMENTER.label_text("x\n" * n),
    ],
    ids=["html", "lines"],
)
def test_a_page_with_too_many_blocks_is_refused(page):
    with pytest.raises(PageTooLarge, match="more than 10,000 blocks"):
        page(MAX_BLOCKS + 1)


def test_a_page_with_as_many_blocks_as_may_be_is_taken_apart(monkeypatch):
    monkeypatch.setattr(segmenter, "MAX_BLOCKS", 5)

    assert len(SEGMENTER.label_html("<p>x" * 5).blocks) == 5
    assert len(SEGMENTER.label_text("x\n" * 5).blocks) == 5


def test_a_page_with_too_many_nodes_is_refused(monkeypatch):
    monkeypatch.setattr(tree, "MAX_NODES", 3)

    with pytest.raises(PageTooLarge, match="more than 3 nodes"):
        SEGMENTER.label_html("<b></b>" * 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\0b", "a\ufffdb"), ("\ud800", "\ufffd"), ("\ufeffx", "\ufeffx")],
    ids=["nul", "surrogate", "byte-order-mark"],
)
def test_lines_come_back_safe_to_store_and_to_send(text, expected):
    assert labelled(SEGMENTER.label_text(text)) == [(expected, FOOTER)]


@pytest.mark.parametrize("sign", ["\0", "\ud800", "\udfff"], ids=ascii)
def test_html_with_broken_characters_comes_back_safe(sign):
    found = SEGMENTER.label_html(
        f"<title>a{sign}b</title><div id='comment-1{sign}'><b class=fn>A{sign}</b>"
        f"<p>thanks{sign} a lot <a href='https://a.example/{sign}'>x</a></div>"
    )

    [comment] = found.comments
    told = [found.title, comment.text, comment.author, comment.link, *comment.links]
    assert "\0" not in "".join(told)
    assert "".join(told).encode()
    assert [block.label for block in found.blocks] == [FOOTER, COMMENT]


def test_the_same_page_twice_has_the_same_answer():
    first = SEGMENTER.label_html(PAGE)

    other = tiny_pages.segmenter().label_html("<p>another page")

    assert SEGMENTER.label_html(PAGE) == first != other


def test_threads_share_a_model():
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(SEGMENTER.label_html, [PAGE] * 8))

    assert found == [SEGMENTER.label_html(PAGE)] * 8


@pytest.mark.parametrize(
    "html", [PAGE, PAGE * 2, "<p>thanks", "<div>" * 400 + "thanks"]
)
def test_positions_and_comment_numbers_agree(html):
    check_that_numbers_agree(SEGMENTER.label_html(html))


def test_a_segmenter_has_the_name_and_the_manifest_of_its_artifact(tmp_path):
    loaded = Segmenter.load(tiny_pages.write(tmp_path / "model"))

    assert loaded.name == loaded.manifest["name"] != SEGMENTER.name == "tiny"


@given(hostile.texts)
def test_any_string_is_a_page(html):
    check_that_numbers_agree(SEGMENTER.label_html(html))


@given(st.lists(hostile.texts, max_size=6).map("\nthanks ".join))
def test_any_lines_are_a_page(text):
    check_that_numbers_agree(SEGMENTER.label_text(text))


_TAGS = st.sampled_from(
    (
        "<p>", "</p>", "<div id=comment-9>", "</div>", "<table>", "<td>", "</table>",
        "<li class=comment>", "</li>", "<!--", "-->", "<b class=fn>", "<title>",
        "</title>", "<svg>", "<math>", "<select>", "<template>", "</template>", "<dl>",
        "<dt>", "<dd>", "<frameset>", "<body>", "</body>", "</html>", "<plaintext>",
        "<![CDATA[", "<a href=https://x.example/>", "<a href='", "thanks ", "chapter ",
    )
)  # fmt: skip


@given(
    start=st.integers(0, len(PAGE)),
    length=st.integers(0, 400),
    instead=st.lists(st.one_of(_TAGS, hostile.texts), max_size=5).map("".join),
)
def test_a_page_with_a_part_torn_out_is_still_a_page(start, length, instead):
    torn = PAGE[:start] + instead + PAGE[start + length :]

    check_that_numbers_agree(SEGMENTER.label_html(torn))


@given(st.lists(_TAGS, max_size=60).map("".join))
def test_tags_in_any_order_are_a_page(html):
    check_that_numbers_agree(SEGMENTER.label_html(html))
