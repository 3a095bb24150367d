"""The npm clients, unchanged: each script does its checks, each check is a test."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.conftest import BLOG

pytestmark = pytest.mark.clients

FOLDER = Path(__file__).parent / "clients"

BOTH = [
    "a key is verified",
    "a wrong key is not verified",
    "a good comment is ham",
    "the smallest comment is ham",
    "a test author is spam",
    "a test address is spam",
    "an administrator is ham",
    "a wrong key rejects a check",
    "other scripts are ham",
    "spam can be submitted",
    "ham can be submitted",
    "a check takes less than a second",
]
CHECKS = {
    "akismet-api.mjs": [*BOTH, "a filled honeypot is spam", "a key in capitals works"],
    "cedx-akismet.mjs": [
        *BOTH,
        "a wrong key rejects a submission",
        "a wrong key is told from spam",
        "every field is taken",
        "plain spam of a discarding site is pervasive",
    ],
}


@pytest.fixture(scope="session")
def npm_packages():
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("needs Node.js with npm")
    if not (FOLDER / "node_modules" / ".package-lock.json").exists():
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(
            command, cwd=FOLDER, capture_output=True, text=True, timeout=110
        )
        if done.returncode:
            pytest.skip(f"npm could not fetch the clients: {done.stderr[-300:]}")


@pytest.fixture(scope="session")
def results(npm_packages, hamgate):
    """Checks by script and name."""
    discarding = hamgate.add_site("https://discarding-too.example", "--discard")
    arguments = [hamgate.url, hamgate.key, BLOG, discarding]
    return {script: _run(script, arguments) for script in CHECKS}


def _run(script: str, arguments: list[str]) -> dict[str, dict]:
    done = subprocess.run(
        ["node", script, *arguments],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=60,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in rows}


@pytest.mark.parametrize(
    ("script", "name"), [(script, name) for script in CHECKS for name in CHECKS[script]]
)
def test_client(results, script, name):
    row = results[script][name]

    assert row["ok"], row["detail"]


@pytest.mark.parametrize("script", CHECKS)
def test_every_check_of_a_script_is_a_test(results, script):
    assert sorted(results[script]) == sorted(CHECKS[script])
