import json
import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from moderation.classify.scorer import Scorer
from moderation.errors import (
    AlreadyExists,
    BadArtifact,
    BadRegistry,
    InvalidInput,
    NotFound,
)
from moderation.registry import ACCEPTED, REFUSED, Registry, State
from tests import tiny
from tests.versions import add, draft, make_registry

NOW = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def registry(tmp_path):
    return make_registry(tmp_path)


def damage(version):
    (version.folder / "weights.joblib").write_bytes(b"changed")


def test_an_empty_registry_has_the_shipped_model_and_makes_nothing(registry):
    [only] = registry.versions()

    assert (only.is_shipped, only.status) == (True, ACCEPTED)
    assert registry.state() == State()
    assert registry.current() == registry.shipped
    assert registry.mark() is None
    assert not registry.folder.exists()


def test_a_draft_becomes_a_version_and_is_not_current(registry):
    version = add(registry, 1)

    assert version.name.startswith("2026-12-01-")
    assert version.folder == registry.path(version.name)
    assert Scorer.load(version.folder).name == version.name
    assert [*registry.drafts().iterdir()] == []
    assert registry.current() == registry.shipped


def test_versions_are_listed_newest_first(registry):
    names = [add(registry, day).name for day in (2, 3, 1)]

    listed = [each.name for each in registry.versions()]

    assert listed == [names[1], names[0], names[2], registry.shipped_name()]


def test_a_version_keeps_what_lies_beside_its_weights(registry):
    made = draft(registry.drafts() / "candidate", 1)
    (made / "report").mkdir()
    (made / "report" / "roc.png").write_bytes(b"picture")

    folder = registry.add(made).folder

    assert (folder / "report" / "roc.png").read_bytes() == b"picture"


def test_other_users_can_read_a_version(registry):
    made = draft(registry.drafts() / "candidate", 1)
    made.chmod(0o700)

    assert registry.add(made).folder.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("day", [1, None])
def test_a_name_is_taken_once(registry, day):
    if day:
        add(registry, day)
        made = draft(registry.drafts() / "again", day)
    else:
        made = shutil.copytree(registry.shipped, registry.drafts() / "again")

    with pytest.raises(AlreadyExists):
        registry.add(made)

    assert made.exists()


@pytest.mark.parametrize("name", ["../x", "UP", "", "a" * 65, "a/b", "a.b", "a\n", 7])
def test_a_manifest_cannot_choose_a_place_elsewhere(registry, tmp_path, name):
    made = draft(registry.drafts() / "candidate", 1)
    manifest = json.loads((made / "manifest.json").read_text())
    (made / "manifest.json").write_text(json.dumps(manifest | {"name": name}))

    with pytest.raises((InvalidInput, BadArtifact)):
        registry.add(made)

    assert len(registry.versions()) == 1


def test_a_damaged_draft_is_not_added(registry):
    made = draft(registry.drafts() / "candidate", 1)
    (made / "weights.joblib").write_bytes(b"changed")

    with pytest.raises(BadArtifact, match="checksum"):
        registry.add(made)

    assert len(registry.versions()) == 1


def test_a_registry_by_itself_compares_checksums(tmp_path):
    registry = Registry(tmp_path / "models", tiny.write_random(tmp_path / "shipped"))
    damage(version := add(registry, 1))

    with pytest.raises(BadArtifact, match="checksum"):
        registry.promote(version.name, now=NOW)


@pytest.mark.parametrize(
    "name", ["", "..", "../shipped", "2026-12-09-absent", "A", "/", "a" * 65, "é"]
)
def test_what_is_no_version_is_not_found(registry, name):
    add(registry, 1)

    with pytest.raises(NotFound):
        registry.path(name)


def test_a_promoted_version_is_current_and_the_mark_changes(registry):
    version, before = add(registry, 1), registry.mark()

    state = registry.promote(version.name, now=NOW)

    assert (state.current, state.previous) == (version.name, ("",))
    assert registry.current() == version.folder
    assert registry.mark() != before
    assert registry.state() == state


