import hashlib
import json
import pickle
import shutil
from pathlib import Path

import joblib
import numpy as np
import pytest
import sklearn
from sklearn.dummy import DummyClassifier

from moderation.errors import AlreadyExists, BadArtifact, ModelUnavailable
from moderation.manifest import MANIFEST, read_manifest
from moderation.segment.artifact import FORMAT, PARTS, load_page_artifact
from moderation.segment.segmenter import Segmenter
from tests import hostile, tiny, tiny_pages
from training.pages.publish import write_page_artifact

MAJOR, MINOR, *_ = (int(part) for part in sklearn.__version__.split(".")[:2])
TEXTS = [comment.text for comment in hostile.SAMPLES]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return tiny_pages.write(tmp_path_factory.mktemp("written") / "model")


@pytest.fixture
def folder(written, tmp_path):
    return shutil.copytree(written, tmp_path / "model")


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


def change_parts(folder, change):
    """Change the parts and let the checksum hold."""
    parts = joblib.load(folder / PARTS)
    change(parts)
    write_parts(folder, parts)


def write_parts(folder, parts):
    joblib.dump(parts, folder / PARTS)
    vouch_for_parts(folder)


def vouch_for_parts(folder):
    digest = hashlib.sha256((folder / PARTS).read_bytes()).hexdigest()
    change_manifest(folder, lambda manifest: manifest["sha256"].update({PARTS: digest}))


def test_an_artifact_loads_with_its_parts_and_manifest(folder):
    parts, manifest = load_page_artifact(folder)

    words = tiny_pages.parts().words
    assert np.array_equal(parts.words.words, words.words)
    assert np.array_equal(parts.words.chars, words.chars)
    assert parts.words.words.dtype == parts.words.bias.dtype == np.float32
    assert parts.html_steps.shape == parts.lines_steps.shape == (3, 3)
    assert manifest == read_manifest(folder, FORMAT)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_an_artifact_labels_like_the_parts_it_was_made_from(folder, text):
    loaded, made = Segmenter.load(folder), tiny_pages.segmenter()
    html = f"<h1>Chapter one</h1><p>{text}<p>Thanks"

    assert loaded.label_html(html) == made.label_html(html)
    assert loaded.label_text(text) == made.label_text(text)
    assert loaded.label_text(f"thanks\n{text}") == made.label_text(f"thanks\n{text}")


def test_an_artifact_is_a_manifest_and_parts(folder):
    assert sorted(path.name for path in folder.iterdir()) == [MANIFEST, PARTS]


