import pytest

from training.pages.report import evaluation_text, training_text

_PART = {
    "blocks": 0.91234567,
    "blocks_unbalanced": 0.5,
    "comments_micro": 0.8,
    "comments_macro": 0.7,
    "snippets_found": 1.0,
    "snippets_leaked": 0.0,
    "main": 0.95,
}
_FOUND = {
    "html": _PART,
    "lines": dict.fromkeys(_PART, 0.25),
    "alone": {"blocks": 0.75, "footers_at_recall_90": 0.125},
}


def test_an_artifact_is_told_with_its_pages_and_texts():
    manifest = {
        "name": "2026-11-24-0123abcd",
        "pages": {"html": 357, "lines": 2360},
        "texts": {"pages": 189432, "articles-0": 90},
    }

    assert training_text(manifest).splitlines() == [
        "page model 2026-11-24-0123abcd",
        "pages: 357 as HTML, 2,360 as lines",
        "  pages                      189,432 texts",
        "  articles-0                      90 texts",
    ]


def test_what_was_measured_is_told_by_form_of_page():
    lines = evaluation_text(_FOUND).splitlines()

    titles = [line for line in lines if not line.startswith("  ")]
    assert titles == [
        "HTML pages",
        "pages of lines",
        "single blocks, by their text alone",
    ]
    assert lines[1] == "  labels of blocks, macro F1, balanced       0.9123"
    assert [line.split()[-1] for line in lines[9:16]] == ["0.2500"] * 7
    assert lines[-2:] == [
        "  labels, macro F1                           0.7500",
        "  footers taken for comments at recall .90   0.1250",
    ]


@pytest.mark.parametrize("key", ["comments_micro", "snippets_found", "main"])
def test_what_could_not_be_measured_is_a_dash(key):
    found = _FOUND | {"html": _PART | {key: None}}

    lines = evaluation_text(found).splitlines()

    assert [line.split()[-1] for line in lines].count("-") == 1


def test_numbers_stand_below_each_other():
    rows = [line for line in evaluation_text(_FOUND).splitlines() if line[0] == " "]

    assert {len(row) for row in rows} == {51}
