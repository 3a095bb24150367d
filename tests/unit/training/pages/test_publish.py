import json
from dataclasses import replace

import numpy as np
import pytest

from moderation.errors import AlreadyExists, BadArtifact
from moderation.manifest import MANIFEST
from moderation.segment.artifact import PARTS
from moderation.segment.segmenter import Segmenter
from training.pages.evaluate import text_of
from training.pages.publish import write_page_artifact


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def labels(page):
    return [block.label for block in page.blocks]


def test_an_artifact_is_a_manifest_and_the_parts(trained, tmp_path):
    manifest = write_page_artifact(trained, tmp_path / "new" / "pages")

    assert names(tmp_path / "new" / "pages") == [MANIFEST, PARTS]
    assert Segmenter.load(tmp_path / "new" / "pages").manifest == manifest
    assert manifest.items() >= trained.manifest.items()


def test_a_model_that_is_read_again_labels_pages_as_before(trained, pages, tmp_path):
    html, lines = pages[0][0].html, text_of(pages[1][0])
    before = Segmenter(trained.parts, {"name": "small"})

    write_page_artifact(trained, tmp_path / "pages")

    after = Segmenter.load(tmp_path / "pages")
    assert labels(after.label_html(html)) == labels(before.label_html(html))
    assert labels(after.label_text(lines)) == labels(before.label_text(lines))
    assert np.allclose(after.judge_alone(["a"]), before.judge_alone(["a"]), atol=0.01)


def test_words_are_kept_in_half_precision_and_the_rest_whole(trained, tmp_path):
    write_page_artifact(trained, tmp_path / "pages")

    parts = Segmenter.load(tmp_path / "pages")._parts
    half = trained.parts.words.chars.astype(np.float16)
    assert np.array_equal(parts.words.chars, half.astype(np.float32))
    assert np.array_equal(parts.words.bias, trained.parts.words.bias)
    assert np.array_equal(parts.html_steps, trained.parts.html_steps)


def test_html_steps_and_line_steps_are_not_mixed_up(trained, tmp_path):
    steps = {"html_steps": np.eye(3), "lines_steps": np.ones((3, 3))}
    model = replace(trained, parts=replace(trained.parts, **steps))

    write_page_artifact(model, tmp_path / "pages")

    parts = Segmenter.load(tmp_path / "pages")._parts
    assert np.array_equal(parts.html_steps, np.eye(3))
    assert np.array_equal(parts.lines_steps, np.ones((3, 3)))


def test_an_old_artifact_is_replaced(trained, tmp_path):
    write_page_artifact(trained, tmp_path / "pages")
    later = replace(
        trained, manifest=trained.manifest | {"created_at": "2031-05-06T07:08:09+00:00"}
    )

    manifest = write_page_artifact(later, tmp_path / "pages")

    assert manifest["name"].startswith("2031-05-06-")
    assert Segmenter.load(tmp_path / "pages").name == manifest["name"]
    assert names(tmp_path) == ["pages"]


def test_a_folder_of_something_else_is_left_alone(trained, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters.txt").write_text("dear")

    with pytest.raises(AlreadyExists, match="home is there already"):
        write_page_artifact(trained, tmp_path / "home")

    assert names(tmp_path / "home") == ["letters.txt"]


def test_two_writings_of_one_model_are_equal_byte_for_byte(trained, tmp_path):
    write_page_artifact(trained, tmp_path / "one")
    write_page_artifact(trained, tmp_path / "two")

    one, two = ((tmp_path / name / PARTS).read_bytes() for name in ("one", "two"))
    assert one == two


def test_a_changed_file_is_not_read(trained, tmp_path):
    write_page_artifact(trained, tmp_path / "pages")
    with (tmp_path / "pages" / PARTS).open("ab") as file:
        file.write(b"\0")

    with pytest.raises(BadArtifact, match=PARTS):
        Segmenter.load(tmp_path / "pages")


def test_a_manifest_that_no_json_can_hold_leaves_nothing_behind(trained, tmp_path):
    broken = replace(trained, manifest=trained.manifest | {"metrics": float("nan")})

    with pytest.raises(ValueError, match="JSON"):
        write_page_artifact(broken, tmp_path / "pages")

    assert names(tmp_path) == []


def test_the_manifest_is_text_that_people_can_read(trained, tmp_path):
    manifest = write_page_artifact(trained, tmp_path / "pages")

    text = (tmp_path / "pages" / MANIFEST).read_text("utf-8")
    assert json.loads(text) == manifest
    assert text.startswith("{\n  ")
