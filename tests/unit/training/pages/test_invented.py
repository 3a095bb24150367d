from collections import Counter

import numpy as np
import pandas as pd
import pytest

from training.pages import invented
from training.pages.folds import N_FOLDS, fold_of
from training.pages.invented import invented_pages

ARTICLE, COMMENT, FOOTER = 0, 1, 2


@pytest.fixture(scope="module")
def pages():
    return invented_pages()


@pytest.fixture
def pages_of(monkeypatch, tmp_path):
    """Return the pages that so many texts of each kind give, all of one language."""

    def make(**counts):
        rows = [
            (f"{kind} number {n}", kind, "xx")
            for kind, count in counts.items()
            for n in range(count)
        ]
        table = pd.DataFrame(rows, columns=["text", "kind", "lang"])
        (tmp_path / "articles").mkdir(exist_ok=True)
        table.to_csv(tmp_path / "articles" / "xx.csv", index=False)
        monkeypatch.setattr(invented, "data_dir", lambda: tmp_path)
        monkeypatch.setattr(invented, "own_footers", lambda: table[:0])
        # All texts of one fold, so that a test can count them.
        monkeypatch.setattr(invented, "N_FOLDS", 1)
        monkeypatch.setattr(invented, "fold_of", lambda text: 0)
        return invented_pages()

    return make


def texts(page):
    return [block.text for block in page.page.blocks]


def test_all_texts_of_a_page_are_of_the_fold_that_its_domain_names(pages):
    folds = [{fold_of(text) for text in texts(page)} for page in pages]

    assert folds == [{fold_of(page.domain)} for page in pages]
    assert set.union(*folds) == set(range(N_FOLDS))


def test_every_page_has_article_and_footers_and_many_have_comments(pages):
    labels = [set(page.labels.tolist()) for page in pages]

    assert all({ARTICLE, FOOTER} <= each for each in labels)
    assert 0.4 < np.mean([COMMENT in each for each in labels]) < 0.8


def test_there_are_pages_of_dozens_of_languages(pages):
    assert len({page.page_id.rpartition("-")[0] for page in pages}) > 40


def test_each_page_has_a_name_of_its_own_and_a_label_a_block(pages):
    assert len({page.page_id for page in pages}) == len(pages)
    assert all(page.labels.shape == (len(texts(page)),) for page in pages)


def test_two_calls_give_the_same_pages(pages):
    again = invented_pages()

    assert [each.page_id for each in again] == [each.page_id for each in pages]
    assert [*map(texts, again)] == [*map(texts, pages)]
    assert all(
        np.array_equal(one.labels, other.labels)
        for one, other in zip(again, pages, strict=True)
    )


@pytest.mark.parametrize(("paragraphs", "n_pages"), [(0, 0), (3, 0), (4, 6), (9, 6)])
def test_a_language_of_few_paragraphs_has_no_pages(pages_of, paragraphs, n_pages):
    assert len(pages_of(paragraph=paragraphs, headline=2, navigation=3)) == n_pages


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("headline", ARTICLE),
        ("everyday", COMMENT),
        ("caption", FOOTER),
        ("meta", FOOTER),
        ("form", FOOTER),
    ],
)
def test_what_a_text_is_gives_its_label(pages_of, kind, label):
    pages = pages_of(paragraph=5, **{kind: 5})

    labels = {
        number
        for page in pages
        for text, number in zip(texts(page), page.labels.tolist(), strict=True)
        if text.startswith(kind)
    }

    assert labels == {label}


def test_paragraphs_stand_once_a_page(pages_of):
    pages = pages_of(paragraph=8)

    counts = [Counter(t for t in texts(page) if "paragraph" in t) for page in pages]

    assert {n for count in counts for n in count.values()} == {1}
    assert all(3 <= len(count) <= 8 for count in counts)


def test_kinds_that_no_page_is_made_of_do_not_get_there(pages_of):
    pages = pages_of(paragraph=5, recipe=5)

    assert not [text for page in pages for text in texts(page) if "recipe" in text]