def test_an_old_artifact_is_replaced_and_something_else_is_not(folder, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters.txt").write_text("dear")

    write_page_artifact(tiny_pages.model(), folder)
    with pytest.raises(AlreadyExists, match="home is there already"):
        write_page_artifact(tiny_pages.model(), tmp_path / "home")

    assert load_page_artifact(folder)


def test_a_missing_folder_is_no_artifact(tmp_path):
    with pytest.raises(BadArtifact, match=r"nobody: no readable manifest\.json"):
        load_page_artifact(tmp_path / "nobody")


def test_a_bad_artifact_is_a_model_that_is_unavailable(folder):
    (folder / PARTS).write_bytes(b"")

    with pytest.raises(ModelUnavailable):
        Segmenter.load(folder)


@pytest.mark.parametrize("name", [MANIFEST, PARTS])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()

    with pytest.raises(BadArtifact, match=name):
        load_page_artifact(folder)


@pytest.mark.parametrize("at", [0, 1000, -1])
def test_one_flipped_byte_breaks_the_checksum(folder, at):
    changed = bytearray((folder / PARTS).read_bytes())
    changed[at] ^= 1
    (folder / PARTS).write_bytes(changed)

    with pytest.raises(BadArtifact, match=r"checksum of pages\.joblib does not hold"):
        load_page_artifact(folder)


def test_a_torn_file_breaks_the_checksum(folder):
    whole = (folder / PARTS).read_bytes()
    (folder / PARTS).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(BadArtifact, match="checksum"):
        load_page_artifact(folder)


def test_nothing_is_unpickled_before_the_checksum_holds(folder, tmp_path):
    trace = tmp_path / "trace"
    (folder / PARTS).write_bytes(pickle.dumps(Touch(trace)))

    with pytest.raises(BadArtifact, match="checksum"):
        load_page_artifact(folder)

    assert not trace.exists()


def test_nothing_is_unpickled_that_another_library_made(folder, tmp_path):
    trace = tmp_path / "trace"
    (folder / PARTS).write_bytes(pickle.dumps(Touch(trace)))
    vouch_for_parts(folder)
    change_manifest(folder, lambda m: m["libraries"].update({"scikit-learn": "0.24.0"}))

    with pytest.raises(BadArtifact, match=r"made with scikit-learn 0\.24\.0"):
        load_page_artifact(folder)

    assert not trace.exists()


def test_the_traps_above_would_spring_if_they_were_unpickled(folder, tmp_path):
    trace = tmp_path / "trace"
    (folder / PARTS).write_bytes(pickle.dumps(Touch(trace)))
    vouch_for_parts(folder)

    with pytest.raises(BadArtifact, match="do not fit"):
        load_page_artifact(folder)

    assert trace.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"format"', b"{}", b"\xff\xfe", b"1"],
    ids=repr,
)
def test_a_manifest_that_is_no_json_object_with_a_format_is_refused(folder, content):
    (folder / MANIFEST).write_bytes(content)

    with pytest.raises(BadArtifact, match=r"no readable manifest\.json"):
        load_page_artifact(folder)


@pytest.mark.parametrize("found", ["pages-0", "pages-2", "pages", 2, 1, None])
def test_another_format_is_refused_with_both_names(folder, found):
    change_manifest(folder, lambda manifest: manifest.update(format=found))

    with pytest.raises(BadArtifact, match=f"format {found!r}, expected {FORMAT}"):
        load_page_artifact(folder)


def test_a_comment_model_is_no_page_model(tmp_path):
    with pytest.raises(BadArtifact, match=f"expected {FORMAT}"):
        load_page_artifact(tiny.write_random(tmp_path / "comments"))


@pytest.mark.parametrize(
    "made",
    [
        f"{MAJOR}.{MINOR + 1}.0", f"{MAJOR}.{MINOR - 1}.0", f"{MAJOR + 1}.{MINOR}.0",
        f"{MAJOR}", f"{MAJOR}.{MINOR}0.0", "", None, 19,
    ],
    ids=["newer", "older", "major", "short", "longer", "empty", "null", "number"],
)  # fmt: skip
def test_trees_of_another_minor_version_of_scikit_learn_are_refused(folder, made):
    change_manifest(folder, lambda m: m["libraries"].update({"scikit-learn": made}))

    with pytest.raises(BadArtifact, match="run `hamgate train-pages`"):
        load_page_artifact(folder)


@pytest.mark.parametrize("libraries", [None, [], "scikit-learn", {}, 3])
def test_trees_of_an_unknown_version_of_scikit_learn_are_refused(folder, libraries):
    change_manifest(folder, lambda manifest: manifest.update(libraries=libraries))

    with pytest.raises(BadArtifact, match="made with scikit-learn unknown"):
        load_page_artifact(folder)


def test_trees_of_another_patch_of_scikit_learn_are_taken(folder):
    made = f"{MAJOR}.{MINOR}.99"
    change_manifest(folder, lambda m: m["libraries"].update({"scikit-learn": made}))

    assert load_page_artifact(folder)


@pytest.mark.parametrize("digests", [None, {}, [], {"other": "0"}, "pages.joblib"])
def test_a_manifest_without_the_checksum_of_the_parts_is_refused(folder, digests):
    change_manifest(folder, lambda manifest: manifest.update(sha256=digests))

    with pytest.raises(BadArtifact, match=r"no checksum of pages\.joblib"):
        load_page_artifact(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop("name"),
        lambda m: m.update(name=""),
        lambda m: m.update(name=None),
    ],
    ids=["absent", "empty", "null"],
)
def test_a_manifest_without_the_name_that_answers_give_is_refused(folder, change):
    change_manifest(folder, change)

    with pytest.raises(BadArtifact, match="name"):
        load_page_artifact(folder)