def test_every_change_is_in_the_history(registry):
    one, two = add(registry, 1).name, add(registry, 2).name
    registry.promote(one, now=NOW)
    registry.set_shadow(two, now=NOW + timedelta(hours=1))
    registry.set_shadow("", now=NOW + timedelta(hours=2))
    registry.rollback(now=NOW + timedelta(hours=3))

    found = [
        (each.action, each.name, each.at.hour) for each in registry.state().history
    ]

    assert found == [
        ("promote", one, 12),
        ("shadow", two, 13),
        ("shadow", "", 14),
        ("rollback", "", 15),
    ]


def test_promoting_what_is_current_changes_nothing(registry):
    version = add(registry, 1)
    state = registry.promote(version.name, now=NOW)

    assert registry.promote(version.name, now=NOW) == state


def test_the_shipped_model_can_be_promoted_by_its_name(registry):
    registry.promote(add(registry, 1).name, now=NOW)

    assert registry.promote(registry.shipped_name(), now=NOW).current == ""
    assert registry.current() == registry.shipped


def test_rollbacks_go_back_version_by_version(registry):
    names = [add(registry, day).name for day in (1, 2)]
    for name in names:
        registry.promote(name, now=NOW)

    assert registry.rollback(now=NOW).current == names[0]
    assert registry.rollback(now=NOW).current == ""
    with pytest.raises(InvalidInput, match="no version before"):
        registry.rollback(now=NOW)


def test_a_refused_version_is_promoted_only_by_force(registry):
    version = add(registry, 1, refused=True)
    assert registry.version(version.name).status == REFUSED

    with pytest.raises(InvalidInput, match="refused by its gates"):
        registry.promote(version.name, now=NOW)
    assert registry.state() == State()

    assert registry.promote(version.name, now=NOW, force=True).current == version.name


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (None, ACCEPTED),
        ('{"status": "accepted"}', ACCEPTED),
        ('{"status": "refused"}', REFUSED),
        ('{"status": "odd"}', REFUSED),
        ("{}", REFUSED),
        ("[]", REFUSED),
        ("", REFUSED),
    ],
)
def test_only_a_folder_put_there_by_hand_needs_no_status(registry, text, status):
    file = add(registry, 1).folder / "status.json"
    file.unlink()
    if text is not None:
        file.write_text(text)

    assert registry.versions()[0].status == status


@pytest.mark.parametrize("force", [False, True])
def test_a_damaged_version_is_never_promoted(registry, force):
    damage(version := add(registry, 1))

    with pytest.raises(BadArtifact):
        registry.promote(version.name, now=NOW, force=force)

    assert registry.state() == State()


def test_no_rollback_to_a_damaged_version(registry):
    one, two = add(registry, 1), add(registry, 2)
    registry.promote(one.name, now=NOW)
    registry.promote(two.name, now=NOW)
    damage(one)

    with pytest.raises(BadArtifact):
        registry.rollback(now=NOW)

    assert registry.state().current == two.name


def test_a_shadow_is_named_and_ended(registry):
    version = add(registry, 1, refused=True)

    assert registry.set_shadow(version.name, now=NOW).shadow == version.name
    assert registry.shadow() == version.folder
    registry.set_shadow("", now=NOW)
    assert registry.shadow() is None


def test_what_answers_has_no_shadow_to_stand_in(registry):
    one, two = add(registry, 1), add(registry, 2)
    registry.promote(one.name, now=NOW)

    with pytest.raises(InvalidInput, match="answers already"):
        registry.set_shadow(one.name, now=NOW)
    registry.set_shadow(two.name, now=NOW)
    assert registry.promote(two.name, now=NOW).shadow == ""


def test_the_shipped_model_may_stand_in_the_shadow_until_it_answers(registry):
    registry.promote(add(registry, 1).name, now=NOW)
    registry.set_shadow(registry.shipped_name(), now=NOW)
    assert registry.shadow() == registry.shipped

    registry.rollback(now=NOW)

    assert registry.shadow() is None


