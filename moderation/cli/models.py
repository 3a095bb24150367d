"""Commands for the versions of the model: which there are, and which one answers."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from moderation.cli.group import Commands, Wiring
from moderation.registry import Registry, State, Version

__all__ = ["models"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(cls=Commands)
def models() -> None:
    """List the versions of the model and choose the one that answers."""


@models.command("list")
@_JSON
@click.pass_obj
def list_versions(wiring: Wiring, as_json: bool) -> None:
    """List the versions, newest first, with what they reached when they were made."""
    registry = wiring.registry()
    state = registry.state()
    rows = [_row(each, state) for each in registry.versions()]
    if as_json:
        click.echo(json.dumps({"pinned": registry.is_pinned, "versions": rows}))
        return
    for row in rows:
        click.echo(_line(row))
    _note(registry, rows)


@models.command("show")
@click.argument("name")
@_JSON
@click.pass_obj
def show(wiring: Wiring, name: str, as_json: bool) -> None:
    """Show the model card of the version NAME, or its manifest if it has none."""
    registry = wiring.registry()
    version = registry.version(name)
    row = _row(version, registry.state())
    if as_json:
        row |= {"manifest": version.manifest, "card": _card(version.folder)}
        click.echo(json.dumps(row))
        return
    card = version.folder / "card.md"
    if card.is_file():
        click.echo(card.read_text(encoding="utf-8").rstrip())
        return
    click.echo(_line(row))
    click.echo(json.dumps(version.manifest, indent=2, ensure_ascii=False))


@models.command("promote")
@click.argument("name")
@click.option("--force", is_flag=True, help="Even if its gates refused it.")
@click.pass_obj
def promote(wiring: Wiring, name: str, force: bool) -> None:
    """Let the version NAME answer, in every running worker within a second."""
    registry = wiring.registry()
    _say_current(registry, registry.promote(name, now=datetime.now(UTC), force=force))


@models.command("rollback")
@click.pass_obj
def rollback(wiring: Wiring) -> None:
    """Let the version before the current one answer again."""
    registry = wiring.registry()
    _say_current(registry, registry.rollback(now=datetime.now(UTC)))


@models.command("shadow")
@click.argument("name", required=False)
@click.option("--off", is_flag=True, help="Let no version score in shadow.")
@click.pass_obj
def shadow(wiring: Wiring, name: str | None, off: bool) -> None:
    """Let the version NAME score beside the current one, without answering."""
    if bool(name) == off:
        raise click.UsageError("give NAME or --off")
    wiring.registry().set_shadow(name or "", now=datetime.now(UTC))
    click.echo(f"in shadow: {name or 'nothing'}")


@models.command("prune")
@click.option(
    "--keep",
    required=True,
    type=click.IntRange(min=0),
    help="How many of the newest versions stay.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def prune(wiring: Wiring, keep: int, yes: bool) -> None:
    """Remove old versions that are not in use.

    What answers, is in shadow, could be rolled back to or was shipped always stays.
    """
    if not yes:
        click.confirm(f"This removes all but the {keep} newest. Go on?", abort=True)
    removed = wiring.registry().prune(keep)
    for name in removed:
        click.echo(f"removed {name}")
    click.echo(f"{len(removed)} removed", err=True)


def _say_current(registry: Registry, state: State) -> None:
    click.echo(f"current: {state.current or registry.shipped_name()}")


def _note(registry: Registry, rows: list[dict[str, Any]]) -> None:
    if registry.is_pinned:
        note = "HAMGATE_MODEL_DIR names the model in use; no version here answers"
        click.echo(note, err=True)
    elif not any(row["current"] for row in rows):
        click.echo("the current version cannot be read", err=True)


def _row(version: Version, state: State) -> dict[str, Any]:
    known = "" if version.is_shipped else version.name
    return {
        "name": version.name,
        "created_at": version.created_at.isoformat(),
        "status": version.status,
        "current": state.current == known,
        "shadow": state.shadow == version.name,
        "shipped": version.is_shipped,
        **_metrics(version),
    }


def _metrics(version: Version) -> dict[str, float | None]:
    """Take the figures of the card, which compares fairly, before the manifest's."""
    for said in (_card(version.folder), version.manifest):
        metrics = _of(said, "metrics")
        spam = _of(_of(metrics, "heads"), "spam") or metrics
        if (auc := _number(spam, "auc")) is not None:
            return {"auc": auc, "ham_blocked": _number(metrics, "ham_blocked")}
    return {"auc": None, "ham_blocked": None}


def _of(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def _number(said: Mapping[str, Any], name: str) -> float | None:
    found = said.get(name)
    return float(found) if isinstance(found, int | float) else None


def _card(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _line(row: Mapping[str, Any]) -> str:
    marks = [mark for mark in ("current", "shadow", "shipped") if row[mark]]
    auc, blocked = row["auc"], row["ham_blocked"]
    parts = (
        row["name"],
        row["created_at"][:16].replace("T", " "),
        row["status"],
        "" if auc is None else f"AUC {auc:.3f}",
        "" if blocked is None else f"ham blocked {blocked:.2%}",
        ", ".join(marks),
    )
    return "  ".join(part for part in parts if part)
