import gzip

import pytest

from moderation.errors import BadTable
from tests.unit.training.pages.samples import (
    ARTICLE,
    COMMENT,
    FOOTER,
    UNKNOWN,
    html_row,
    line_row,
    write,
)
from training.pages.reading import HTML_PAGES, LINE_PAGES, read_pages

BROKEN = {
    "not-gzip": b'{"page_id": "a"}\n',
    "cut-off": gzip.compress(b'{"page_id": "a"}\n' * 9)[:-9],
    "damaged": gzip.compress(b"0")[:10] + b"\xff" * 40,
    "not-json": gzip.compress(b"page one\n"),
    "half-json": gzip.compress(b'{"page_id": \n'),
    "blank-row": gzip.compress(b"\n"),
    "not-utf8": gzip.compress(b'{"page_id": "\xff"}\n'),
    "nested": gzip.compress(b"[" * 100_000),
    "no-object": gzip.compress(b"5\n"),
    "no-keys": gzip.compress(b"{}\n"),
}


def texts(source):
    return [block.text for block in source.page.blocks]


def read_lines(folder, *rows):
    return read_pages(write(folder, [*rows], []))[1]


def read_html(folder, html, lines):
    row = line_row(0, lines=lines)
    [source], _ = read_pages(write(folder, [row], [html_row(0, html=html)]))
    return source


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("article", ARTICLE),
        ("comment", COMMENT),
        ("boilerplate", FOOTER),
        ("footer", FOOTER),
        (None, UNKNOWN),
        ("advert", UNKNOWN),
        ("", UNKNOWN),
        ("Comment", UNKNOWN),
    ],
)
def test_labels_are_numbers_and_what_is_no_label_is_unknown(tmp_path, name, number):
    [source] = read_lines(tmp_path, line_row(0, lines=[["some text", name]]))

    assert source.labels.tolist() == [number]


def test_lines_keep_their_order_without_blanks_around_and_within(tmp_path):
    lines = [["  two \t\n words\u2028", "article"], [" \u3000", "comment"], ["Ω", None]]

    [source] = read_lines(tmp_path, line_row(0, lines=lines))

    assert texts(source) == ["two words", "Ω"]
    assert source.labels.tolist() == [ARTICLE, UNKNOWN]


@pytest.mark.parametrize(
    ("name", "number"), [("article", FOOTER), ("comment", COMMENT), (None, UNKNOWN)]
)
def test_a_caption_is_no_article(tmp_path, name, number):
    [source] = read_lines(tmp_path, line_row(0, lines=[["a", name, "figcaption"]]))

    assert source.labels.tolist() == [number]


@pytest.mark.parametrize(
    ("label", "tag", "number"),
    [
        ("article", "figcaption", FOOTER),
        ("comment", "figcaption", COMMENT),
        ("boilerplate", "figcaption", FOOTER),
        (None, "figcaption", UNKNOWN),
        ("article", "p", ARTICLE),
        ("article", "", ARTICLE),
        ("article", None, ARTICLE),
    ],
)
def test_captions_of_articles_are_footers_in_both_forms(tmp_path, label, tag, number):
    row = line_row(0, lines=[["A text", label, tag, 0.5, "gold"]])

    html, lines = read_pages(write(tmp_path, [row], [html_row(0, html="<p>A text")]))

    assert html[0].labels.tolist() == lines[0].labels.tolist() == [number]


def test_a_page_of_lines_has_no_html_and_its_name_and_domain(tmp_path):
    [source] = read_lines(tmp_path, line_row(3))

    assert (source.html, source.page_id, source.domain) == (
        "", "page-3", "site-3.example"
    )  # fmt: skip


def test_gold_is_main_text_comments_and_marked_pieces(tmp_path):
    row = line_row(0, gold_article="a", dom_comments=["b"], gold_comment_snippets=["c"])

    [source] = read_lines(tmp_path, row)

    assert source.gold == {"article": "a", "comments": ["b"], "snippets": ["c"]}


