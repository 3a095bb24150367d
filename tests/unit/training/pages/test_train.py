import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from moderation.errors import InvalidInput
from moderation.segment.artifact import FORMAT
from moderation.segment.blocks import BlockLabel
from moderation.segment.segmenter import Segmenter
from moderation.segment.words import grams_of
from moderation.text.views import batch_of, skeleton_view
from tests.unit.training.pages import samples
from tests.unit.training.pages.samples import page
from training.pages import train
from training.pages.evaluate import text_of
from training.pages.folds import N_FOLDS, fold_of
from training.pages.reading import read_pages
from training.pages.train import train_pages


@pytest.fixture
def model(trained):
    return Segmenter(trained.parts, {"name": "small", **trained.manifest})


@pytest.fixture
def unseen(tmp_path):
    """Pages of a domain that is in no training, as HTML and as lines."""
    rows = [samples.line_row(90)], [samples.html_row(90)]
    html, lines = read_pages(samples.write(tmp_path, *rows))
    return html[0], lines[0]


def numbers(labelled):
    return [[*BlockLabel].index(block.label) for block in labelled.blocks]


def without_label(pages, label):
    return [
        replace(each, labels=np.where(each.labels == label, -1, each.labels))
        for each in pages
    ]


def test_a_model_learns_what_its_pages_say(model, unseen):
    html, lines = unseen

    assert numbers(model.label_html(html.html)) == html.labels.tolist()
    assert numbers(model.label_text(text_of(lines))) == lines.labels.tolist()


def test_single_texts_are_learned_as_well(model):
    found = model.judge_alone(["in chapter 7 the baker sings.", "thanks, i loved it!!"])

    assert found.argmax(axis=1).tolist() == [0, 1]


def test_two_trainings_give_the_same_model(small_training, trained, pages):
    again = train_pages(*pages, samples.loose()).parts

    one, other = (
        Segmenter(parts, {"name": ""}).judge_alone(["thanks", "a chapter", "login"])
        for parts in (trained.parts, again)
    )
    assert np.array_equal(trained.parts.words.chars, again.words.chars)
    assert np.array_equal(trained.parts.html_steps, again.html_steps)
    assert np.array_equal(one, other)


@pytest.mark.parametrize(
    ("n_html", "n_lines", "why"),
    [(7, 12, "8 pages of HTML"), (12, 7, "8 pages of lines"), (0, 0, "of HTML")],
    ids=["html", "lines", "none"],
)
def test_too_few_pages_cannot_train(pages, n_html, n_lines, why):
    html, lines = pages

    with pytest.raises(InvalidInput, match=why):
        train_pages(html[:n_html], lines[:n_lines], samples.loose())


def test_eight_pages_of_each_form_are_enough(small_training, pages):
    html, lines = pages

    model = train_pages(html[:8], lines[:8], samples.loose())

    assert model.manifest["pages"] == {"html": 8, "lines": 8}


@pytest.mark.parametrize("label", [0, 1, 2])
@pytest.mark.parametrize("form", [0, 1], ids=["html", "lines"])
def test_a_label_without_blocks_cannot_train(pages, form, label):
    forms = [*pages]
    forms[form] = without_label(forms[form], label)

    with pytest.raises(InvalidInput, match="need articles, comments and footers"):
        train_pages(*forms, samples.loose())


def test_the_manifest_says_what_was_learned_from(trained):
    manifest = trained.manifest

    assert manifest["format"] == FORMAT
    assert manifest["labels"] == [each.value for each in BlockLabel]
    assert manifest["pages"] == {"html": 12, "lines": 12}
    assert manifest["texts"] == {"pages": 84, "ours-0": 3, "ours-1": 3, "ours-2": 3}
    assert manifest["libraries"].keys() >= {"scikit-learn", "hamgate"}


def test_the_manifest_is_plain_json_and_its_moment_has_a_zone(trained):
    text = json.dumps(trained.manifest, allow_nan=False)

    made = datetime.fromisoformat(json.loads(text)["created_at"])
    assert made.utcoffset() == timedelta(0)
    assert made <= datetime.now(UTC)


def test_progress_names_each_step(small_training, pages):
    steps = []

    train_pages(*pages, samples.loose(), steps.append)

    assert steps[0] == "reading texts"
    assert steps[-1] == "fitting pages of lines"
    assert len(steps) == len(set(steps)) == 2 * N_FOLDS + 5


