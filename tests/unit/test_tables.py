import gzip

import numpy as np
import pandas as pd
import pytest

from moderation import tables
from moderation.comment import Author, Comment, Page
from moderation.errors import BadTable
from moderation.tables import (
    check_labels,
    comments_of,
    ending_of,
    read_table,
    write_table,
)

ENDINGS = [".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".parquet"]
each_ending = pytest.mark.parametrize("ending", ENDINGS)

TEXTS = [
    'one, "two"\nthree\r\nfour', "é\u2028💊\u200b", "", "=1+1", " blanks ", "NA",
    "null", "nan", "None", "0123", "1e5", "true", "日本 हिन्दी",
]  # fmt: skip


def read(folder, name, content):
    (folder / name).write_bytes(content)
    return read_table(folder / name)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@each_ending
def test_a_table_comes_back_as_it_was_written(tmp_path, ending):
    table = pd.DataFrame({"id": [str(n) for n in range(len(TEXTS))], "text": TEXTS})

    write_table(table, tmp_path / f"table{ending}")

    found = read_table(tmp_path / f"table{ending}")
    assert found.to_dict("list") == table.to_dict("list")
    assert names(tmp_path) == [f"table{ending}"]


@each_ending
def test_one_empty_cell_comes_back(tmp_path, ending):
    write_table(pd.DataFrame({"text": [""]}), tmp_path / f"table{ending}")

    assert read_table(tmp_path / f"table{ending}")["text"].tolist() == [""]


@pytest.mark.parametrize("content", [b"text,label\n", b"text\r\n"])
def test_a_header_alone_is_a_table_of_no_rows(tmp_path, content):
    assert len(read(tmp_path, "a.csv", content)) == 0


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b"text\na\n", ["a"]),
        (b"\xef\xbb\xbftext\na\n", ["a"]),
        (b"text\n\xef\xbb\xbfa\xef\xbb\xbf\n", ["a"]),
        (b"text,label\na\n", ["a"]),
        (b"text\na\x00b\n", ["a\ufffdb"]),
        (b'text\n"a\nb"\n', ["a\nb"]),
    ],
    ids=["plain", "bom", "bom-in-cell", "short-row", "nul", "line-break"],
)
def test_texts_of_a_csv_file(tmp_path, content, texts):
    assert read(tmp_path, "a.csv", content)["text"].tolist() == texts


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b'{"text": "a"}\n\n{"text": "b"}', ["a", "b"]),
        (b'{"text": null}\n{"text": NaN}\n{"label": "ham"}\n{"text": ""}', [""] * 4),
        (b'{"text": 5}\n{"text": ["a"]}\n{"text": true}', ["5", "['a']", "True"]),
        (b'{"text": "\\u0000"}\n{"text": 1}', ["\ufffd", "1"]),
    ],
    ids=["blank-line", "missing", "no-strings", "nul"],
)
def test_texts_of_a_jsonl_file(tmp_path, content, texts):
    assert read(tmp_path, "a.jsonl", content)["text"].tolist() == texts


def test_missing_cells_of_a_parquet_file_are_empty(tmp_path):
    table = pd.DataFrame({"text": ["a", None], "n": [1.5, float("nan")]})
    table.to_parquet(tmp_path / "a.parquet")

    found = read_table(tmp_path / "a.parquet")

    assert found.to_dict("list") == {"text": ["a", ""], "n": ["1.5", ""]}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "a.csv: cannot be read"),
        ("a.csv", b"label\nham\n", r"a.csv: no column 'text' \(found: label\)"),
        ("a.csv", b"text,label\na,ham\nb,ham,c\n", "a.csv, row 2: 3 columns"),
        ("a.csv", b"text\na\n\xff\xfe\n", "a.csv, row 2: not UTF-8"),
        ("a.csv", b'text\n"a\n', "a.csv: cannot be read"),
        ("a.csv.gz", b"text\na\n", "a.csv.gz: cannot be read"),
        ("a.csv.gz", gzip.compress(b"text\n" + b"a\n" * 999)[:-20], "a.csv.gz: cannot"),
        ("a.csv.gz", gzip.compress(b"text\na\n\xff\n"), "a.csv.gz, row 2: not UTF-8"),
        ("a.jsonl", b"", "a.jsonl: no column 'text'"),
        ("a.jsonl", b'{"text": "a"}\n{"text":\n', "a.jsonl, row 2: not JSON"),
        ("a.jsonl", b"[1]\n", "a.jsonl, row 1: not a JSON object"),
        ("a.jsonl", b"[" * 100_000, "a.jsonl, row 1: not JSON"),
        ("a.jsonl", b'{"text": "\xff"}\n', "a.jsonl, row"),
        ("a.jsonl.gz", b"x", "a.jsonl.gz: cannot be read"),
        ("a.parquet", b"PAR1", "a.parquet: cannot be read"),
        ("a.parquet", b"", "a.parquet: cannot be read"),
        ("a.txt", b"text\na\n", "a.txt: the ending must be one of .csv, .csv.gz"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_with_the_row(tmp_path, name, content, why):
    with pytest.raises(BadTable, match=why):
        read(tmp_path, name, content)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadTable, match=r"nobody\.csv: cannot be read"):
        read_table(tmp_path / "nobody.csv")


