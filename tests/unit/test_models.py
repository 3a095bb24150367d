import shutil

import pytest

from moderation import models
from moderation.classify.scorer import Scorer
from moderation.comment import Comment
from moderation.errors import BadArtifact, ModelUnavailable
from moderation.models import LoadedModels
from tests import tiny


class Clock:
    """Monotonic time that stands still until it is told to go on."""

    now = 1000.0

    def monotonic(self):
        return self.now


def models_of(folder):
    return LoadedModels(lambda: Scorer.load(folder))


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(models, "time", clock)
    return clock


def test_a_good_folder_gives_its_model(tmp_path):
    found = models_of(tiny.write_random(tmp_path / "model")).current()

    assert found.score([Comment("hello")]).shape == (1, 3)


def test_the_model_is_loaded_once(tmp_path):
    folder = tiny.write_random(tmp_path / "model")
    found = models_of(folder)
    first = found.current()
    shutil.rmtree(folder)

    assert found.current() is first


def test_nothing_is_read_before_the_model_is_asked_for(tmp_path):
    found = models_of(tmp_path / "model")
    tiny.write_random(tmp_path / "model")

    assert found.current()


def test_a_missing_folder_is_a_model_that_is_unavailable(tmp_path):
    found = models_of(tmp_path / "model")

    with pytest.raises(ModelUnavailable, match="model: no readable"):
        found.current()


def test_a_bad_artifact_is_not_read_again_within_five_seconds(tmp_path, clock):
    found = models_of(tmp_path / "model")
    with pytest.raises(BadArtifact):
        found.current()
    tiny.write_random(tmp_path / "model")

    clock.now += 4.99
    with pytest.raises(BadArtifact):
        found.current()


def test_a_good_artifact_in_its_place_is_found_after_five_seconds(tmp_path, clock):
    found = models_of(tmp_path / "model")
    with pytest.raises(BadArtifact):
        found.current()
    tiny.write_random(tmp_path / "model")

    clock.now += 5.0

    assert found.current().name.startswith("2026-11-23-")


def test_the_cause_is_the_last_one_found(tmp_path, clock):
    found = models_of(folder := tmp_path / "model")
    with pytest.raises(BadArtifact, match="no readable"):
        found.current()
    tiny.write_random(folder)
    (folder / "weights.joblib").write_bytes(b"changed")

    clock.now += 5.0

    with pytest.raises(BadArtifact, match="checksum"):
        found.current()
