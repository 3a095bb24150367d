import pytest

from moderation.segment.blocks import Note, NoteKind
from moderation.segment.tree import split_html


def only_block(html):
    (block,) = split_html(html).blocks
    return block


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("<a href='http://x.example/a'>here</a>", ("http://x.example/a",)),
        ("<a href='HTTPS://X.example'>here</a>", ("HTTPS://X.example",)),
        ("<a href=' http://x.example '>here</a>", ("http://x.example",)),
        ("<a href='http://x.example/&#0;'>x</a>", ("http://x.example/\ufffd",)),
        ("<a href='http://x.example'>http://x.example</a>", ()),
        ("<a href='http://x.example'>x</a> at http://x.example/b", ()),
        ("<a href='/a'>x</a>", ()),
        ("<a href='//x.example'>x</a>", ()),
        ("<a href='javascript:alert(1)'>x</a>", ()),
        ("<a href='mailto:me@x.example'>x</a>", ()),
        ("<a href>x</a>", ()),
        ("<a>x</a>", ()),
        ("<b href='http://x.example'>x</b>", ()),
        ("<p>a</p><a href='http://x.example'><img></a>", ()),
    ],
    ids=ascii,
)
def test_a_link_is_kept_if_it_leaves_the_page_and_the_text_does_not_show_it(
    html, links
):
    assert only_block(html).links == links


@pytest.mark.parametrize(("n_links", "kept"), [(1, 1), (20, 20), (21, 20), (300, 20)])
def test_no_more_than_20_links_of_a_block_are_kept_and_all_are_counted(n_links, kept):
    block = only_block("<a href='http://x.example'>x</a> " * n_links)

    assert len(block.links) == kept
    assert block.n_links == n_links


@pytest.mark.parametrize(("n_chars", "kept"), [(2_000, 1), (2_001, 0)])
def test_a_link_over_2000_characters_is_not_kept(n_chars, kept):
    address = "http://x.example/".ljust(n_chars, "x")

    block = only_block(f"<a href='{address}'>x</a>")

    assert len(block.links) == kept


@pytest.mark.parametrize(
    ("html", "link_chars", "n_links"),
    [
        ("a", 0, 0),
        ("a <a>bc</a> d", 2, 1),
        ("<a> bc\n</a>", 2, 1),
        ("<a>b<b>c</b></a><a>d</a> e", 3, 2),
        ("<a>b<script>unseen</script></a>", 1, 1),
        ("<a><img></a>x", 0, 1),
    ],
)
def test_characters_in_links_and_links_are_counted(html, link_chars, n_links):
    block = only_block(html)

    assert (block.link_chars, block.n_links) == (link_chars, n_links)


def test_each_block_has_the_links_of_its_own():
    html = "<p>a <a href='http://x.example'>x</a><p>b <a href='http://y.example'>y</a>"

    found = [block.links for block in split_html(html).blocks]

    assert found == [("http://x.example",), ("http://y.example",)]


@pytest.mark.parametrize(
    ("html", "kind", "value"),
    [
        ("<cite>Ann <b>B.</b></cite> says", NoteKind.AUTHOR, "Ann B."),
        ("by <span class=author>Ann\n B</span>", NoteKind.AUTHOR, "Ann B"),
        ("<i itemprop=author>Ann</i>", NoteKind.AUTHOR, "Ann"),
        ("<cite>a\x00b&#0;</cite>", NoteKind.AUTHOR, "ab\ufffd"),
        ("<time datetime='2026-01-01'>today</time>", NoteKind.DATE, "2026-01-01"),
        ("<time>yesterday</time>", NoteKind.DATE, "yesterday"),
        ("<span class=post-date>1 May</span>", NoteKind.DATE, "1 May"),
        ("<a href='#comment-1'>now</a>", NoteKind.LINK, "#comment-1"),
        ("<a href='/p#comment-1'>now</a>", NoteKind.LINK, "/p#comment-1"),
        (
            "<a rel='external ugc' href='http://x.example'>A</a>",
            NoteKind.SITE,
            "http://x.example",
        ),
        (
            "<a class=url href='http://x.example'>A</a>",
            NoteKind.SITE,
            "http://x.example",
        ),
    ],
    ids=ascii,
)
def test_what_the_markup_points_out_becomes_a_note(html, kind, value):
    page = split_html(f"before<p>{html}</p>")

    assert page.notes == [Note(kind, value, 1)]


@pytest.mark.parametrize(
    "html",
    [
        "Ann",
        "<b>Ann</b>",
        "<cite></cite>",
        "<time></time>",
        "<a href='/p?comment=1'>x</a>",
        "<a href='#top'>x</a>",
        "<a class=url href='/rel'>x</a>",
        "<a class=curly href='http://x.example'>x</a>",
        "<a rel='ugc nofollow' href='http://x.example'>x</a>",
        "<a rel='external' href='http://x.example'>x</a>",
        "<cite><script>x</script></cite>",
        "<div class=author>Ann</div>",
    ],
)
def test_other_markup_makes_no_note(html):
    assert split_html(html).notes == []


@pytest.mark.parametrize(("n_chars", "kept"), [(300, 1), (301, 0)])
def test_a_name_over_300_characters_is_no_note(n_chars, kept):
    assert len(split_html(f"<cite>{'x' * n_chars}</cite>").notes) == kept


def test_the_site_of_an_author_is_no_link_of_the_text():
    block = only_block("<a class=url href='http://x.example'>Ann</a>")

    assert block.links == ()
    assert block.n_links == 1
