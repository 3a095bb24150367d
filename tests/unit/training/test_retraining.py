import json
from datetime import UTC, datetime

import pytest

from moderation.classify.scorer import Scorer
from moderation.errors import AlreadyExists, BadArtifact
from moderation.registry import Registry
from tests import labels, tiny
from training import retraining
from training.candidates import make_candidate
from training.costs import Costs
from training.retraining import keep_candidate

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
GOLDEN = tiny.labelled_rows(spam=60, ham=60).assign(
    lang="en", kind="short", source="golden"
)


@pytest.fixture
def registry(tmp_path, monkeypatch):
    monkeypatch.setattr(retraining, "golden_rows", lambda: GOLDEN)
    monkeypatch.setattr(retraining, "has_pictures", lambda: False)
    # A small model takes too little time for a busy machine to measure.
    monkeypatch.setattr(retraining, "costs_of", lambda *_: Costs((1, 1), (1.0, 1.0)))
    tiny.write_artifact(tiny.trained(), tmp_path / "shipped")
    return Registry(tmp_path / "models", tmp_path / "shipped", check=Scorer.load)


def kept(registry, table):
    candidate = make_candidate(table, labels.on_top(), now=NOW)
    return keep_candidate(candidate, table, registry.current(), registry)


def good():
    return labels.table(text="walnut parade", spam=30, ham=10)


def bad():
    return labels.flipped(labels.table(spam=60, ham=60))


def drafts(registry):
    return [*registry.drafts().iterdir()]


def test_a_good_candidate_becomes_a_version_with_its_papers(registry):
    outcome = kept(registry, good())

    folder = outcome.version.folder
    assert outcome.accepted
    assert outcome.version.status == "accepted"
    assert {path.name for path in folder.iterdir()} >= {
        "card.json",
        "card.md",
        "changes.md",
        "gates.json",
        "manifest.json",
        "weights.joblib",
    }
    assert (
        json.loads((folder / "card.json").read_text())["name"] == outcome.version.name
    )
    assert drafts(registry) == []


def test_the_current_model_stays(registry):
    before = registry.current()

    kept(registry, good())

    assert registry.current() == before


def test_a_candidate_of_flipped_labels_is_refused_and_names_the_gate(registry):
    outcome = kept(registry, bad())

    said = json.loads((outcome.version.folder / "gates.json").read_text())
    names = {gate["name"] for gate in said["gates"] if not gate["passed"]}
    assert not outcome.accepted
    assert outcome.version.status == "refused"
    assert not said["accepted"]
    assert "slices-caught" in names
    assert any("golden" in gate["sentence"] for gate in said["gates"])


def test_the_candidate_can_be_loaded_and_knows_what_it_learned(registry):
    outcome = kept(registry, good())

    model = Scorer.load(outcome.version.folder)
    assert model.name == outcome.version.name
    assert model.manifest["made"]["until"]


def test_the_same_rows_are_nothing_new(registry):
    kept(registry, good())

    with pytest.raises(AlreadyExists, match="nothing new to learn"):
        kept(registry, good())
    assert len(registry.versions()) == 2
    assert drafts(registry) == []


def test_the_second_champion_is_not_asked_about_what_it_learned(registry):
    first = kept(registry, good())
    registry.promote(first.version.name, now=NOW)
    table = labels.table(text="copper sermon", spam=30, ham=10)

    outcome = kept(registry, table.assign(given_at=table["given_at"].max()))

    assert outcome.champion == first.version.name
    assert "feedback" not in outcome.card["metrics"]


def test_a_failure_on_the_way_leaves_no_version(registry, monkeypatch):
    def fail(*_):
        raise BadArtifact("broken")

    monkeypatch.setattr(retraining, "all_gates", fail)

    with pytest.raises(BadArtifact):
        kept(registry, good())
    assert len(registry.versions()) == 1
    assert drafts(registry) == []


def test_pictures_are_drawn_where_they_can_be(registry, monkeypatch):
    monkeypatch.setattr(retraining, "has_pictures", lambda: True)

    folder = kept(registry, good()).version.folder

    assert len([*(folder / "report").glob("*.png")]) == 5


def test_no_text_of_a_site_is_in_any_paper(registry):
    folder = kept(registry, good()).version.folder

    for path in folder.iterdir():
        if path.suffix in {".json", ".md"}:
            assert "walnut" not in path.read_text(encoding="utf-8")
