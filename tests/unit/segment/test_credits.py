import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.segment.credits import comments_of_html, comments_of_text
from moderation.segment.lines import split_text
from moderation.segment.tree import split_html
from tests import hostile


def comments_in(page):
    """Number the blocks that begin with "C": in these tests they are comments."""
    return [n for n, block in enumerate(page.blocks) if block.text.startswith("C")]


def of_html(html):
    page = split_html(html)
    return comments_of_html(page, comments_in(page))


def comment_with(credits, text="<p>C"):
    """Return the one comment of a page that has `credits` in its frame."""
    [found] = of_html(
        f"<p>By Editor, 1 May 2020<div class=comment>{credits}{text}</div>"
    )
    return found


def of_lines(*lines):
    page = split_text("\n".join(lines))
    return comments_of_text(page, comments_in(page))


NAMES = {
    "cite": "<cite class=fn>Anna</cite> says:",
    "b": "<b class=fn>Anna</b>",
    "span": "<span class=author>Anna</span>",
    "microdata": "<span itemprop=author><i itemprop=name>Anna</i></span>",
    "link": '<cite><a rel="external nofollow ugc" class=url href=/x>Anna</a></cite>',
    "block": "<div class=comment-author>Anna</div>",
    "block-with-date": "<div class=comment-author>Anna, 3 May 2020</div>",
    "block-of-lines": "<div class=author>Anna<br>3 May 2020</div>",
    "byline": "<div class=byline>By Anna</div>",
    "posted-by": "<div>Posted by Anna on May 3, 2020</div>",
    "von": "<div class=author>von Anna</div>",
    "says": "<div>Anna says:</div>",
    "said": "<div class=author>Anna said...</div>",
    "colon": "<h4>Anna:</h4>",
    "schrieb": "<div>Anna schrieb am 10. Juli 2023 um 19:42 Uhr</div>",
    "napisal": "<div>Anna napisał(a):</div>",
    "dot-ago": "<div>Anna · 2 days ago</div>",
    "heading": "<h3 class=user>Anna</h3>",
    "inline-first": "<div class=author>Someone</div><b class=fn>Anna</b>",
    "first": "<b class=fn>Anna</b><b class=fn>Ben</b>",
    "bullets": "<b class=author>· Anna –</b>",
    "after-the-text": "<p>C<div class=author>Anna</div>",
}


@pytest.mark.parametrize("credits", NAMES.values(), ids=NAMES)
def test_the_author_of_a_comment_is_found(credits):
    assert comment_with(credits).author == "Anna"


@pytest.mark.parametrize(
    "credits",
    [
        "",
        "<div>Anna</div>",
        "<div>By Anna</div>",
        "<b>Anna</b>",
        "<b class=fn></b>",
        "<div class=author> · </div>",
        f"<div class=author>{'x' * 81}</div>",
        f"<div>{'x' * 200}:</div>",
        "<div class=author>3 May 2020</div>",
        "<img class=avatar alt=Anna>",
        "<div>Anna says: I agree with you</div>",
    ],
    ids=[
        "none", "unmarked", "unmarked-by", "bold", "empty", "sign", "too-long",
        "long-line", "date", "picture", "quote",
    ],
)  # fmt: skip
def test_what_names_nobody_is_no_author(credits):
    assert comment_with(credits).author == ""


def test_the_text_of_a_comment_does_not_name_its_author():
    assert comment_with("", "<p>C says:<p>C on 3 May 2020").author == ""


def test_a_name_of_eighty_characters_is_an_author():
    assert comment_with(f"<b class=fn>{'ä' * 80}</b>").author == "ä" * 80


@pytest.mark.parametrize(
    ("credits", "date"),
    [
        ("<time datetime=2020-05-03T10:15>May</time>", "2020-05-03T10:15"),
        ("<time>3 May 2020</time>", "3 May 2020"),
        ("<span class=date>vor 3 Tagen</span>", "vor 3 Tagen"),
        ("<div class=comment-date>3 days ago</div>", "3 days ago"),
        ("<div>Anna schrieb am 10. Juli 2023, 19:42</div>", "10. Juli 2023, 19:42"),
        ("<div>Anna · 2 days ago</div>", "2 days ago"),
        ("<div>ann42 · 2 days ago</div>", "2 days ago"),
        ("<div class=author>Anna<br>3.5.2020</div>", "3.5.2020"),
        ("<cite>2020-05-03</cite>", "2020-05-03"),
        ("<span class=time>2020年5月3日</span>", "2020年5月3日"),
        ("<div>Иван пишет: 3 мая в 10:15</div>", "3 мая в 10:15"),
        ("<time>3 May 2020</time><time>4 May 2020</time>", "3 May 2020"),
        ("", ""),
        ("<time>soon</time>", ""),
        ("<div>3 May 2020</div>", ""),
        (f"<time>{'x' * 77}2020</time>", ""),
    ],
    ids=[
        "datetime", "time", "class", "block", "schrieb", "ago", "name-with-digits",
        "line", "cite", "han", "cyrillic", "first", "none", "no-date", "unmarked",
        "too-long",
    ],
)  # fmt: skip
def test_the_date_of_a_comment_is_what_looks_like_one(credits, date):
    assert comment_with(credits).date == date


