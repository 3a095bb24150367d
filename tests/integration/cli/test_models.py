import json

import pytest

from moderation.settings import Settings
from service import open_registry
from tests.versions import add, draft


@pytest.fixture
def registry(tmp_path):
    return open_registry(Settings(data_dir=str(tmp_path / "var")))


@pytest.fixture
def run(run):
    """Run `hamgate models`, or what is `under` another name, with no folder named."""

    def run_one(*arguments, under="models", **kwargs):
        env = {"HAMGATE_MODEL_DIR": ""} | kwargs.pop("env", {})
        return run(under, *arguments, env=env, **kwargs)

    return run_one


@pytest.fixture
def names(registry):
    """Two versions, the newer one first."""
    return [add(registry, day).name for day in (30, 29)]


def listed(ask):
    return {row["name"]: row for row in ask("list", "--json")["versions"]}


def test_without_versions_the_shipped_model_is_listed(run, registry):
    [line] = run("list").stdout.splitlines()

    assert line.startswith(f"{registry.shipped_name()}  2026-")
    assert "  accepted  AUC 0." in line
    assert line.endswith("  current, shipped")


def test_versions_are_listed_with_their_marks(run, registry, names):
    run("promote", names[0])
    run("shadow", names[1])

    lines = run("list").stdout.splitlines()

    assert lines == [
        f"{names[0]}  2026-12-30 12:00  accepted  current",
        f"{names[1]}  2026-12-29 12:00  accepted  shadow",
        lines[2],
    ]
    assert lines[2].endswith("  shipped")


def test_the_list_for_machines_has_every_mark(ask, names):
    row = listed(ask)[names[0]]

    assert row == {
        "name": names[0],
        "created_at": "2026-12-30T12:00:00+00:00",
        "status": "accepted",
        "current": False,
        "shadow": False,
        "shipped": False,
        "auc": None,
        "ham_blocked": None,
    }


@pytest.mark.parametrize(
    ("card", "auc", "blocked"),
    [
        ('{"metrics": {"auc": 0.91, "ham_blocked": 0.001}}', 0.91, 0.001),
        ('{"metrics": {"heads": {"spam": {"auc": 0.9}}}}', 0.9, None),
        ('{"metrics": {"auc": "high"}}', None, None),
        ('{"metrics": []}', None, None),
        ("[]", None, None),
        ("damaged", None, None),
    ],
)
def test_figures_come_from_the_card(ask, registry, card, auc, blocked):
    version = add(registry, 30)
    (version.folder / "card.json").write_text(card)

    row = listed(ask)[version.name]

    assert (row["auc"], row["ham_blocked"]) == (auc, blocked)


def test_figures_are_shown(run, registry):
    card = {"metrics": {"auc": 0.91, "ham_blocked": 0.001}}
    (add(registry, 30).folder / "card.json").write_text(json.dumps(card))

    assert run("list").stdout.splitlines()[0].endswith("AUC 0.910  ham blocked 0.10%")


def test_a_refused_version_is_shown_as_such_and_needs_force(run, refuse, registry):
    name = add(registry, 30, refused=True).name

    assert "  refused" in run("list").stdout.splitlines()[0]
    assert refuse("promote", name).startswith(f"Error: {name} was refused by its gates")
    assert run("promote", name, "--force").stdout == f"current: {name}\n"


def test_a_promotion_and_its_rollback_say_what_is_current(run, registry, names):
    assert run("promote", names[0]).stdout == f"current: {names[0]}\n"
    assert run("promote", names[1]).stdout == f"current: {names[1]}\n"
    assert run("rollback").stdout == f"current: {names[0]}\n"
    assert run("rollback").stdout == f"current: {registry.shipped_name()}\n"


def test_the_promoted_version_is_the_one_that_judges(run, names):
    run("promote", names[0])

    assert f"model {names[0]}" in run("hello", under="check").stdout


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["promote", "nobody"], "Error: no version 'nobody'"),
        (["promote", "../default"], "Error: no version '../default'"),
        (["shadow", "nobody"], "Error: no version 'nobody'"),
        (["show", "nobody"], "Error: no version 'nobody'"),
        (["rollback"], "Error: there is no version before the current one"),
    ],
)
def test_what_cannot_be_done_is_one_line(refuse, arguments, line):
    assert refuse(*arguments) == line


@pytest.mark.parametrize(
    "arguments",
    [["promote", "a-version", "--force"], ["rollback"], ["shadow", "--off"]],
)
def test_a_folder_that_the_operator_named_is_not_changed(refuse, arguments, artifact):
    line = refuse(*arguments, env={"HAMGATE_MODEL_DIR": str(artifact)})

    assert (
        line
        == "Error: HAMGATE_MODEL_DIR names the model; without it one is chosen here"
    )


def test_a_list_beside_a_folder_that_the_operator_named_says_so(run, ask, artifact):
    env = {"HAMGATE_MODEL_DIR": str(artifact)}

    assert "HAMGATE_MODEL_DIR names the model in use" in run("list", env=env).stderr
    assert ask("list", "--json", env=env)["pinned"] is True


def test_a_current_version_that_is_gone_is_said(run, registry, names):
    run("promote", names[0])
    (registry.path(names[0]) / "manifest.json").unlink()

    assert run("list").stderr == "the current version cannot be read\n"


def test_a_damaged_state_is_one_line(run, refuse, registry, names):
    (registry.folder / "state.json").write_text("{")

    assert refuse("list").startswith("Error: state.json of the registry is damaged")


def test_the_card_is_shown_if_there_is_one(run, ask, registry):
    version = add(registry, 30)
    (version.folder / "card.md").write_text("# A card\n")
    (version.folder / "card.json").write_text('{"for": "tests"}')

    assert run("show", version.name).stdout == "# A card\n"
    found = ask("show", version.name, "--json")
    assert found["card"] == {"for": "tests"}
    assert found["manifest"]["name"] == found["name"] == version.name


def test_without_a_card_the_manifest_is_shown(run, names):
    first, _, rest = run("show", names[0]).stdout.partition("\n")

    assert first.startswith(names[0])
    assert json.loads(rest)["name"] == names[0]


def test_a_shadow_is_named_and_ended(run, ask, names):
    assert run("shadow", names[0]).stdout == f"in shadow: {names[0]}\n"
    assert listed(ask)[names[0]]["shadow"]
    assert run("shadow", "--off").stdout == "in shadow: nothing\n"
    assert not listed(ask)[names[0]]["shadow"]


@pytest.mark.parametrize("arguments", [[], ["a-version", "--off"]])
def test_a_shadow_is_a_name_or_off(run, arguments):
    assert run("shadow", *arguments).exit_code == 2


def test_old_versions_are_pruned(run, names):
    result = run("prune", "--keep", 1, "--yes")

    assert (result.stdout, result.stderr) == (f"removed {names[1]}\n", "1 removed\n")


@pytest.mark.parametrize(("said", "left"), [("y\n", 1), ("n\n", 3), ("", 3)])
def test_pruning_asks_first(run, registry, names, said, left):
    run("prune", "--keep", 0, input=said)

    assert len(registry.versions()) == left


@pytest.mark.parametrize("keep", [["--keep", "-1"], []])
def test_pruning_needs_a_number(run, keep):
    assert run("prune", *keep, "--yes").exit_code == 2


def test_nothing_is_removed_by_adding(registry, names):
    registry.add(draft(registry.drafts() / "third", 28))

    assert len(registry.versions()) == 4
