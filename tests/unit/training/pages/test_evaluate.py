from dataclasses import replace

import numpy as np
import pytest

from moderation.segment.blocks import BlockLabel, LabelledBlock, LabelledPage
from tests.unit.training.pages.samples import page
from training.pages import evaluate
from training.pages.evaluate import (
    HeldOutPages,
    evaluate_pages,
    found_in,
    hold_out_domains,
)
from training.pages.folds import N_FOLDS, fold_of


class Oracle:
    """A model that takes a text for what its first letter says, and is sure of it."""

    def judge_alone(self, texts):
        found = np.full((len(texts), 3), 0.1)
        found[np.arange(len(texts)), ["acf".index(text[0]) for text in texts]] = 0.8
        return found

    def label_text(self, text):
        labels = [*BlockLabel]
        return LabelledPage(
            tuple(
                LabelledBlock(line, labels["acf".index(line[0])], 0.8)
                for line in text.split("\n")
            )
        )

    def label_html(self, html):
        return self.label_text(html)


@pytest.fixture
def trainings(monkeypatch, trained):
    """Train nothing, and note what would have been trained on."""
    seen = []

    def train_pages(html, lines, loose, progress):
        seen.append((html, lines))
        return trained

    monkeypatch.setattr(evaluate, "train_pages", train_pages)
    return seen


def domains(*forms):
    return {each.domain for pages in forms for each in pages}


def of_domains(n_domains, n_each=1):
    names = [f"{n % n_domains}.example" for n in range(n_domains * n_each)]
    return [page(["text"], [0], name) for name in names]


def test_every_page_is_held_out_once(trainings):
    html, lines = of_domains(7), of_domains(11, 2)

    folds = list(hold_out_domains(html, lines, None))

    held = [each for fold in folds for each in fold.html]
    assert len(folds) == 3
    assert sorted(map(id, held)) == sorted(map(id, html))
    assert sum(len(fold.lines) for fold in folds) == 22


def test_no_domain_is_learned_from_and_measured_on(trainings):
    folds = list(hold_out_domains(of_domains(7, 2), of_domains(11, 3), None))

    seen = [domains(*each) for each in trainings]
    held = [domains(fold.html, fold.lines) for fold in folds]
    assert [one & other for one, other in zip(seen, held, strict=True)] == [set()] * 3
    assert [one | other for one, other in zip(seen, held, strict=True)] == [
        domains(of_domains(11))
    ] * 3


def test_folds_are_of_about_one_size_and_the_same_each_time(trainings):
    pages = of_domains(30)

    one, other = (
        [domains(fold.lines) for fold in hold_out_domains([], pages, None, n_folds=4)]
        for _ in range(2)
    )

    assert sorted(map(len, one)) == [7, 7, 8, 8]
    assert one == other


def test_each_fold_is_told_and_trained_when_it_is_asked_for(trainings):
    steps = []

    folds = hold_out_domains(of_domains(3), [], None, progress=steps.append)
    model = next(folds).model

    assert (steps, len(trainings)) == (["fold 1 of 3"], 1)
    assert model.name == "fold 0"


def test_an_answer_is_its_texts_by_label():
    found = found_in(Oracle().label_text("a 1\nf 2\nc 3\na 4\nc 5"))

    assert (found.article, found.comments) == ("a 1\na 4", "c 3\nc 5")
    assert found.labels.tolist() == [0, 2, 1, 0, 1]


def test_folds_are_measured_together():
    one = page(["a 1", "c 2", "f 3"], [0, 1, 2], comments=["c 2"], article="a 1")
    other = page(["a 4", "f 5"], [0, -1], article="a 4 4 4")
    html = [replace(each, html="\n".join(_texts(each))) for each in (one, other)]
    folds = [
        HeldOutPages(Oracle(), html[:1], [one]),
        HeldOutPages(Oracle(), html[1:], [other]),
    ]

    found = evaluate_pages(iter(folds))

    assert found["html"] == found["lines"]
    assert (found["lines"]["blocks"], found["lines"]["n_blocks"]) == (1.0, 4)
    assert found["lines"]["main"] == pytest.approx((1 + 4 / 6) / 2)


def test_single_blocks_are_measured_by_footers_that_pass_for_comments():
    texts = ["a", *["c"] * 10, "f", "c oddly", "f", "f", "c"]
    labels = [0, *[1] * 10, 2, 2, 2, 2, -1]
    html = replace(page(["a", "c", "f"], [0, 1, 2]), html="a\nc\nf")

    found = evaluate_pages(
        iter([HeldOutPages(Oracle(), [html], [page(texts, labels)])])
    )

    assert found["alone"]["footers_at_recall_90"] == 1 / 4
    assert found["alone"]["n_blocks"] == 15


def test_single_blocks_are_ranked_by_comment_against_footer(monkeypatch):
    html = replace(page(["a", "c", "f"], [0, 1, 2]), html="a\nc\nf")
    lines = page(["a", "c", "f"], [0, 1, 2])
    found = np.array([[0.9, 0.1, 0], [0.6, 0.3, 0.1], [0, 0.4, 0.6]])
    monkeypatch.setattr(Oracle, "judge_alone", lambda self, texts: found)

    measured = evaluate_pages(iter([HeldOutPages(Oracle(), [html], [lines])]))

    assert measured["alone"]["footers_at_recall_90"] == 0


def _texts(source):
    return [block.text for block in source.page.blocks]


@pytest.mark.parametrize("name", ["", "a.example", "Ж", "x" * 10_000])
def test_a_name_has_one_fold(name):
    assert fold_of(name) == fold_of(name) in range(N_FOLDS)


def test_names_are_spread_over_all_folds():
    counts = np.bincount([fold_of(f"{n}.example") for n in range(1000)])

    assert len(counts) == N_FOLDS
    assert counts.min() > 0.7 * 1000 / N_FOLDS
