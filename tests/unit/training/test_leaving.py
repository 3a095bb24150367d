import pandas as pd
import pytest

from moderation.errors import BadTable
from moderation.tables import write_table
from tests import tiny
from training import leaving
from training.leaving import leave_one_out, left_out_tests, without_metadata

SOURCES = ("youtube_uci", "davidson", "olid", "hamgate")


@pytest.fixture
def rows():
    parts = [
        tiny.labelled_rows(spam=12, ham=12).assign(source=name) for name in SOURCES
    ]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture
def learned(monkeypatch):
    """Note the sources of each training, and answer with one small model."""
    trainings = []

    def train(table, progress):
        progress("fitting spam")
        trainings.append(set(table["source"]))
        return tiny.trained()

    monkeypatch.setattr(leaving, "train_model", train)
    return trainings


def splits_of(*names):
    rows = tiny.labelled_rows(spam=5, ham=5).assign(author="Marta", title="Bread")
    return {name: rows for name in names}


def write_source(folder, name, **columns):
    (folder / "comments").mkdir(exist_ok=True)
    table = pd.DataFrame({"text": ["a", "b", "c"], **columns})
    write_table(table, folder / "comments" / f"{name}.csv.gz")


def test_a_model_learns_nothing_of_the_source_left_out(rows, learned):
    [found] = leave_one_out(rows, splits_of("youtube_uci"))

    assert learned == [{"davidson", "olid", "hamgate"}]
    assert found.without == {"youtube_uci"}
    assert found.model.name == "without youtube_uci"


def test_sisters_of_its_platform_and_language_are_left_out_too(rows, learned):
    [found] = leave_one_out(rows, splits_of("olid"))

    assert learned == [{"youtube_uci", "hamgate"}]
    assert found.without == {"davidson", "olid"}


def test_sources_with_the_same_training_rows_share_a_model(rows, learned):
    found = list(leave_one_out(rows, splits_of("olid", "davidson", "wp_blogs_a")))

    assert len(learned) == 2
    assert [each.model.name for each in found] == [
        "without olid", "without davidson", "without wp_blogs_a"
    ]  # fmt: skip


def test_a_source_that_is_never_learned_from_leaves_all_rows(rows, learned):
    [found] = leave_one_out(rows, splits_of("wp_blogs_a"))

    assert (learned, found.without) == ([set(SOURCES)], frozenset())


def test_progress_names_the_source_and_the_step(rows, learned):
    said = []

    list(leave_one_out(rows, splits_of("olid"), said.append))

    assert said == ["olid", "olid: fitting spam"]


def test_text_alone_is_measured_beside_all_fields(rows, learned):
    [each] = leave_one_out(rows, splits_of("youtube_uci"))

    found = each.evaluate()

    assert (found["source"], found["n_rows"]) == ("youtube_uci", 10)
    assert found["trained_without"] == ["youtube_uci"]
    alone = found["without_metadata"]
    assert alone["heads"]["spam"]["n_positive"] == 5
    assert alone["at_thresholds"]["ham_blocked"]["n"] == 5


def test_without_metadata_only_the_text_says_something():
    table = splits_of("a")["a"].assign(author_url="http://x.example", lang="en")

    found = without_metadata(table)

    assert (
        set(found["author"]) == set(found["author_url"]) == set(found["title"]) == {""}
    )
    assert found["text"].tolist() == table["text"].tolist()
    assert set(found["lang"]) == {"en"}


def test_a_test_has_the_test_split_and_no_other_label(tmp_path):
    split = ["test", "train", "test"]
    write_source(tmp_path, "one", label=["ham", "ham", "promotion"], split=split)

    tests = left_out_tests(tmp_path)

    assert tests["one"][["text", "source"]].to_numpy().tolist() == [["a", "one"]]


def test_sources_without_a_test_split_are_passed_over(tmp_path):
    write_source(tmp_path, "unlabelled")
    write_source(tmp_path, "training", label=["ham"] * 3, split=["train"] * 3)
    write_source(tmp_path, "whole", label=["ham"] * 3, split=["test"] * 3)

    assert list(left_out_tests(tmp_path)) == ["whole"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("absent", "no source 'absent' in .*/comments"),
        ("training", "source 'training' has no test split"),
        ("unlabelled", "source 'unlabelled' has no test split"),
    ],
)
def test_a_source_that_cannot_be_measured_is_named(tmp_path, name, message):
    write_source(tmp_path, "unlabelled")
    write_source(tmp_path, "training", label=["ham"] * 3, split=["train"] * 3)

    with pytest.raises(BadTable, match=message):
        left_out_tests(tmp_path, [name])
