"""Commands on the registry that are killed half-way, and many at once."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moderation.classify.scorer import Scorer
from moderation.registry_state import write_state
from tests.versions import add, draft, make_registry

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)

# Dies before or after the n-th call that touches the disk; prints if it came through.
KILLED = """
import os, pathlib, shutil, signal, sys
from datetime import UTC, datetime
from moderation.registry import Registry

left, folder, what, name = int(sys.argv[1]), *sys.argv[2:]

def count():
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

def deadly(of, called):
    real = getattr(of, called)
    def call(*args, **kwargs):
        count()
        done = real(*args, **kwargs)
        count()
        return done
    setattr(of, called, call)

for of, called in [(os, "fsync"), (os, "unlink"), (os, "rmdir")]:
    deadly(of, called)
for called in ("replace", "rename", "write_text", "chmod", "mkdir"):
    deadly(pathlib.Path, called)
real_open = pathlib.Path.open
def open_it(self, *args, **kwargs):
    count()
    opened = real_open(self, *args, **kwargs)
    count()
    return opened
pathlib.Path.open = open_it

root = pathlib.Path(folder)
registry = Registry(root / "models", root / "shipped")
now = datetime.now(UTC)
{
    "promote": lambda: registry.promote(name, now=now),
    "rollback": lambda: registry.rollback(now=now),
    "shadow": lambda: registry.set_shadow(name, now=now),
    "add": lambda: registry.add(registry.drafts() / name),
    "prune": lambda: registry.prune(0),
}[what]()
print("through")
"""

MANY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from moderation.registry import Registry

root = Path(sys.argv[1])
registry = Registry(root / "models", root / "shipped")
for n in range(20):
    name = sys.argv[2] if n % 2 == 0 else ""
    registry.set_shadow(name, now=datetime.now(UTC))
"""


def killed_runs(folder: Path, what: str, name: str) -> Iterator[int]:
    """Run a command again and again, each time killed a little later."""
    for n in range(200):
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(n), str(folder), what, name],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.stderr == ""
        yield n
        if done.stdout == "through\n":
            return
    pytest.fail("it never came through")


@pytest.fixture
def registry(tmp_path):
    """A registry in which the version of day 1 answers."""
    registry = make_registry(tmp_path)
    registry.promote(add(registry, 1).name, now=NOW)
    return registry


@pytest.mark.parametrize("what", ["promote", "rollback", "shadow"])
def test_a_killed_change_leaves_the_old_state_or_the_new_one(registry, tmp_path, what):
    new = add(registry, 2).name
    old = registry.state()
    seen = []

    for _ in killed_runs(tmp_path, what, new):
        state = registry.state()
        seen.append(state != old)
        assert state.current in {old.current, new if what == "promote" else ""}
        assert Scorer.load(registry.current())
        write_state(registry.folder, old)

    assert len(seen) > 5
    assert (seen[0], seen[-1]) == (False, True)


def test_a_killed_addition_is_a_version_or_none(registry, tmp_path):
    champion = registry.state()
    left = draft(registry.drafts() / "candidate", 2)
    seen = []
    for _ in killed_runs(tmp_path, "add", "candidate"):
        for version in registry.versions():
            assert Scorer.load(version.folder)
        assert registry.state() == champion
        seen.append(not left.exists())
        if seen[-1]:
            break
        draft(left, 2)

    assert len(seen) > 5
    assert seen[-1]
    assert len(registry.versions()) == 3


def test_a_killed_pruning_leaves_whole_versions(registry, tmp_path):
    champion = registry.state()
    add(registry, 2)
    seen = []
    for _ in killed_runs(tmp_path, "prune", ""):
        for version in registry.versions():
            assert Scorer.load(version.folder)
        assert registry.state() == champion
        seen.append(len(registry.versions()) == 2)
        if seen[-1]:
            add(registry, 2)

    assert len(seen) > 5
    assert (seen[0], seen[-1]) == (False, True)


def test_commands_at_once_lose_nothing(registry, tmp_path):
    name = add(registry, 2).name
    before = len(registry.state().history)
    running = [
        subprocess.Popen([sys.executable, "-c", MANY, str(tmp_path), name], cwd=ROOT)
        for _ in range(4)
    ]

    assert [each.wait(60) for each in running] == [0] * 4
    assert len(registry.state().history) == before + 80
