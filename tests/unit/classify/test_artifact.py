import hashlib
import json
import pickle
from pathlib import Path

import joblib
import numpy as np
import pytest

from moderation.classify.artifact import FORMAT, WEIGHTS, load_artifact
from moderation.errors import BadArtifact, ModelUnavailable
from moderation.manifest import MANIFEST, read_manifest
from tests import tiny


@pytest.fixture
def folder(tmp_path):
    return tiny.write_random(tmp_path / "model")


class Touch:
    """A pickle that writes a file when it is read."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def change_manifest(folder, change):
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    change(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")


def change_arrays(folder, change):
    """Change the arrays and let the checksum hold."""
    arrays = joblib.load(folder / WEIGHTS)
    change(arrays)
    joblib.dump(arrays, folder / WEIGHTS)
    vouch_for_weights(folder)


def vouch_for_weights(folder):
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    change_manifest(
        folder, lambda manifest: manifest["sha256"].update({WEIGHTS: digest})
    )


def test_an_artifact_loads_with_its_arrays_and_manifest(folder):
    weights, manifest = load_artifact(folder)

    assert weights.layout == tiny.LAYOUT
    assert np.array_equal(weights.hashed, tiny.random_model().weights.hashed)
    assert (
        weights.hashed.dtype == weights.dense.dtype == weights.bias.dtype == np.float32
    )
    assert manifest == read_manifest(folder, FORMAT)


def test_a_missing_folder_is_no_artifact(tmp_path):
    with pytest.raises(BadArtifact, match=r"nobody: no readable manifest\.json"):
        load_artifact(tmp_path / "nobody")


def test_a_bad_artifact_is_a_model_that_is_unavailable():
    assert issubclass(BadArtifact, ModelUnavailable)


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()

    with pytest.raises(BadArtifact, match=name):
        load_artifact(folder)


@pytest.mark.parametrize("at", [0, 1000, -1])
def test_one_flipped_byte_breaks_the_checksum(folder, at):
    changed = bytearray((folder / WEIGHTS).read_bytes())
    changed[at] ^= 1
    (folder / WEIGHTS).write_bytes(changed)

    with pytest.raises(BadArtifact, match=r"checksum of weights\.joblib does not hold"):
        load_artifact(folder)


def test_a_torn_file_breaks_the_checksum(folder):
    whole = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(BadArtifact, match="checksum"):
        load_artifact(folder)


def test_nothing_is_unpickled_before_the_checksum_holds(folder, tmp_path):
    trace = tmp_path / "trace"
    (folder / WEIGHTS).write_bytes(pickle.dumps(Touch(trace)))

    with pytest.raises(BadArtifact, match="checksum"):
        load_artifact(folder)

    assert not trace.exists()


def test_the_trap_above_would_spring_if_it_were_unpickled(tmp_path):
    trace = tmp_path / "trace"

    pickle.loads(pickle.dumps(Touch(trace)))

    assert trace.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"format"', b"{}", b"\xff\xfe", b"1"],
    ids=repr,
)
def test_a_manifest_that_is_no_json_object_with_a_format_is_refused(folder, content):
    (folder / MANIFEST).write_bytes(content)

    with pytest.raises(BadArtifact, match=r"no readable manifest\.json"):
        load_artifact(folder)


@pytest.mark.parametrize("found", [0, FORMAT - 1, FORMAT + 1, str(FORMAT), None])
def test_another_format_is_refused_with_both_numbers(folder, found):
    change_manifest(folder, lambda manifest: manifest.update(format=found))

    with pytest.raises(BadArtifact, match=f"format {found!r}, expected {FORMAT}"):
        load_artifact(folder)


@pytest.mark.parametrize("digests", [None, {}, [], {"other": "0"}, "weights.joblib"])
def test_a_manifest_without_the_checksum_of_the_weights_is_refused(folder, digests):
    change_manifest(folder, lambda manifest: manifest.update(sha256=digests))

    with pytest.raises(BadArtifact, match=r"no checksum of weights\.joblib"):
        load_artifact(folder)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b", "..", "", "."])
def test_a_manifest_that_names_another_folder_is_refused(folder, name):
    (folder.parent / "secret").write_bytes(b"")
    digest = hashlib.sha256(b"").hexdigest()
    change_manifest(folder, lambda manifest: manifest["sha256"].update({name: digest}))

    with pytest.raises(BadArtifact):
        load_artifact(folder)


def test_every_file_with_a_checksum_must_be_there(folder):
    change_manifest(folder, lambda manifest: manifest["sha256"].update(extra="0"))

    with pytest.raises(BadArtifact, match="extra cannot be read"):
        load_artifact(folder)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda m: m["features"]["dense"].pop(), "made with other features"),
        (lambda m: m["features"]["dense"].reverse(), "made with other features"),
        (lambda m: m["features"].pop("dense"), "dense"),
        (lambda m: m["features"].update(word_bits=10), "shapes"),
        (lambda m: m["features"].update(word_bits="9"), "do not fit"),
        (lambda m: m["features"].update(char_sizes=3), "do not fit"),
        (lambda m: m.pop("features"), "features"),
        (lambda m: m.pop("thresholds"), "thresholds"),
        (lambda m: m["thresholds"].update(hold=0.95), "thresholds must rise"),
        (lambda m: m["thresholds"].update(other=0.5), "other"),
    ],
    ids=[
        "fewer-columns", "other-order", "no-columns", "other-bits", "bits-as-text",
        "sizes-no-list", "no-features", "no-thresholds", "falling-thresholds",
        "unknown-threshold",
    ],
)  # fmt: skip
def test_a_manifest_that_does_not_fit_the_code_is_refused(folder, change, why):
    change_manifest(folder, change)

    with pytest.raises(BadArtifact, match=why):
        load_artifact(folder)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda a: a.pop("bias"), "bias"),
        (lambda a: a.update(bias=a["bias"][:2]), "shapes"),
        (lambda a: a.update(hashed=a["hashed"][:-1]), "shapes"),
        (lambda a: a.update(dense=a["dense"].T), "shapes"),
        (lambda a: a.update(dense=a["dense"] * np.inf), "the arrays do not fit"),
        (lambda a: a.update(hashed=a["hashed"] * np.inf), "not finite"),
        (lambda a: a.update(bias=np.full(3, np.nan, np.float32)), "not finite"),
        (lambda a: a.update(bias="none"), "do not fit"),
    ],
    ids=[
        "absent",
        "short",
        "row-less",
        "turned",
        "infinite-dense",
        "infinite",
        "nan",
        "text",
    ],
)
def test_arrays_that_do_not_fit_the_manifest_are_refused(folder, change, why):
    change_arrays(folder, change)

    with pytest.raises(BadArtifact, match=why):
        load_artifact(folder)


@pytest.mark.parametrize(
    "content",
    [pickle.dumps(3), pickle.dumps(None), b"garbage"],
    ids=["number", "nothing", "no-pickle"],
)
def test_weights_that_are_no_arrays_are_refused(folder, content):
    (folder / WEIGHTS).write_bytes(content)
    vouch_for_weights(folder)

    with pytest.raises(BadArtifact, match="do not fit"):
        load_artifact(folder)


def test_an_error_never_shows_where_the_folder_lies(folder):
    change_manifest(folder, lambda manifest: manifest.update(format=9))

    with pytest.raises(BadArtifact) as caught:
        load_artifact(folder)

    assert str(folder.parent) not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x78\x9c" + b"x" * 30, b"BZh9" + b"x" * 50, b"\xfd7zXZ\0" + b"x" * 30],
    ids=["empty", "zlib", "bz2", "xz"],
)
def test_weights_that_do_not_unpack_are_refused(folder, content):
    (folder / WEIGHTS).write_bytes(content)
    vouch_for_weights(folder)

    with pytest.raises(BadArtifact):
        load_artifact(folder)


def test_hashed_weights_that_are_not_finite_are_refused(folder):
    change_arrays(
        folder, lambda arrays: arrays.update(hashed=arrays["hashed"] * np.nan)
    )

    with pytest.raises(BadArtifact, match="not finite"):
        load_artifact(folder)


@pytest.mark.parametrize("entry", ["name", "heads"])
def test_a_manifest_without_what_a_verdict_needs_is_refused(folder, entry):
    change_manifest(folder, lambda manifest: manifest.pop(entry))

    with pytest.raises(BadArtifact, match=entry):
        load_artifact(folder)
