import json

import pytest
from click.testing import CliRunner

from moderation.segment.segmenter import Segmenter
from service import main
from tests.unit.training.pages import samples
from training.pages import cli


@pytest.fixture
def run(small_training, monkeypatch, tmp_path):
    """Run `hamgate train-pages`, with a few loose texts; a traceback fails the test."""
    monkeypatch.setattr(cli, "loose_texts", lambda datasets: samples.loose())
    monkeypatch.chdir(tmp_path)

    def run_one(*arguments):
        given = ["train-pages", *map(str, arguments)]
        return CliRunner().invoke(main, given, catch_exceptions=False)

    return run_one


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_model_is_written_and_can_be_used(run, datasets, tmp_path):
    result = run(datasets, "--out", tmp_path / "model")

    model = Segmenter.load(tmp_path / "model")
    first, second, *_ = result.stdout.splitlines()
    assert result.exit_code == 0
    assert first == f"page model {model.name}"
    assert second == "pages: 12 as HTML, 12 as lines"


def test_json_is_the_manifest(run, datasets, tmp_path):
    result = run(datasets, "--out", tmp_path / "model", "--json")

    manifest = json.loads((tmp_path / "model" / "manifest.json").read_text("utf-8"))
    assert json.loads(result.stdout) == manifest
    assert str(tmp_path) not in result.stdout


def test_pages_held_out_are_measured_and_nothing_is_written(run, datasets, tmp_path):
    result = run(datasets, "--evaluate", "--json")

    found = json.loads(result.stdout)
    assert found["html"]["n"] == {"comments": 12, "snippets": 12, "main": 12}
    assert found["lines"]["n_blocks"] == found["alone"]["n_blocks"] == 12 * 7
    assert found["html"]["blocks"] > 0.9
    assert names(tmp_path) == []


def test_what_was_measured_is_a_table_for_people(run, datasets, monkeypatch):
    monkeypatch.setattr(cli, "hold_out_domains", lambda *given, progress: iter(()))
    monkeypatch.setattr(cli, "evaluate_pages", lambda folds: _measured())

    result = run(datasets, "--evaluate")

    assert "  main text, token F1, macro                 0.5000\n" in result.stdout


def _measured():
    names = "blocks blocks_unbalanced comments_micro comments_macro snippets_found"
    part = dict.fromkeys([*names.split(), "snippets_leaked", "main"], 0.5)
    alone = {"blocks": 0.5, "footers_at_recall_90": 0.5}
    return {"html": part, "lines": part, "alone": alone}


@pytest.mark.parametrize("options", [[], ["--evaluate", "--out", "model"]])
def test_either_a_folder_or_a_measurement_is_asked_for(
    run, datasets, tmp_path, options
):
    result = run(datasets, *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "give --out, or --evaluate" in result.stderr
    assert names(tmp_path) == []


def test_a_folder_that_is_not_there_is_refused(run, tmp_path):
    result = run(tmp_path / "away", "--out", tmp_path / "model")

    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_a_folder_without_the_files_is_one_line(run, tmp_path):
    result = run(tmp_path, "--out", tmp_path / "model")

    [line] = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (1, "")
    assert line.startswith("Error: pages_lines_train.jsonl.gz cannot be read")
    assert names(tmp_path) == []


@pytest.mark.parametrize("options", [["--out", "model"], ["--evaluate"]])
def test_too_few_pages_are_one_line_and_leave_nothing(run, tmp_path, options):
    folder = samples.write_pages(tmp_path / "few", 7)

    result = run(folder, *options)

    [line] = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (1, "")
    assert line == "Error: training needs at least 8 pages of HTML"
    assert names(tmp_path) == ["few"]


def test_a_folder_of_something_else_is_left_alone(run, datasets, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")

    result = run(datasets, "--out", tmp_path / "home")

    assert result.exit_code == 1
    assert result.stderr == "Error: home is there already and holds no model\n"
    assert names(tmp_path / "home") == ["letter.txt"]
