from collections import Counter

import pandas as pd
import pytest

from moderation.classify.artifact import FORMAT
from moderation.lists import data_dir
from moderation.manifest import read_manifest
from moderation.tables import check_labels, write_table
from training import shipped
from training.corpus.build import digest_of
from training.shipped import shipped_rows


@pytest.fixture(scope="module")
def own(corpus):
    """Rows of our own, from the corpus that is built once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "build_corpus", lambda: corpus)
        return shipped_rows(None)


@pytest.fixture
def datasets(tmp_path, monkeypatch, corpus):
    """Two sources of our own making: one that may train, one that may not."""
    monkeypatch.setattr(shipped, "build_corpus", lambda: corpus)
    monkeypatch.setattr(shipped, "may_train", lambda source: source == "allowed")
    rows = [("train text", "spam", "train"), ("test text", "spam", "test")]
    table = pd.DataFrame(rows, columns=["text", "label", "split"])
    (tmp_path / "comments").mkdir()
    (tmp_path / "footers").mkdir()
    for name in ("allowed", "forbidden"):
        named = table.assign(text=name + " " + table["text"], source=name)
        write_table(named, tmp_path / "comments" / f"{name}.csv.gz")
    strings = {"text": ["Yes", "Leave a reply here", "Leave a reply here"]}
    forms = pd.DataFrame(strings).assign(key_en="reply", lang="en")
    write_table(forms, tmp_path / "footers" / "form_strings_i18n.csv.gz")
    return tmp_path


def test_rows_of_our_own_have_all_labels_and_texts(own):
    check_labels(own, "own")

    assert set(own["label"]) == {"ham", "spam", "abuse", "footer"}
    assert (own["text"].str.strip() != "").all()
    assert own.notna().all().all()


def test_rows_of_our_own_are_families_of_comments_and_footers(own, corpus):
    is_footer = own["label"] == "footer"

    assert set(own["source"]) == {"hamgate"}
    assert own["text"].tolist()[: len(corpus)] == corpus["text"].tolist()
    assert (own["template"][~is_footer] != "").all()
    assert (own["template"][is_footer] == "").all()
    assert set(own["kind"][is_footer]) >= {"form", "cookies", "byline", "system"}


def test_footers_and_comments_that_look_like_them_teach_the_footer_head_alone(
    own, corpus
):
    strings = own[len(corpus) :]

    assert set(own["heads"][: len(corpus)]) == {""}
    assert set(strings["heads"][strings["label"] == "ham"]) == {"footer"}
    assert (strings["heads"] == "").sum() == 950


def test_no_text_of_our_own_has_two_labels(own):
    labels = own.groupby("text")["label"].nunique()

    assert labels[labels > 1].index.tolist() == []


def test_only_the_train_split_of_an_allowed_source_is_learned_from(own, datasets):
    added = set(shipped_rows(datasets)["text"]) - set(own["text"])

    assert added == {"allowed train text", "Leave a reply here"}


def test_form_strings_are_footers_of_one_group_in_all_languages(datasets):
    rows = shipped_rows(datasets)

    [found] = rows[rows["source"] == "form_strings"].to_dict("records")
    assert (found["label"], found["group"]) == ("footer", "reply")


def test_one_source_gives_no_more_of_a_label_than_is_allowed(datasets, monkeypatch):
    monkeypatch.setattr(shipped, "_MOST_ROWS", 3)
    texts = [f"text {n}" for n in range(12)]
    table = pd.DataFrame({"text": texts, "label": ["ham"] * 10 + ["spam"] * 2})
    table = table.assign(split="train", source="allowed")
    write_table(table, datasets / "comments" / "allowed.csv.gz")

    rows = shipped_rows(datasets)

    counts = Counter(rows[rows["source"] == "allowed"]["label"])
    assert counts == {"ham": 3, "spam": 2}


def test_a_source_that_is_left_out_gives_no_rows(datasets):
    rows = shipped_rows(datasets, frozenset({"allowed"}))

    assert set(rows["source"]) == {"hamgate", "form_strings"}


def test_the_artifact_that_ships_was_trained_on_the_corpus_as_it_is(corpus):
    manifest = read_manifest(data_dir() / "models" / "default", FORMAT)

    assert manifest["corpus_sha256"] == digest_of(corpus)
