"""Retraining and comparing from the command line, on labels that were given."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import service
from tests import labels, tiny
from training import comparing, retrain_cli, retraining
from training.costs import Costs

GOLDEN = tiny.labelled_rows(spam=60, ham=60)
GOLDEN = GOLDEN.assign(lang="en", kind="short", source="golden")


@pytest.fixture(autouse=True)
def nice(monkeypatch):
    """Take down what the process was asked to yield: it cannot be taken back."""
    asked = []
    monkeypatch.setattr(retrain_cli.os, "nice", asked.append)
    return asked


@pytest.fixture
def small(artifact, monkeypatch):
    """A shipped model, anchors and a golden set that take no minutes."""
    monkeypatch.setattr(service, "shipped_dir", lambda: artifact)
    monkeypatch.setattr(
        retrain_cli, "anchor_rows", lambda: tiny.labelled_rows(spam=20, ham=20)
    )
    for module in (retraining, comparing):
        monkeypatch.setattr(module, "golden_rows", lambda: GOLDEN)
    # A small model takes too little time for a busy machine to measure.
    monkeypatch.setattr(retraining, "costs_of", lambda *_: Costs((1, 1), (1.0, 1.0)))
    monkeypatch.setattr(retraining, "has_pictures", lambda: False)
    monkeypatch.setattr(retrain_cli, "has_pictures", lambda: False)


@pytest.fixture
def say(small, monkeypatch):
    """Let people have said `rows` of comments."""

    def say_rows(rows):
        monkeypatch.setattr(service, "_feedback_rows", lambda: rows)

    say_rows(labels.given(text="walnut parade", spam=30, ham=10))
    return say_rows


FREE = {"HAMGATE_MODEL_DIR": ""}


def test_feedback_becomes_a_version(say, ask, nice):
    said = ask("retrain", "--json", env=FREE)

    [version, shipped] = ask("models", "list", "--json", env=FREE)["versions"]
    assert said["accepted"]
    assert not said["promoted"]
    assert version["name"] == said["name"]
    assert shipped["name"] == said["champion"]
    assert nice == [10]


def test_an_accepted_version_can_answer_at_once(say, ask, run):
    said = ask("retrain", "--promote", "--json", env=FREE)

    verdict = ask("check", "walnut parade", "--json", env=FREE)
    assert said["promoted"]
    assert verdict["model"] == said["name"]


def test_it_is_said_what_became_of_it(say, run):
    result = run("retrain", env=FREE)

    assert result.exit_code == 0
    assert "made of 40 labels, accepted against" in result.stdout
    assert "not promoted" in result.stdout
    assert "pip install 'hamgate[pictures]'" in result.stderr


def test_a_candidate_of_flipped_labels_is_refused_and_never_answers(say, run, ask):
    say(labels.flipped(labels.given(spam=60, ham=60)))

    result = run("retrain", "--promote", "--json", env=FREE)

    said = json.loads(result.stdout)
    assert result.exit_code == 1
    assert not said["promoted"]
    assert "refused: caught or held, " in result.stderr
    assert "Traceback" not in result.stderr
    verdict = ask("check", "hello", "--json", env=FREE)
    assert verdict["model"] == said["champion"]


def test_a_refused_version_answers_only_by_force(say, run, ask):
    say(labels.flipped(labels.given(spam=60, ham=60)))
    name = json.loads(run("retrain", "--json", env=FREE).stdout)["name"]

    assert run("models", "promote", name, env=FREE).exit_code == 1
    assert run("models", "promote", name, "--force", env=FREE).exit_code == 0


def test_the_card_can_be_read(say, ask, run):
    name = ask("retrain", "--json", env=FREE)["name"]

    assert run("models", "show", name, env=FREE).stdout.startswith(f"# Model {name}")


def test_too_few_labels_are_one_line(say, refuse):
    say(labels.given(ham=3))

    line = refuse("retrain", env=FREE)

    assert line.endswith("at least 20 different comments; there are 3")


def test_labels_from_before_are_left_out(say, refuse):
    line = refuse("retrain", "--days", "1", env=FREE)

    assert line.endswith("there are 0")


def test_the_same_labels_twice_are_one_line(say, run, refuse):
    run("retrain", env=FREE)

    assert "nothing new to learn" in refuse("retrain", env=FREE)


def test_the_order_of_the_labels_changes_nothing(say, ask, refuse):
    rows = labels.given(text="walnut parade", spam=30, ham=10)
    ask("retrain", "--json", env=FREE)
    say(rows.sample(frac=1, random_state=3))

    assert "nothing new to learn" in refuse("retrain", env=FREE)


def test_files_are_trained_on_from_scratch(say, ask, tmp_path, monkeypatch):
    seen = []

    class Recipe:
        def __init__(self, base):
            seen.append(sorted(set(base["label"])))
            self._recipe = labels.on_top()
            self.n_folds, self.shares, self.fit = 2, (), self._recipe.fit

    monkeypatch.setattr(retrain_cli, "FromScratch", Recipe)
    (tmp_path / "a.csv").write_text("text,label\na,ham\nb,spam\n")

    ask("retrain", "--base", tmp_path / "a.csv", "--json", env=FREE)

    assert seen == [["ham", "spam"]]


def test_a_file_that_cannot_be_read_is_one_line(say, refuse, tmp_path):
    (tmp_path / "a.csv").write_text("text\na\n")

    line = refuse("retrain", "--base", tmp_path / "a.csv", env=FREE)

    assert line.startswith("Error: a.csv: no column 'label'")


def test_two_versions_are_compared(say, ask, run):
    said = ask("retrain", "--json", env=FREE)
    names = said["champion"], said["name"]

    found = ask("models", "compare", *names, "--json", env=FREE)
    text = run("models", "compare", *names, env=FREE).stdout

    assert found["models"] == [*names]
    assert found["on"]["golden"]["n"] == 120
    assert text.splitlines()[0].split() == [*names]


@pytest.mark.parametrize("name", ["nobody", "../../etc", ""])
def test_a_version_that_is_not_there_cannot_be_compared(say, ask, refuse, name):
    said = ask("retrain", "--json", env=FREE)

    line = refuse("models", "compare", said["name"], name, env=FREE)

    assert line.startswith("Error: no version")


KILLED = """
import os, signal, sys
from pathlib import Path
import service
from tests import labels, tiny
from training import retrain_cli, retraining
step, shipped = sys.argv[1], Path(sys.argv[2])
service.shipped_dir = lambda: shipped
service._feedback_rows = lambda: labels.given(text="walnut parade", spam=30, ham=10)
retrain_cli.anchor_rows = lambda: tiny.labelled_rows(spam=20, ham=20)
rows = tiny.labelled_rows(spam=60, ham=60)
retraining.golden_rows = lambda: rows.assign(lang="en", kind="k", source="golden")
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
setattr(retrain_cli if step == "make_candidate" else retraining, step, die)
service.main(["retrain", "--promote"])
"""


@pytest.mark.parametrize(
    "step",
    ["make_candidate", "write_artifact", "all_gates", "card_text", "_added"],
)
def test_a_kill_at_any_point_leaves_the_champion(ask, small, artifact, tmp_path, step):
    env = os.environ | FREE | {"HAMGATE_DATA_DIR": str(tmp_path / "var")}
    root = Path(__file__).parents[3]

    died = subprocess.run(
        [sys.executable, "-c", KILLED, step, str(artifact)],
        env=env | {"PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )

    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    [version] = ask("models", "list", "--json", env=FREE)["versions"]
    assert ask("check", "hello", "--json", env=FREE)["model"] == version["name"]
