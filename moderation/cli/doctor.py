"""The command that looks whether everything is as it should be."""

import json
from dataclasses import asdict

import click

from moderation.cli.findings import Finding, Health, look
from moderation.cli.group import Wiring

__all__ = ["doctor"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Look at database, secret, models, service and drift, and say what to do.

    Each line begins with ok, warn or fail. The exit status is 1 if one fails. Nothing
    is changed, and nobody is asked but the service on this machine.
    """
    wiring: Wiring = ctx.obj
    found: list[Finding] = []
    for each in look(wiring, wiring.place()):
        found.append(each)
        if not as_json:
            click.echo(_line(each))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found]))
    if any(each.health is Health.FAIL for each in found):
        ctx.exit(1)


def _line(found: Finding) -> str:
    advice = f" -> {found.advice}" if found.advice else ""
    return f"{found.health.value:<4}  {found.part}: {found.says}{advice}"