def test_invented_pages_teach_lines_and_are_not_counted(
    small_training, pages, monkeypatch
):
    taught = []
    monkeypatch.setattr(train, "invented_pages", lambda: [page(["a", "b"], [0, 1])])
    monkeypatch.setattr(train, "_fit_lines", lambda *given, **_: taught.extend(given))

    manifest = train_pages(*pages, samples.loose()).manifest

    assert [each.domain for each in taught[0][11:]] == ["site-11.example", "a.example"]
    assert [len(alone) for alone, _ in taught[1][11:]] == [7, 2]
    assert manifest["pages"]["lines"] == 12


@pytest.mark.parametrize(
    ("n_invented", "weights"),
    [(0, [1, 1, 1, 1]), (1, [1, 1, 4, 4]), (2, [4, 4, 4, 4])],
)
def test_invented_lines_weigh_more_than_others(monkeypatch, n_invented, weights):
    monkeypatch.setattr(train, "_INVENTED_WEIGHT", 4)
    monkeypatch.setattr(train, "fit_trees", lambda X, y, weights, settings: weights)
    told = np.zeros((2, 6), np.float32), np.zeros((2, 3), np.float32)

    found = train._fit_lines([page(["a", "b"], [0, 1])] * 2, [told] * 2, n_invented)

    assert found.tolist() == weights


def test_a_page_is_told_of_by_the_judge_of_its_fold():
    judges = [SimpleNamespace(of=lambda page, n=n: n) for n in range(N_FOLDS)]
    pages = [page(["a"], [0], f"{n}.example") for n in range(30)]

    told = [train._told(each, judges) for each in pages]

    assert told == [fold_of(each.domain) for each in pages]


def test_no_judge_of_a_page_has_seen_its_texts(monkeypatch, pages):
    monkeypatch.setattr(train, "_BITS", 16)
    monkeypatch.setattr(train, "fit_trees", lambda *given: None)
    marked = [page([f"qzxw{n}vkj"], [n % 3], f"{n}.example") for n in range(30)]

    judges, whole = train._judges(
        train._Texts.of(marked, samples.loose()), lambda step: None
    )

    told = [judges[fold_of(each.domain)] for each in marked]
    assert [*map(weight_of, marked, told)] == [0] * 30
    assert min(weight_of(each, whole) for each in marked) > 0


@pytest.mark.parametrize(
    ("n_blocks", "n_few"), [(1, 0), (2, 0), (16, 1), (17, 1), (400, 1)]
)
@pytest.mark.parametrize("name", ["a", "b", "c", "d"])
def test_a_page_teaches_whole_and_as_a_few_lines_of_it(name, n_blocks, n_few):
    source = replace(page(["x"] * n_blocks, [0] * n_blocks), page_id=name)

    whole, *few = train._parts_of(source)

    assert (whole, len(few)) == (slice(0, n_blocks), n_few)
    assert all(0 <= part.start < part.stop <= n_blocks for part in few)
    assert all(2 <= part.stop - part.start <= 15 for part in few)


def test_steps_are_how_much_likelier_one_label_follows_another():
    pages = [page(["x"] * 5, [0, 0, 1, -1, 2]), page(["x"], [2]), page([], [])]

    steps = train._steps(pages)

    # Seen once each, and once more for all nine: of 5 after articles 2 are articles,
    # and articles are 5 of the 12 that something follows.
    assert steps[0, 0] == pytest.approx(np.log(2 / 5) - np.log(5 / 12))
    assert steps[2, 2] == pytest.approx(np.log(1 / 3) - np.log(3 / 12))
    assert steps[1].tolist() == pytest.approx(
        np.log([(1 / 4) / (5 / 12), (1 / 4) / (4 / 12), (2 / 4) / (3 / 12)]).tolist()
    )


def test_texts_from_elsewhere_weigh_a_share_of_what_blocks_do():
    units = np.array(["pages"] * 4 + ["one"] * 4 + ["other"])
    y = np.array([0, 0, 1, 2, 1, 1, 1, 1, 1])

    weights = train._weights(y, units, units != "pages")

    assert weights[:4] == pytest.approx([2 / 3, 2 / 3, 4 / 3, 4 / 3])
    # A unit of four weighs twice one of one; both weigh .3 of the 4/3 of their label.
    assert weights[4:8].sum() == pytest.approx(0.4 * 2 / 3)
    assert weights[8] == pytest.approx(0.4 / 3)


def weight_of(source, judge):
    texts = [block.text for block in source.page.blocks]
    [bucket] = grams_of(skeleton_view(batch_of(texts)), judge.words.bits)[0][0].bucket
    return float(np.abs(judge.words.words[bucket]).max())