@pytest.mark.parametrize(("keep", "left"), [(0, 0), (1, 1), (2, 2), (3, 3), (9, 3)])
def test_the_newest_are_kept(registry, keep, left):
    names = [add(registry, day).name for day in (1, 2, 3)]

    removed = registry.prune(keep)

    assert sorted(removed) == names[: 3 - left]
    assert len(registry.versions()) == left + 1
    assert [*registry.drafts().iterdir()] == []


def test_what_is_in_use_is_never_pruned(registry):
    before, current, shadow, old = (add(registry, day).name for day in (2, 3, 4, 1))
    registry.promote(before, now=NOW)
    registry.promote(current, now=NOW)
    registry.set_shadow(shadow, now=NOW)

    assert registry.prune(0) == [old]


@pytest.mark.parametrize(("age_h", "stays"), [(0, True), (23, True), (25, False)])
def test_drafts_of_a_killed_run_go_after_a_day(registry, age_h, stays):
    left = draft(registry.drafts() / "left", 1)
    file = registry.drafts() / "file"
    file.write_text("")
    moment = datetime.now(UTC).timestamp() - 3600 * age_h
    for each in (left, file):
        os.utime(each, (moment, moment))

    registry.prune(5)

    assert (left.exists(), file.exists()) == (stays, stays)


def test_a_version_under_another_name_is_none(registry):
    version = add(registry, 1)
    version.folder.rename(version.folder.with_name("another"))

    assert len(registry.versions()) == 1
    with pytest.raises(BadArtifact, match="names another"):
        registry.promote("another", now=NOW)


@pytest.mark.parametrize("made", [None, "yesterday", 7])
def test_a_version_without_a_moment_is_not_listed(registry, made):
    file = add(registry, 1).folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"created_at": made}))

    assert len(registry.versions()) == 1


DAMAGED = [
    "",
    "{}",
    "[]",
    "null",
    '{"current": "../../etc", "shadow": "", "previous": [], "history": []}',
    '{"current": null, "shadow": "", "previous": [], "history": []}',
    '{"current": "", "shadow": "", "previous": ["/"], "history": []}',
    '{"current": "", "shadow": "", "previous": [], "history": [{}]}',
    "[" * 100_000,
    "\x00",
]


@pytest.mark.parametrize("text", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_state_is_said_and_nothing_is_changed(registry, text):
    version = add(registry, 1)
    (registry.folder / "state.json").write_text(text)

    with pytest.raises(BadRegistry, match="damaged"):
        registry.promote(version.name, now=NOW)
    with pytest.raises(BadRegistry):
        registry.prune(0)
    with pytest.raises(BadRegistry):
        registry.current()

    assert (registry.folder / "state.json").read_text() == text
    assert version.folder.exists()


def test_without_its_state_it_begins_again_from_the_shipped_model(registry):
    registry.promote(add(registry, 1).name, now=NOW)
    (registry.folder / "state.json").unlink()

    assert registry.current() == registry.shipped


def test_a_pinned_registry_shows_and_changes_nothing(tmp_path):
    version = add(make_registry(tmp_path), 1)
    pinned = make_registry(tmp_path, is_pinned=True)

    assert len(pinned.versions()) == 2
    for change in (
        lambda: pinned.promote(version.name, now=NOW, force=True),
        lambda: pinned.rollback(now=NOW),
        lambda: pinned.set_shadow(version.name, now=NOW),
    ):
        with pytest.raises(InvalidInput, match="HAMGATE_MODEL_DIR names the model"):
            change()
    assert pinned.state() == State()


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "models").write_text("")
    registry = make_registry(tmp_path)

    with pytest.raises(BadRegistry, match="cannot be changed"):
        registry.promote(registry.shipped_name(), now=NOW)
    with pytest.raises(BadRegistry, match="no folder for drafts"):
        registry.drafts()


def test_history_and_what_can_be_rolled_back_to_have_an_end():
    state = State()
    for n in range(300):
        state = state.promoted(f"v{n}", NOW)

    assert state.previous == ("v294", "v295", "v296", "v297", "v298")
    assert (len(state.history), state.history[-1].name) == (100, "v299")