@pytest.mark.parametrize(
    ("page_type", "article"), [("article", "a"), ("forum", ""), ("product", "")]
)
def test_only_articles_have_a_main_text(tmp_path, page_type, article):
    row = line_row(0, gold_article="a", page_type=page_type)

    [source] = read_lines(tmp_path, row)

    assert source.gold["article"] == article


def test_without_gold_all_is_empty(tmp_path):
    nothing = dict.fromkeys(["gold_article", "dom_comments", "gold_comment_snippets"])

    bare = {"page_id": "b", "domain": "b.example", "lines": [["a", None]]}
    one, other = read_lines(tmp_path, line_row(0, **nothing), bare)

    assert one.gold == other.gold == {"article": "", "comments": [], "snippets": []}


def test_blocks_of_html_have_the_labels_of_lines_with_the_same_letters(tmp_path):
    html = "<h1>Big <b>news</b></h1><p>Thanks\n a lot<br>Bo</p><p>Who knows</p>"
    lines = [["Thanksa lot Bo", "comment"], ["Bignews", "article"], ["Away", "comment"]]

    source = read_html(tmp_path, html, lines)

    assert texts(source) == ["Big news", "Thanks a lot\nBo", "Who knows"]
    assert source.labels.tolist() == [ARTICLE, COMMENT, UNKNOWN]
    assert source.html == html


def test_a_text_that_stands_twice_has_its_labels_in_their_order(tmp_path):
    lines = [["Yes", "boilerplate"], ["Yes", "comment"]]

    source = read_html(tmp_path, "<p>Yes</p><p>Yes</p><p>Yes</p>", lines)

    assert source.labels.tolist() == [FOOTER, COMMENT, UNKNOWN]


def test_a_page_in_both_forms_is_returned_in_both(tmp_path):
    html, lines = read_pages(write(tmp_path, [line_row(0), line_row(1)], [html_row(1)]))

    assert [source.page_id for source in html] == ["page-1"]
    assert [source.page_id for source in lines] == ["page-0", "page-1"]
    assert texts(html[0]) == texts(lines[1])
    assert html[0].labels.tolist() == lines[1].labels.tolist()


def test_html_without_labels_is_left_out(tmp_path):
    html, _ = read_pages(write(tmp_path, [line_row(0)], [html_row(1)]))

    assert html == []


def test_a_page_without_blocks_is_left_out(tmp_path):
    blank = line_row(0, lines=[["", "article"], [" \t", None]])

    found = read_pages(write(tmp_path, [blank], [html_row(0, html="<p> </p>")]))

    assert found == ([], [])


def test_files_without_rows_have_no_pages(tmp_path):
    assert read_pages(write(tmp_path, [], [])) == ([], [])


@pytest.mark.parametrize("name", [LINE_PAGES, HTML_PAGES])
@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, kind):
    path = write(tmp_path, [line_row(0)], [html_row(0)]) / name
    path.write_bytes(BROKEN[kind])

    with pytest.raises(BadTable, match=rf"{path.name}.*(?:cannot be read|row 1)"):
        read_pages(tmp_path)


@pytest.mark.parametrize("name", [LINE_PAGES, HTML_PAGES])
def test_a_file_that_is_missing_is_named(tmp_path, name):
    path = write(tmp_path, [line_row(0)], [html_row(0)]) / name
    path.unlink()

    with pytest.raises(BadTable, match=f"{path.name} cannot be read"):
        read_pages(tmp_path)


@pytest.mark.parametrize("key", ["page_id", "domain", "lines"])
def test_a_row_that_lacks_a_key_is_named_with_it(tmp_path, key):
    row = line_row(1)
    del row[key]

    with pytest.raises(BadTable, match=f"row 2: no {key}$"):
        read_pages(write(tmp_path, [line_row(0), row], []))
