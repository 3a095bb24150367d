"""The commands in a folder of their own, with a small model that was trained."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service import main
from tests import tiny, tiny_pages

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("artifact") / "small"
    tiny.write_artifact(tiny.trained(), folder)
    return folder


@pytest.fixture(scope="session")
def page_artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_pages.write(tmp_path_factory.mktemp("pages") / "small")


@pytest.fixture
def page_model(page_artifact: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands use the small page model."""
    monkeypatch.setenv("HAMGATE_PAGE_MODEL_DIR", str(page_artifact))


@pytest.fixture
def run(artifact: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `hamgate` with arguments; a traceback fails the test that caused it."""
    monkeypatch.chdir(tmp_path)
    env = {
        "HAMGATE_DATA_DIR": str(tmp_path / "var"),
        "HAMGATE_MODEL_DIR": str(artifact),
    }

    def run_one(*arguments: object, **kwargs: Any) -> Result:
        extra = kwargs.pop("env", {})
        return CliRunner().invoke(
            main,
            [*map(str, arguments)],
            env=env | extra,
            catch_exceptions=False,
            **kwargs,
        )

    return run_one


@pytest.fixture
def ask(run: Run) -> Callable[..., Any]:
    """Run a command that must succeed and print JSON."""

    def ask_one(*arguments: object, **kwargs: Any) -> Any:
        result = run(*arguments, **kwargs)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return ask_one


@pytest.fixture
def refuse(run: Run) -> Callable[..., str]:
    """Run a command that must fail with status 1 and one line, and return the line."""

    def refuse_one(*arguments: object, **kwargs: Any) -> str:
        result = run(*arguments, **kwargs)
        assert (result.exit_code, result.stdout) == (1, "")
        [line] = result.stderr.splitlines()
        return line

    return refuse_one