def test_a_name_may_have_digits_that_follow_a_letter():
    assert comment_with("<div>ann42 · 2 days ago</div>").author == "ann42"


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ("<div class=comment id=c-7><p>C</div>", "#c-7"),
        (
            "<div class=comment><a href='/p#comment-7'>3 May</a><p>C</div>",
            "/p#comment-7",
        ),
        (
            "<div class=comment id=c-7><a href='?comment=7#7'>#</a><p>C</div>",
            "?comment=7#7",
        ),
        ("<div class=comment><a href='/p#top'>up</a><p>C</div>", ""),
        ("<div class=comment><a href='/comment/7'>up</a><p>C</div>", ""),
        ("<p>C", ""),
    ],
    ids=["id", "permalink", "permalink-first", "other-link", "no-anchor", "none"],
)
def test_the_link_of_a_comment_is_its_permalink_or_its_id(html, link):
    assert of_html(html)[0].link == link


@pytest.mark.parametrize(
    ("credits", "url"),
    [
        (
            "<cite><a rel='ugc external' href=https://a.example>Anna</a></cite>",
            "https://a.example",
        ),
        ("<p>C <a rel='nofollow ugc' href=https://a.example>my shop</a>", ""),
        ("<a class=url href=https://a.example>Anna</a>", "https://a.example"),
        (
            "<a class=url href=https://a.example>A</a>"
            "<a class=url href=https://b.example>B</a>",
            "https://a.example",
        ),
        ("<a class=url href=/users/anna>Anna</a>", ""),
        ("<a href=https://a.example>Anna</a>", ""),
        ("<a class=url href=javascript:x>Anna</a>", ""),
        ("", ""),
    ],
    ids=["ugc", "in-text", "url", "first", "own-page", "unmarked", "script", "none"],
)
def test_the_site_of_an_author_is_the_link_marked_so(credits, url):
    assert comment_with(credits).author_url == url


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("<p>C <a href=https://a.example>here</a>", ("https://a.example",)),
        (
            "<p>C <a href=https://a.example>1</a><p>C <a href=https://b.example>2</a>",
            ("https://a.example", "https://b.example"),
        ),
        ("<p>C <a href=https://a.example>https://a.example</a>", ()),
        ("<p>C <a href=/here>here</a>", ()),
        ("<p>x <a href=https://a.example>reply</a><p>C", ()),
    ],
    ids=["hidden", "two-blocks", "shown", "own-page", "outside-the-text"],
)
def test_links_that_the_text_hides_are_told(text, links):
    assert comment_with("", text).links == links


def test_the_credits_of_an_answer_are_not_those_of_its_comment():
    html = (
        "<div id=comment-1><b class=fn>Anna</b><p>C1"
        "<div id=comment-2><b class=fn>Ben</b><time>3 May 2020</time><p>C2</div></div>"
        "<div id=comment-3><p>C3</div>"
    )

    found = of_html(html)

    assert [each.author for each in found] == ["Anna", "Ben", ""]
    assert [each.date for each in found] == ["", "3 May 2020", ""]
    assert [each.link for each in found] == ["#comment-1", "#comment-2", "#comment-3"]


def test_an_answer_to_a_lost_comment_keeps_its_own_author():
    html = (
        "<li id=comment-1><b class=fn>Anna</b><time>1 May 2020</time><p>gone"
        "<ol><li id=comment-2><b class=fn>Ben</b><p>C</ol>"
    )

    [found] = of_html(html)

    assert (found.author, found.date, found.link) == ("Ben", "", "#comment-2")


def test_the_terms_of_a_list_name_the_authors_of_its_definitions():
    html = "<dl><dt class=author>Anna<dd>C1<dt class=author>Ben<dd>C2</dl>"

    assert [each.author for each in of_html(html)] == ["Anna", "Ben"]