def test_every_required_column_must_be_there(tmp_path):
    (tmp_path / "a.csv").write_text("text,group\na,b\n")

    with pytest.raises(BadTable, match=r"no column 'label' \(found: text, group\)"):
        read_table(tmp_path / "a.csv", ("text", "label"))


@pytest.mark.parametrize(
    ("labels", "why"),
    [
        (["ham", "spam", "abuse", "footer", "good"], "row 5, column 'label': 'good'"),
        (["", "ham"], "row 1, column 'label': ''"),
        (["ham", "SPAM"], "row 2, column 'label': 'SPAM'"),
        (["x" * 1000], "x" * 40 + "' is none of abuse, footer, ham, spam"),
    ],
    ids=["unknown", "empty", "upper-case", "long"],
)
def test_the_first_unknown_label_is_named(labels, why):
    with pytest.raises(BadTable, match=why):
        check_labels(pd.DataFrame({"label": labels}), "a.csv")


def test_known_labels_pass():
    check_labels(pd.DataFrame({"label": ["ham", "spam", "abuse", "footer"]}), "a.csv")


def test_rows_become_comments_with_the_columns_that_are_there():
    row = {
        "text": "a", "author": "Ann", "author_url": "http://a.example",
        "author_email": "a@b.example", "title": "Bread", "type": "comment",
        "lang": "en", "other": "x",
    }  # fmt: skip

    assert comments_of(pd.DataFrame([row])) == [
        Comment(
            "a",
            Author("Ann", "a@b.example", "http://a.example"),
            Page(title="Bread"),
            type="comment",
            language="en",
        )
    ]


def test_text_alone_is_a_comment():
    assert comments_of(pd.DataFrame({"text": ["a", ""]})) == [Comment("a"), Comment("")]


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.csv", ".csv"),
        ("a.CSV.GZ", ".csv.gz"),
        ("a.b.jsonl", ".jsonl"),
        ("a.jsonl.gz", ".jsonl.gz"),
        ("a.parquet", ".parquet"),
    ],
)
def test_the_ending_says_the_format(tmp_path, name, ending):
    assert ending_of(tmp_path / name) == ending


@each_ending
def test_an_old_file_is_replaced_whole(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    write_table(pd.DataFrame({"text": ["old"] * 100}), path)

    write_table(pd.DataFrame({"text": ["new"]}), path)

    assert read_table(path)["text"].tolist() == ["new"]


def test_writing_that_fails_midway_leaves_the_old_file_and_no_draft(tmp_path):
    (tmp_path / "a.csv").write_text("text\nold\n")
    unwritable = pd.DataFrame({"text": pd.Series(["new", "\ud800"], dtype=object)})

    with pytest.raises(UnicodeEncodeError):
        write_table(unwritable, tmp_path / "a.csv")

    assert read_table(tmp_path / "a.csv")["text"].tolist() == ["old"]
    assert names(tmp_path) == ["a.csv"]


def test_a_format_that_nobody_knows_is_not_written(tmp_path):
    with pytest.raises(BadTable, match="the ending must be"):
        write_table(pd.DataFrame({"text": ["a"]}), tmp_path / "a.xlsx")

    assert names(tmp_path) == []


def test_a_first_row_with_a_cell_too_many_is_named(tmp_path):
    with pytest.raises(BadTable, match=r"a\.csv, row 1"):
        read(tmp_path, "a.csv", b"text,label\na,b,c\n")


@pytest.mark.parametrize("name", ["a.csv.gz", "a.jsonl.gz"])
def test_a_compressed_file_with_a_flipped_byte_is_named(tmp_path, name):
    packed = bytearray(gzip.compress(b'{"text": "hello world"}\n' * 99))
    packed[10] = 0xFF

    with pytest.raises(BadTable, match=name):
        read(tmp_path, name, bytes(packed))


@pytest.mark.parametrize(
    "column",
    [[[1, 2], [3]], pd.array([1, None], dtype="Int64")],
    ids=["lists", "nullable"],
)
def test_any_column_of_a_parquet_file_is_read(tmp_path, column):
    pd.DataFrame({"text": ["a", "b"], "x": column}).to_parquet(tmp_path / "a.parquet")

    assert read_table(tmp_path / "a.parquet")["text"].tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "text"),
    [(b'\xef\xbb\xbf{"text": "a"}\n', "a"), (b'{"text": "\\ud800"}\n', "\ufffd")],
    ids=["byte-order-mark", "lone-surrogate"],
)
def test_a_mark_or_a_lone_surrogate_spoils_no_jsonl_file(tmp_path, content, text):
    assert read(tmp_path, "a.jsonl", content)["text"].tolist() == [text]


@pytest.mark.parametrize(
    ("value", "cell"),
    [(np.float64(1.5), "1.5"), (np.int64(7), "7"), (np.float64("nan"), ""), (None, "")],
    ids=["a fraction", "a whole number", "not a number", "nothing"],
)
def test_a_number_is_kept_and_a_missing_one_is_empty(value, cell):
    column = pd.Series(["a", value], dtype=object)

    assert [tables._cell(each) for each in column] == ["a", cell]
