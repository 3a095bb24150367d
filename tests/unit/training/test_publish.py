import hashlib
import json
from dataclasses import replace

import pytest

from moderation.classify.artifact import WEIGHTS, load_artifact
from moderation.errors import AlreadyExists
from moderation.manifest import MANIFEST
from tests import tiny
from training.publish import write_artifact


def broken_model():
    """A model whose manifest no JSON can hold, which shows when it is written."""
    model = tiny.random_model()
    return replace(model, manifest=model.manifest | {"metrics": float("nan")})


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_an_artifact_is_a_manifest_and_weights(tmp_path):
    manifest = write_artifact(tiny.random_model(), tmp_path / "new" / "model")

    assert names(tmp_path / "new" / "model") == [MANIFEST, WEIGHTS]
    assert load_artifact(tmp_path / "new" / "model")[1] == manifest


def test_the_name_is_the_day_and_the_digest_of_the_weights(tmp_path):
    manifest = write_artifact(tiny.random_model(), tmp_path / "model")

    digest = hashlib.sha256((tmp_path / "model" / WEIGHTS).read_bytes()).hexdigest()
    assert manifest["sha256"] == {WEIGHTS: digest}
    assert manifest["name"] == f"2026-11-23-{digest[:8]}"


def test_an_old_artifact_is_replaced(tmp_path):
    old = write_artifact(tiny.random_model(1), tmp_path / "model")

    new = write_artifact(tiny.random_model(2), tmp_path / "model")

    assert load_artifact(tmp_path / "model")[1]["name"] == new["name"] != old["name"]
    assert names(tmp_path) == ["model"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "model").mkdir()

    write_artifact(tiny.random_model(), tmp_path / "model")

    assert load_artifact(tmp_path / "model")


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters.txt").write_text("dear")

    with pytest.raises(AlreadyExists, match="home is there already"):
        write_artifact(tiny.random_model(), tmp_path / "home")

    assert names(tmp_path) == ["home"]
    assert names(tmp_path / "home") == ["letters.txt"]


def test_writing_that_fails_midway_leaves_nothing_behind(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        write_artifact(broken_model(), tmp_path / "model")

    assert names(tmp_path) == []


def test_writing_that_fails_midway_leaves_the_old_artifact(tmp_path):
    old = write_artifact(tiny.random_model(), tmp_path / "model")

    with pytest.raises(ValueError, match="JSON"):
        write_artifact(broken_model(), tmp_path / "model")

    assert load_artifact(tmp_path / "model")[1] == old
    assert names(tmp_path) == ["model"]


def test_the_service_may_read_what_the_operator_wrote(tmp_path):
    write_artifact(tiny.random_model(), tmp_path / "model")

    assert (tmp_path / "model").stat().st_mode & 0o777 == 0o755


def test_weights_too_large_for_half_precision_are_cut_off(tmp_path):
    model = tiny.random_model()
    model.weights.hashed[0] = 1e9

    write_artifact(model, tmp_path / "model")

    assert load_artifact(tmp_path / "model")[0].hashed[0].tolist() == [60_000.0] * 4


def test_two_writings_of_one_model_are_equal_byte_for_byte(tmp_path):
    write_artifact(tiny.random_model(), tmp_path / "one")
    write_artifact(tiny.random_model(), tmp_path / "two")

    assert (tmp_path / "one" / WEIGHTS).read_bytes() == (
        tmp_path / "two" / WEIGHTS
    ).read_bytes()


def test_the_manifest_is_text_that_people_can_read(tmp_path):
    manifest = write_artifact(tiny.random_model(), tmp_path / "model")

    text = (tmp_path / "model" / MANIFEST).read_text("utf-8")

    assert json.loads(text) == manifest
    assert text.startswith("{\n  ")
    assert text.endswith("}\n")
