"""The commands that learn from feedback and compare what came of it."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from moderation.classify.artifact import load_artifact
from training.anchors import anchor_rows
from training.candidates import Recipe, make_candidate
from training.cli import labelled
from training.comparing import compare as compared
from training.comparing import comparison_text, load
from training.feedback import feedback_table
from training.from_scratch import FromScratch
from training.on_top import OnTop
from training.report_pictures import has_pictures
from training.retraining import Outcome, keep_candidate

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["compare", "retrain"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
# The service has the first call on the machine.
_NICE = 10


@click.command()
@click.option(
    "--base",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Train from scratch, on this labelled file as well; may be repeated.",
)
@click.option(
    "--days",
    type=click.IntRange(min=1),
    help="Learn only from labels of the last so many days.",
)
@click.option("--promote", is_flag=True, help="Let it answer, if its gates accept it.")
@_JSON
@click.pass_context
def retrain(
    context: click.Context,
    files: Sequence[Path],
    days: int | None,
    promote: bool,
    as_json: bool,
) -> None:
    """Learn from the feedback of all sites, on top of the shipped model.

    The candidate is held against the current model and kept as a version. The exit
    status is 1 if its gates refuse it, and standard error says why.
    """
    now = datetime.now(UTC)
    _step_back()
    registry = context.obj.registry()
    with (
        threadpool_limits(1),
        tqdm(disable=None, unit="step", desc="retraining") as bar,
    ):

        def progress(step: str) -> None:
            bar.set_postfix_str(step)
            bar.update()

        progress("reading feedback")
        table = _feedback(context.obj, now, days)
        recipe = _recipe(registry.shipped, files)
        candidate = make_candidate(table, recipe, now=now, progress=progress)
        champion = context.obj.model_dir()
        outcome = keep_candidate(candidate, table, champion, registry, progress)
    if promote and outcome.accepted:
        registry.promote(outcome.version.name, now=now)
    _say(outcome, promoted=promote and outcome.accepted, as_json=as_json)
    if not outcome.accepted:
        context.exit(1)


@click.command()
@click.argument("one")
@click.argument("other")
@_JSON
@click.pass_obj
def compare(
    wiring: Any,  # noqa: ANN401 (what `service` hands to every command)
    one: str,
    other: str,
    as_json: bool,
) -> None:
    """Measure the versions ONE and OTHER on comments that neither learned from."""
    registry = wiring.registry()
    first, second = load(registry.path(one)), load(registry.path(other))
    found = compared(first, second, _feedback(wiring, datetime.now(UTC), None))
    click.echo(
        json.dumps(found, ensure_ascii=False) if as_json else comparison_text(found)
    )


def _step_back() -> None:
    """Give way to the service that runs beside; a system without `nice` does not."""
    with suppress(OSError, AttributeError):
        os.nice(_NICE)


def _feedback(
    wiring: Any,  # noqa: ANN401 (what `service` hands to every command)
    now: datetime,
    days: int | None,
) -> "DataFrame":
    since = now - timedelta(days=days) if days else None
    return feedback_table(wiring.feedback_rows(), since)


def _recipe(shipped: Path, files: Sequence[Path]) -> Recipe:
    if files:
        return FromScratch(labelled(files))
    return OnTop(*load_artifact(shipped), anchor_rows())


def _say(outcome: Outcome, *, promoted: bool, as_json: bool) -> None:
    name = outcome.version.name
    refused = [gate.sentence for gate in outcome.gates if not gate.passed]
    if as_json:
        said = {
            "name": name,
            "champion": outcome.champion,
            "accepted": outcome.accepted,
            "promoted": promoted,
            "gates": outcome.card["gates"],
        }
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        n_labels = outcome.card["feedback"]["n"]
        click.echo(
            f"{name}: made of {n_labels:,} labels, {_verdict(outcome, promoted)}"
        )
    for sentence in refused:
        click.echo(f"refused: {sentence}", err=True)
    if not has_pictures():
        click.echo("no pictures: pip install 'hamgate[pictures]'", err=True)


def _verdict(outcome: Outcome, promoted: bool) -> str:
    if not outcome.accepted:
        return f"refused against {outcome.champion}"
    answers = "it answers now" if promoted else "not promoted"
    return f"accepted against {outcome.champion}, {answers}"
