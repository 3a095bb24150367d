import pytest

from tests import labels, tiny
from training import from_scratch
from training.from_scratch import FromScratch


@pytest.fixture
def recipe(monkeypatch):
    own = tiny.labelled_rows(spam=20, ham=20).assign(source="hamgate")
    monkeypatch.setattr(from_scratch, "shipped_rows", lambda _: own)
    base = tiny.labelled_rows(abuse=12).assign(source="file", weight="heavy")
    return FromScratch(base, tiny.LAYOUT)


def test_own_rows_files_and_feedback_are_learned_from(recipe):
    model = recipe.fit(labels.table(footer=12, ham=4))

    assert model.manifest["heads"] == ["spam", "abuse", "footer"]
    assert model.manifest["made"] == {"how": "from scratch", "base": ""}


def test_the_manifest_names_files_but_no_site(recipe):
    sources = recipe.fit(labels.table(7, spam=4)).manifest["sources"]

    assert {row["source"] for row in sources} == {"hamgate", "file"}


def test_a_light_label_weighs_less(recipe):
    table = labels.table(text="walnut parade", spam=20)

    full = recipe.fit(table).weights.hashed
    light = recipe.fit(table.assign(weight=0.01)).weights.hashed

    assert (full != light).any()
