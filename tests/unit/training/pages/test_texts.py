import pandas as pd
import pytest

from tests.unit.training.pages.samples import page
from training.pages import texts
from training.pages.texts import loose_texts, page_texts

COLUMNS = ["text", "label", "fold_by", "unit"]


def table(*rows):
    """Rows of text, label and group."""
    return pd.DataFrame(rows, columns=["text", "label", "group"])


@pytest.fixture
def ours(monkeypatch, tmp_path):
    """Let a test say what the corpus, the footers and the articles are."""
    corpus = [("Hello!", "ham", "g")]
    footers = [("Log in", "footer", ""), ("Nice one", "ham", "")]
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "en.csv").write_text("text,label\nIt was May.,article\n")

    def set_to(corpus=corpus, footers=footers):
        monkeypatch.setattr(texts, "build_corpus", lambda: table(*corpus))
        monkeypatch.setattr(texts, "own_footers", lambda: table(*footers))
        monkeypatch.setattr(texts, "data_dir", lambda: tmp_path)

    set_to()
    return set_to


@pytest.fixture
def outside(ours, monkeypatch, tmp_path):
    """Let a test say what the outside sources are, and return all loose texts."""

    def read(comments, forms=()):
        outer = pd.DataFrame(comments, columns=["text", "label", "group", "source"])
        inner = pd.DataFrame(forms, columns=["text", "label", "group", "lang"])
        monkeypatch.setattr(texts, "outside_comments", lambda datasets: outer)
        monkeypatch.setattr(texts, "form_strings", lambda datasets: inner)
        return loose_texts(tmp_path)

    return read


def rows(table):
    return [tuple(row) for row in table[COLUMNS].itertuples(index=False)]


def test_blocks_of_pages_are_rows_of_their_domain():
    found = page_texts([page(["One", "Two"], [0, 2], "a.example")])

    assert rows(found) == [
        ("One", 0, "a.example", "pages"),
        ("Two", 2, "a.example", "pages"),
    ]


def test_blocks_that_nobody_knows_teach_nothing():
    found = page_texts([page(["One", "Two"], [-1, 1])])

    assert found["text"].tolist() == ["Two"]


def test_a_text_counts_once_a_domain_and_again_on_another():
    pages = [
        page(["Log in", "Log in"], [2, 2], "a.example"),
        page(["Log in"], [2], "a.example"),
        page(["Log in"], [2], "b.example"),
    ]

    found = page_texts(pages)

    assert found["fold_by"].tolist() == ["a.example", "b.example"]
    assert found.index.tolist() == [0, 1]


@pytest.mark.parametrize("pages", [[], [page([], [])], [page(["a"], [-1])]])
def test_pages_without_labels_are_no_rows(pages):
    found = page_texts(pages)

    assert (len(found), sorted(found.columns)) == (0, sorted(COLUMNS))


def test_our_own_texts_are_of_all_labels(ours):
    found = loose_texts(None)

    assert rows(found) == [
        ("Hello!", 1, "g", "corpus-1"),
        ("Nice one", 1, "Nice one", "short-comments-1"),
        ("Log in", 2, "Log in", "footers-2"),
        ("It was May.", 0, "It was May.", "articles-0"),
    ]


def test_spam_is_a_comment_and_abuse_is_left_out(ours):
    ours(corpus=[("Win!", "spam", "a"), ("Idiot!", "abuse", "b")])

    found = loose_texts(None)

    assert found[found["unit"] == "corpus-1"]["text"].tolist() == ["Win!"]


def test_one_row_of_a_group_is_enough(ours):
    ours(corpus=[("Win cash", "spam", "a"), ("W1n cash", "spam", "a")])

    found = loose_texts(None)

    assert found[found["unit"] == "corpus-1"]["text"].tolist() == ["Win cash"]


def test_the_shipped_texts_fit_the_columns(corpus, monkeypatch):
    monkeypatch.setattr(texts, "build_corpus", lambda: corpus)

    found = loose_texts(None)

    assert set(found["label"]) == {0, 1, 2}
    assert found[COLUMNS].notna().all().all()
    assert (found[["text", "fold_by"]] != "").all().all()
    assert not found.duplicated(["text", "unit"]).any()


def test_outside_comments_are_a_unit_a_source_without_spam(outside):
    comments = [
        ("Well said", "ham", "g", "news"),
        ("Fool!", "abuse", "", "news"),
        ("Win!", "spam", "", "news"),
        ("Me too", "ham", None, "clips"),
    ]

    found = outside(comments)

    assert {*rows(found[found["unit"].isin(["news-1", "clips-1"])])} == {
        ("Me too", 1, "Me too", "clips-1"),
        ("Well said", 1, "g", "news-1"),
        ("Fool!", 1, "Fool!", "news-1"),
    }


def test_a_source_gives_so_many_rows_at_most(outside, monkeypatch):
    monkeypatch.setattr(texts, "_MOST_ROWS", 3)
    comments = [(f"text {n}", "ham", "", "news") for n in range(9)]

    one, other = outside(comments), outside(comments)

    assert (one["unit"] == "news-1").sum() == 3
    assert one.equals(other)


def test_strings_of_forms_are_footers_that_folds_hold_out_by_language(outside):
    forms = [("Laisser un commentaire", "footer", "Leave a comment", "fr")]

    found = outside([("a", "ham", "", "news")], forms)

    assert rows(found)[-1] == ("Laisser un commentaire", 2, "fr", "form_strings-2")
