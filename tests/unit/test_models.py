import logging
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from moderation import models
from moderation.classify.scorer import Scorer
from moderation.comment import Comment
from moderation.errors import BadArtifact, BadRegistry, ModelUnavailable
from moderation.models import Folder, LoadedModels
from tests import tiny


class Clock:
    """Monotonic time that stands still until it is told to go on."""

    now = 1000.0

    def monotonic(self):
        return self.now


@dataclass
class FakeWhere:
    """Folders by name; every change of one also changes the mark, as a file does."""

    names: dict[str, str]
    error: Exception | None = None
    asked: int = 0

    def mark(self):
        self.asked += 1
        return (self.error, *self.names.items())

    def current(self):
        if self.error:
            raise self.error
        return Path(self.names["current"])

    def shadow(self):
        return Path(self.names["shadow"]) if "shadow" in self.names else None

    def fallback(self):
        return Path("shipped")


@dataclass
class FakeLoad:
    """Loads what is not `bad`; the model is the folder's name. Counts what it did."""

    bad: dict[str, Exception] = field(default_factory=dict)
    loaded: list[str] = field(default_factory=list)

    def __call__(self, folder):
        self.loaded.append(folder.name)
        if folder.name in self.bad:
            raise self.bad[folder.name]
        return folder.name


def models_of(folder):
    return LoadedModels(Scorer.load, Folder(folder))


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(models, "time", clock)
    return clock


@pytest.fixture
def load():
    return FakeLoad()


@pytest.fixture
def where():
    return FakeWhere({"current": "old"})


@pytest.fixture
def found(load, where, clock):
    return LoadedModels(load, where)


def test_a_good_folder_gives_its_model(tmp_path):
    found = models_of(tiny.write_random(tmp_path / "model")).current()

    assert found.score([Comment("hello")]).shape == (1, 3)


def test_the_model_is_loaded_once(tmp_path):
    folder = tiny.write_random(tmp_path / "model")
    found = models_of(folder)
    first = found.current()
    shutil.rmtree(folder)

    assert found.current() is first


def test_nothing_is_read_before_the_model_is_asked_for(tmp_path):
    found = models_of(tmp_path / "model")
    tiny.write_random(tmp_path / "model")

    assert found.current()


def test_a_missing_folder_is_a_model_that_is_unavailable(tmp_path):
    found = models_of(tmp_path / "model")

    with pytest.raises(ModelUnavailable, match="model: no readable"):
        found.current()


def test_a_bad_artifact_is_not_read_again_within_five_seconds(tmp_path, clock):
    found = models_of(tmp_path / "model")
    with pytest.raises(BadArtifact):
        found.current()
    tiny.write_random(tmp_path / "model")

    clock.now += 4.99
    with pytest.raises(BadArtifact):
        found.current()


def test_a_good_artifact_in_its_place_is_found_after_five_seconds(tmp_path, clock):
    found = models_of(tmp_path / "model")
    with pytest.raises(BadArtifact):
        found.current()
    tiny.write_random(tmp_path / "model")

    clock.now += 5.0

    assert found.current().name.startswith("2026-11-23-")


def test_the_cause_is_the_last_one_found(tmp_path, clock):
    found = models_of(folder := tmp_path / "model")
    with pytest.raises(BadArtifact, match="no readable"):
        found.current()
    tiny.write_random(folder)
    (folder / "weights.joblib").write_bytes(b"changed")

    clock.now += 5.0

    with pytest.raises(BadArtifact, match="checksum"):
        found.current()


def test_one_folder_has_nothing_in_shadow_and_nothing_to_fall_back_to(tmp_path):
    found = models_of(tiny.write_random(tmp_path / "model"))

    assert (found.shadow(), found.trouble()) == (None, "")
    assert Folder(tmp_path).fallback() is None


@pytest.mark.parametrize(
    ("passed", "answers"), [(0.0, "old"), (0.2499, "old"), (0.25, "new"), (9.0, "new")]
)
def test_another_version_is_noticed_after_a_quarter_of_a_second(
    found, where, clock, passed, answers
):
    found.current()
    where.names["current"] = "new"

    clock.now += passed

    assert found.current() == answers


def test_what_changes_while_it_is_loaded_is_noticed_afterwards(where, clock):
    def load(folder):
        if folder.name == "new":
            where.names["current"] = "newer"
        return folder.name

    found = LoadedModels(load, where)
    found.current()
    where.names["current"] = "new"
    clock.now += 1

    assert found.current() == "new"
    clock.now += 1
    assert found.current() == "newer"


def test_the_mark_is_asked_for_four_times_a_second(found, where, clock):
    for _ in range(1000):
        found.current()
        clock.now += 0.001

    assert where.asked <= 5


def test_a_change_that_leaves_the_current_version_loads_nothing(
    found, load, where, clock
):
    found.current()
    where.names["shadow"] = "candidate"

    clock.now += 1
    found.current()

    assert load.loaded == ["old"]


def test_a_version_that_cannot_be_loaded_leaves_the_old_one_in_use(
    found, load, where, clock
):
    found.current()
    load.bad["new"] = BadArtifact("new: damaged")
    where.names["current"] = "new"
    clock.now += 1

    assert found.current() == "old"
    assert found.trouble() == "bad-artifact"