def other_labels(parts):
    parts["alone"].classes_ = np.array(["article", "comment", "footer"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda p: p.pop("words"), "words"),
        (lambda p: p.pop("html"), "html"),
        (lambda p: p.pop("lines_steps"), "lines_steps"),
        (lambda p: p.update(words=p["words"][:-1]), "shapes"),
        (lambda p: p.update(words=p["words"][:3], chars=p["chars"][:3]), "shapes"),
        (lambda p: p.update(words=p["words"][:0], chars=p["chars"][:0]), "do not fit"),
        (lambda p: p.update(words=p["words"].T, chars=p["chars"].T), "shapes"),
        (lambda p: p.update(words=p["words"][0], chars=p["chars"][0]), "shapes"),
        (lambda p: p.update(chars=p["chars"][:, :2]), "shapes"),
        (lambda p: p.update(bias=p["bias"][:2]), "shapes"),
        (lambda p: p.update(bias=np.float32(0)), "shapes"),
        (lambda p: p.update(bias="none"), "do not fit"),
        (lambda p: p.update(html_steps=np.zeros((2, 3))), "shapes"),
        (lambda p: p.update(lines_steps=np.zeros(3)), "shapes"),
        (lambda p: p.update(lines_steps="none"), "do not fit"),
        (lambda p: p.update(words=p["words"] + np.float16(np.inf)), "not finite"),
        (lambda p: p.update(bias=np.full(3, np.nan)), "not finite"),
        (lambda p: p.update(html_steps=np.full((3, 3), np.nan)), "not finite"),
        (lambda p: p.update(alone=None), "alone is no gradient boosting"),
        (lambda p: p.update(html=DummyClassifier()), "html is no gradient boosting"),
        (lambda p: p.update(lines=p["words"]), "lines is no gradient boosting"),
        (lambda p: p.update(html=p["lines"]), "html was made with other columns"),
        (lambda p: p.update(lines=p["alone"]), "lines was made with other columns"),
        (lambda p: p.update(alone=p["html"]), "alone was made with other columns"),
        (other_labels, "alone has the labels"),
    ],
    ids=[
        "no-words", "no-trees", "no-steps", "row-less", "three-rows", "empty", "turned",
        "flat", "two-labels", "short-bias", "number", "text-bias", "oblong-steps",
        "flat-steps", "text-steps", "infinite", "nan-bias", "nan-steps", "nothing",
        "dummy", "array", "html-of-lines", "lines-of-alone", "alone-of-html", "labels",
    ],
)  # fmt: skip
def test_parts_that_do_not_fit_the_code_are_refused(folder, change, why):
    change_parts(folder, change)

    with pytest.raises(BadArtifact, match=why):
        load_page_artifact(folder)


@pytest.mark.parametrize("content", [3, None, [], "words"], ids=repr)
def test_parts_that_are_no_parts_are_refused(folder, content):
    write_parts(folder, content)

    with pytest.raises(BadArtifact, match="do not fit"):
        load_page_artifact(folder)


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"\x78\x9c" + b"x" * 30, b"BZh9" + b"x" * 50],
    ids=["empty", "no-pickle", "zlib", "bz2"],
)
def test_parts_that_do_not_unpack_are_refused(folder, content):
    (folder / PARTS).write_bytes(content)
    vouch_for_parts(folder)

    with pytest.raises(BadArtifact, match="do not fit"):
        load_page_artifact(folder)


def test_an_error_never_shows_where_the_folder_lies(folder):
    change_parts(folder, lambda parts: parts.pop("html"))

    with pytest.raises(BadArtifact) as caught:
        load_page_artifact(folder)

    assert str(folder.parent) not in str(caught.value)
