"""`hamgate evaluate --leave-one-source-out` on two small sources of our own making."""

import sys
from functools import partial

import pandas as pd
import pytest

from moderation.tables import write_table
from tests import tiny
from training import leaving, shipped
from training.corpus.build import COLUMNS
from training.obfuscation import OBFUSCATIONS
from training.train import train_model

PNG = b"\x89PNG\r\n"


@pytest.fixture
def datasets(tmp_path, monkeypatch):
    """A folder of data sets, and none of the corpus, which takes its time."""
    own = tiny.labelled_rows(spam=30, ham=30, abuse=12, footer=12)
    own = own.assign(source="hamgate", template="ham/any:1")
    monkeypatch.setattr(
        shipped, "build_corpus", lambda: own.reindex(columns=COLUMNS, fill_value="")
    )
    monkeypatch.setattr(
        leaving, "train_model", partial(train_model, layout=tiny.LAYOUT)
    )
    write_forms(tmp_path / "datasets")
    for name in ("youtube_uci", "wp_blogs_a"):
        write_source(tmp_path / "datasets", name)
    return tmp_path / "datasets"


def write_source(folder, name):
    (folder / "comments").mkdir(exist_ok=True)
    table = tiny.labelled_rows(spam=20, ham=20).assign(
        source=name, author="Marta", split=["train", "test"] * 20, group=""
    )
    write_table(table, folder / "comments" / f"{name}.csv.gz")


def write_forms(folder):
    (folder / "footers").mkdir(parents=True)
    rows = {"text": ["Leave a reply below"], "key_en": ["reply"], "lang": ["en"]}
    write_table(pd.DataFrame(rows), folder / "footers" / "form_strings_i18n.csv.gz")


@pytest.fixture
def leave_out(datasets):
    return ("evaluate", "--leave-one-source-out", datasets)


def test_each_source_is_measured_by_a_model_that_never_saw_it(ask, leave_out):
    blogs, youtube = ask(*leave_out, "--json")["left_out"]

    assert (blogs["source"], blogs["trained_without"]) == ("wp_blogs_a", [])
    assert (youtube["source"], youtube["trained_without"]) == (
        "youtube_uci", ["youtube_uci"]
    )  # fmt: skip
    assert youtube["model"] == "without youtube_uci"
    assert youtube["at_thresholds"]["ham_blocked"]["n"] == 10
    assert youtube["without_metadata"]["heads"]["spam"]["n_ham"] == 10
    assert "obfuscations" not in youtube


def test_sources_left_out_are_told_in_lines(run, leave_out):
    result = run(*leave_out)

    assert result.exit_code == 0
    assert "wp_blogs_a, 20 rows; trained without nothing" in result.stdout
    assert "youtube_uci, 20 rows; trained without youtube_uci" in result.stdout
    assert "without metadata" in result.stdout


def test_one_source_alone_can_be_named(ask, leave_out):
    found = ask(*leave_out, "--source", "youtube_uci", "--json")

    assert [each["source"] for each in found["left_out"]] == ["youtube_uci"]


def test_disguises_are_measured_when_asked_for(run, ask, leave_out):
    arguments = (*leave_out, "--source", "youtube_uci", "--obfuscations")

    [found] = ask(*arguments, "--json")["left_out"]

    assert list(found["obfuscations"]) == list(OBFUSCATIONS)
    assert found["obfuscations"]["leet"]["all"]["n_spam"] == 10
    assert "emoji-letters" in run(*arguments).stdout


def test_a_picture_is_drawn_when_asked_for(ask, leave_out, tmp_path):
    ask(*leave_out, "--picture", tmp_path / "roc.png", "--json")

    assert (tmp_path / "roc.png").read_bytes().startswith(PNG)


def test_a_picture_without_matplotlib_is_refused_before_any_training(
    refuse, leave_out, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr(leaving, "train_model", None)

    line = refuse(*leave_out, "--picture", tmp_path / "roc.png")

    assert "pip install 'hamgate[pictures]'" in line


def test_a_source_that_is_not_there_is_refused(refuse, leave_out):
    line = refuse(*leave_out, "--source", "letters")

    assert line == "Error: no source 'letters' in datasets/comments"


@pytest.mark.parametrize(
    "arguments", [["--split", "test"], ["--model", "."], [__file__]]
)
def test_what_only_files_have_is_called_wrongly(run, leave_out, arguments):
    result = run(*leave_out, *arguments)

    assert result.exit_code == 2
    assert "takes no FILES, --model or --split" in result.stderr
