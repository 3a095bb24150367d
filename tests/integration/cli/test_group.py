import subprocess
import sys

import pytest

from service import main
from tests import tiny

COMMANDS = [
    "backtest",
    "campaigns",
    "check",
    "doctor",
    "evaluate",
    "feedback",
    "models",
    "page",
    "retrain",
    "score",
    "serve",
    "site",
    "train",
    "train-pages",
]


def test_help_lists_every_command(run):
    listed = [
        line.split()[0]
        for line in run("--help").stdout.splitlines()
        if line[:2] == "  "
    ]

    assert [name for name in listed if name in COMMANDS] == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run, name):
    result = run(name, "--help")

    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {name}")


def test_the_version_is_said(run):
    assert run("--version").stdout.startswith("hamgate, version ")


def test_an_unknown_command_is_a_usage_error(run):
    assert run("nobody").exit_code == 2


def test_the_service_starts_without_the_training_commands():
    program = (
        "import sys, service; service.main(['--version'], standalone_mode=False);"
        "print([name for name in sys.modules if name.startswith('training')])"
    )

    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert said.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("env", "why"),
    [
        ({"HAMGATE_MODEL_DIR": "absent"}, "absent: no readable manifest.json"),
        ({"HAMGATE_PORTS": "1"}, "HAMGATE_PORTS is not a setting of Hamgate"),
        ({"HAMGATE_PORT": "http"}, "HAMGATE_PORT must be a int"),
        ({"HAMGATE_SECRET_FILE": "absent"}, "HAMGATE_SECRET_FILE names a file"),
    ],
)
def test_a_setting_that_is_wrong_is_one_line(refuse, env, why):
    assert refuse("check", "hello", env=env).startswith(f"Error: {why}")


def test_a_damaged_model_is_one_line(refuse, tmp_path):
    folder = tiny.write_random(tmp_path / "model")
    (folder / "weights.joblib").write_bytes(b"changed")

    line = refuse("check", "hello", "--model", folder)

    assert line == "Error: model: the checksum of weights.joblib does not hold"


def test_a_data_folder_that_is_a_file_is_one_line(refuse, tmp_path):
    (tmp_path / "file").write_text("")

    assert refuse("site", "list", env={"HAMGATE_DATA_DIR": str(tmp_path / "file")})


def test_the_group_is_named_after_what_it_does():
    assert main.help.startswith("Judge comments")