def test_a_comment_has_its_blocks_its_text_and_its_depth():
    html = "<p>x<div id=c-1><p>C1<br>a<p>y<p>C2<div id=c-2>C3</div></div>"

    first, second = of_html(html)

    assert (first.text, first.blocks, first.depth) == ("C1\na\nC2", (1, 3), 0)
    assert (second.text, second.blocks, second.depth) == ("C3", (4,), 1)


@pytest.mark.parametrize(
    ("lines", "author", "date"),
    [
        (["C"], "", ""),
        (["x", "C"], "", ""),
        (["Anna says:", "C"], "Anna", ""),
        (["3 May 2020", "Anna:", "C"], "Anna", "3 May 2020"),
        (["Comments:", "C"], "", ""),
        (["Anna · 2 days ago", "C"], "Anna", "2 days ago"),
        (["Anna", "3 May 2020", "C"], "Anna", "3 May 2020"),
        (["3 May 2020", "Anna", "C"], "Anna", "3 May 2020"),
        (["Anna", "C"], "", ""),
        (["Anna", "3 May 2020", "Reply", "C", "Reply"], "Anna", "3 May 2020"),
        (["Anna has been here before", "3 May 2020", "C"], "", "3 May 2020"),
        (["Jule schrieb am 3. Mai 2020, 9:42", "C"], "Jule", "3. Mai 2020, 9:42"),
        (["Ben", "Anna says:", "3 May 2020", "C"], "Anna", "3 May 2020"),
        (["Anna says:", "1", "2", "3", "C"], "Anna", ""),
        (["Anna says:", "1", "2", "3", "4", "C"], "", ""),
        (["2020年5月3日", "田中：", "C"], "田中", "2020年5月3日"),
        (["x" * 161 + ":", "C"], "", ""),
    ],
    ids=[
        "nothing", "line", "says", "colon", "heading", "dot", "name-then-date",
        "date-then-name",
        "name-without-date", "button", "sentence", "schrieb", "credit-before-name",
        "four-lines-before", "five-lines-before", "japanese", "too-long",
    ],
)  # fmt: skip
def test_lines_before_a_comment_tell_its_author_and_date(lines, author, date):
    [found] = of_lines(*lines)

    assert (found.author, found.date) == (author, date)


def test_a_line_that_is_on_the_page_again_and_again_is_a_button():
    page = ["Share", "3 May 2020", "C1", "Share", "4 May 2020", "C2"]

    assert [each.author for each in of_lines(*page)] == ["", ""]


def test_lines_before_the_last_comment_are_not_read_twice():
    first, second = of_lines("Anna says:", "3 May 2020", "C1", "x", "C2")

    assert (first.author, first.date) == ("Anna", "3 May 2020")
    assert (second.author, second.date) == ("", "")


def test_lines_in_a_row_are_one_comment():
    found = of_lines("C1", "C2", "x", "C3")

    assert [each.text for each in found] == ["C1\nC2", "C3"]
    assert [each.blocks for each in found] == [(0, 1), (3,)]


def test_a_comment_of_lines_has_no_depth_link_or_site():
    [found] = of_lines("Anna says:", "C see https://a.example")

    assert (found.depth, found.link, found.author_url, found.links) == (0, "", "", ())


@pytest.mark.parametrize("n", [0, 1, 3_000])
def test_pages_of_any_length_are_told(n):
    lines = [line for k in range(n) for line in (f"Ann{k} says:", f"C{k}")]

    found = of_lines(*lines)

    assert [each.author for each in found] == [f"Ann{k}" for k in range(n)]


_HEADS = st.sampled_from(["", "Anna says:", "By ", " · 3 May 2020", ":", "2 days ago"])


@given(st.lists(st.tuples(_HEADS, hostile.texts).map("".join), max_size=6))
def test_any_lines_name_short_authors_of_one_line(lines):
    found = of_lines(*lines, "C")

    names = [each.author for each in found]
    assert all(len(name) <= 80 and "\n" not in name for name in names)
    assert all(len(each.date) <= 80 for each in found)


@given(hostile.texts, hostile.texts, hostile.texts)
def test_any_credits_are_short(name, date, line):
    credits = f"<b class=fn>{name}</b><time>{date}</time><div class=author>{line}</div>"

    found = of_html(f"<div class=comment>{credits}<p>C</div>")

    names = [each.author for each in found]
    assert all(len(name) <= 80 and "\n" not in name for name in names)
    assert all(len(each.date) <= 80 for each in found)