@pytest.mark.parametrize("error", [OSError("/secret"), MemoryError(), KeyError("a")])
def test_whatever_goes_wrong_the_old_one_stays(found, load, where, clock, error):
    found.current()
    load.bad["new"] = error
    where.names["current"] = "new"
    clock.now += 1

    assert found.current() == "old"
    assert found.trouble() == "model-unavailable"


def test_what_could_not_be_loaded_is_tried_every_five_seconds_and_logged_once(
    found, load, where, clock, caplog
):
    found.current()
    load.bad["new"] = BadArtifact("new: damaged")
    where.names["current"] = "new"
    for _ in range(60):
        clock.now += 0.25
        found.current()

    assert load.loaded.count("new") == 3
    assert [each.getMessage() for each in caplog.records] == [
        "a model cannot be used: new: damaged"
    ]


def test_it_is_taken_up_when_it_is_good_again(found, load, where, clock):
    found.current()
    load.bad["new"] = BadArtifact("new: damaged")
    where.names["current"] = "new"
    clock.now += 1
    found.current()

    load.bad.clear()
    clock.now += 5

    assert (found.current(), found.trouble()) == ("new", "")


def test_a_third_version_need_not_wait_for_the_retry(found, load, where, clock):
    found.current()
    load.bad["new"] = BadArtifact("new: damaged")
    where.names["current"] = "new"
    clock.now += 1
    found.current()

    where.names["current"] = "newer"
    clock.now += 0.25

    assert (found.current(), found.trouble()) == ("newer", "")


def test_going_back_after_a_failure_loads_nothing_anew(found, load, where, clock):
    found.current()
    load.bad["new"] = BadArtifact("new: damaged")
    where.names["current"] = "new"
    clock.now += 1
    found.current()

    where.names["current"] = "old"
    clock.now += 1

    assert (found.current(), found.trouble()) == ("old", "")
    assert load.loaded == ["old", "new"]


def test_a_process_that_begins_with_a_bad_version_falls_back(
    found, load, where, caplog
):
    load.bad["old"] = BadArtifact("old: damaged")

    assert (found.current(), found.trouble()) == ("shipped", "bad-artifact")
    assert caplog.messages[-1] == "shipped is used meanwhile"


def test_a_process_that_cannot_know_its_version_falls_back(found, where):
    where.error = BadRegistry("damaged")

    assert (found.current(), found.trouble()) == ("shipped", "bad-registry")


def test_a_running_process_that_cannot_know_its_version_goes_on(found, where, clock):
    found.current()
    where.error = BadRegistry("damaged")
    clock.now += 1

    assert (found.current(), found.trouble()) == ("old", "bad-registry")


@pytest.mark.parametrize("cause", [BadArtifact("shipped: gone"), OSError("gone")])
def test_without_any_good_model_the_first_cause_is_said(found, load, cause):
    load.bad |= {"old": BadArtifact("old: damaged"), "shipped": cause}

    with pytest.raises(BadArtifact, match="old: damaged"):
        found.current()


def test_a_shadow_is_loaded_beside_the_current_one(found, where):
    where.names["shadow"] = "candidate"

    assert (found.current(), found.shadow()) == ("old", "candidate")


def test_a_shadow_ends(found, where, clock):
    where.names["shadow"] = "candidate"
    found.shadow()
    del where.names["shadow"]
    clock.now += 1

    assert found.shadow() is None


@pytest.mark.parametrize("error", [BadArtifact("broken"), ValueError("odd")])
def test_a_broken_shadow_is_none_and_troubles_nobody(found, load, where, clock, error):
    where.names["shadow"] = "candidate"
    assert found.shadow() == "candidate"
    load.bad["broken"] = error
    where.names["shadow"] = "broken"
    clock.now += 1

    assert found.shadow() is None
    assert (found.current(), found.trouble()) == ("old", "")


def test_the_log_names_no_folder(found, load, caplog):
    load.bad["old"] = OSError("/secret/folder is gone")

    with caplog.at_level(logging.DEBUG):
        found.current()

    assert "a model cannot be used: OSError while it was loaded" in caplog.messages
    assert "/" not in caplog.text.replace(__file__, "")


def test_while_one_thread_loads_the_others_go_on_with_the_old_one(where, clock):
    loading, go_on = threading.Event(), threading.Event()

    def load(folder):
        if folder.name == "new":
            loading.set()
            assert go_on.wait(10)
        return folder.name

    found = LoadedModels(load, where)
    found.current()
    where.names["current"] = "new"
    clock.now += 1
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(found.current)
        assert loading.wait(10)
        meanwhile = [found.current() for _ in range(3)]
        go_on.set()

        assert (meanwhile, first.result(10)) == (["old"] * 3, "new")


def test_threads_that_come_first_all_wait_for_the_one_loading(load, where):
    begun = threading.Barrier(4)

    def slow(folder):
        threading.Event().wait(0.05)
        return load(folder)

    found = LoadedModels(slow, where)

    def ask():
        begun.wait(10)
        return found.current()

    with ThreadPoolExecutor(4) as pool:
        answers = [each.result(10) for each in [pool.submit(ask) for _ in range(4)]]

    assert (answers, load.loaded) == (["old"] * 4, ["old"])
