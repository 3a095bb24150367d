import pytest

from moderation.errors import BadTable
from tests.unit.training.corpus.families import write_family
from training.corpus.build import (
    COLUMNS,
    build_corpus,
    family_files,
)

COMMON = {
    "spam": (
        "flattery-with-link", "casino-betting", "loans", "pharma", "crypto-giveaway",
        "dating-adult", "prize-phishing",
    ),
    "ham": (
        "thanks-short", "question-plain", "praise-of-a-detail", "link-to-any-domain",
    ),
}  # fmt: skip
# Texts that differ enough to be no near-duplicates.
WORDS = "{bread|garden tools|old printers|winter tyres|cheap flights|blue paint}"
TEXT = "[en]\nwho knows all about " + WORDS + " and {cats|some weather|our mayor}?\n"


@pytest.fixture
def build(tmp_path):
    def build_one(text, name="ham/question"):
        return build_corpus([write_family(tmp_path, text, name)])

    return build_one


def test_a_row_says_its_label_language_source_and_template(build):
    [row] = build("about: x\n[de]\nhallo\n").to_dict("records")

    assert row["text"].lower().startswith("hallo")
    assert (row["label"], row["lang"]) == ("ham", "de")
    assert (row["source"], row["template"]) == ("hamgate", "ham/question:3")


@pytest.mark.parametrize("text", ["", "[en]\n", TEXT])
def test_the_columns_are_the_same_whatever_is_in_it(build, text):
    assert tuple(build(text).columns) == COLUMNS


def test_no_files_give_no_rows():
    assert len(build_corpus([])) == 0


@pytest.mark.parametrize(
    ("settings", "n_rows"), [("", 4), ("variants: 1\n", 1), ("variants: 2\n", 2)]
)
def test_a_text_gives_as_many_rows_as_the_family_says(build, settings, n_rows):
    assert len(build(settings + TEXT)) == n_rows


def test_a_text_without_choices_gives_one_row(build):
    assert len(build("[en]\njust this, always\n")) == 1


def test_rows_of_one_text_that_are_nearly_the_same_are_one(build):
    assert len(build("[en]\nsend me a message at {email} and I will help you\n")) == 1


def test_rows_of_one_template_are_one_group(build):
    table = build(TEXT + "a second {question|matter} altogether\n")

    groups = table.groupby("template")["group"].nunique()
    assert groups.tolist() == [1, 1]
    assert table["group"].nunique() == 2


def test_the_same_text_in_two_languages_is_one_group(build):
    table = build("[en]\n{title} and {title/2}\n[es]\n{title} and {title/2}\n")

    assert set(table["lang"]) == {"en", "es"}
    assert table["group"].nunique() == 1


def test_the_same_text_in_two_families_is_two_groups(build):
    here, there = build(TEXT), build(TEXT, "ham/other")

    assert set(here["group"]).isdisjoint(there["group"])


def test_a_text_that_comes_twice_is_kept_where_it_came_first(build, tmp_path):
    paths = [
        write_family(tmp_path, "[en]\nda, tovarish\n[ru]\nda, tovarish\n", name)
        for name in ("ham/a", "spam/b")
    ]

    table = build_corpus(paths)

    assert not table["text"].duplicated().any()
    assert set(table["label"][table["text"] == "da, tovarish"]) == {"ham"}


def test_a_line_that_is_added_above_changes_no_other_row(build):
    before = build(TEXT)

    after = build(TEXT.replace("[en]\n", "[en]\n;; a remark\nanother text\n"))

    kept = after[after["group"].isin(set(before["group"]))].reset_index(drop=True)
    assert kept.drop(columns="template").equals(before.drop(columns="template"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "[en]\nhi\n{nobody}",
            "ham/question.txt, line 3: no slot of the name 'nobody'",
        ),
        ("[en]\nhi {a", "ham/question.txt, line 2: a brace is not closed"),
        ("where: moon 1\n[en]\nhi", "ham/question.txt, line 3: where: 'moon 1'"),
        ("variants: x\n[en]\nhi", "ham/question.txt, line 3: variants: 'x'"),
        ("hi", "question.txt, line 1: no language"),
    ],
)
def test_an_error_names_file_and_line(build, text, why):
    with pytest.raises(BadTable, match=why):
        build(text)


def test_a_word_that_is_the_name_of_a_slot_can_be_built(build):
    assert set(build("[en]\n{url|url}\n")["text"].str[:3]) == {"url"}


def test_families_are_the_text_files_of_each_label_in_order(tmp_path):
    paths = [write_family(tmp_path, "", name) for name in ("ham/b", "ham/a", "abuse/c")]
    (tmp_path / "slots.txt").write_text("")
    (tmp_path / "ham" / "notes.md").write_text("")

    assert family_files(tmp_path) == sorted(paths)


def test_every_family_gives_thirty_texts_or_more(corpus):
    family = corpus["template"].str.rpartition(":")[0]

    n_texts = corpus.groupby(family)["template"].nunique()
    assert n_texts[n_texts < 30].to_dict() == {}
    assert len(n_texts) == len(family_files())


def test_there_are_enough_rows_and_families(corpus):
    n_families = {
        label: len([path for path in family_files() if path.parent.name == label])
        for label in ("ham", "spam", "abuse")
    }

    assert len(corpus) >= 20_000
    assert n_families["spam"] >= 45
    assert n_families["ham"] >= 35
    assert set(corpus["label"]) == set(n_families)


@pytest.mark.parametrize(
    "family", [f"{label}/{name}" for label, names in COMMON.items() for name in names]
)
def test_a_common_family_is_written_in_twenty_languages(corpus, family):
    rows = corpus[corpus["template"].str.startswith(f"{family}:")]

    assert rows["lang"].nunique() >= 20


def test_no_text_has_two_labels(corpus):
    labels = corpus.groupby("text")["label"].nunique()

    assert labels[labels > 1].index.tolist() == []


def test_no_field_of_any_row_is_missing_or_holds_a_slot(corpus):
    assert corpus.notna().all().all()
    assert (corpus["text"].str.strip() != "").all()
    assert not corpus["author"].str.contains("[{}]").any()


def test_two_builds_of_one_family_are_equal(corpus):
    path = family_files()[0]

    one, other = build_corpus([path]), build_corpus([path])

    assert one.equals(other)
    own = corpus[corpus["template"].str.startswith(f"{path.parent.name}/{path.stem}:")]
    assert set(own["text"]) <= set(one["text"])
