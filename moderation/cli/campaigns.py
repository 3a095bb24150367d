"""Commands for campaigns: comments of a site that are nearly the same."""

import json
from dataclasses import asdict
from typing import Any

import click

from moderation.cli.group import Commands, Wiring
from moderation.record import GivenBy
from moderation.services import campaigns as desk
from moderation.services import sites
from moderation.services.campaigns import CampaignView
from moderation.services.feedback import Voice
from moderation.verdict import Label

__all__ = ["campaigns"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_TEXT_CHARS = 60


@click.group(cls=Commands)
def campaigns() -> None:
    """Show comments that are nearly the same, and mark them all at once."""


@campaigns.command("list")
@click.argument("url")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=50, help="How many at most."
)
@click.option("--before", default="", metavar="ID", help="Go on below this campaign.")
@_JSON
@click.pass_obj
def list_campaigns(
    wiring: Wiring, url: str, *, limit: int, before: str, as_json: bool
) -> None:
    """List campaigns on the site at URL, the last begun first."""
    ports = wiring.ports()
    site = sites.at(url, ports=ports)
    views = desk.campaigns(before=before, limit=limit, site=site, ports=ports)
    if as_json:
        click.echo(json.dumps([_row(view) for view in views]))
        return
    for view in views:
        click.echo(_line(view))


@campaigns.command("show")
@click.argument("url")
@click.argument("campaign_id", metavar="ID")
@_JSON
@click.pass_obj
def show(wiring: Wiring, url: str, campaign_id: str, as_json: bool) -> None:
    """Show the campaign ID with what its comments on the site at URL share."""
    ports = wiring.ports()
    site = sites.at(url, ports=ports)
    view = desk.campaign(campaign_id, site=site, ports=ports)
    if as_json:
        click.echo(json.dumps(_row(view)))
        return
    click.echo(_line(view))
    for each in (*view.urls, *view.contacts):
        click.echo(f"  {each.n} x {_printable(each.value)}")
    click.echo(f"  {_printable(view.text)}")


@campaigns.command("mark")
@click.argument("url")
@click.argument("campaign_id", metavar="ID")
@click.argument("label", type=click.Choice([each.value for each in Label]))
@click.option("--learn/--no-learn", default=True, help="Whether it teaches too.")
@_JSON
@click.pass_obj
def mark(  # noqa: PLR0913 (one argument an option)
    wiring: Wiring,
    url: str,
    campaign_id: str,
    label: str,
    *,
    learn: bool,
    as_json: bool,
) -> None:
    """Say that all comments of the campaign ID on the site at URL are LABEL."""
    ports = wiring.ports()
    site = sites.at(url, ports=ports)
    done = desk.mark(
        campaign_id,
        Label(label),
        voice=Voice("cli", GivenBy.OWNER, learn=learn),
        site=site,
        ports=ports,
    )
    if as_json:
        click.echo(json.dumps(asdict(done)))
        return
    click.echo(f"{done.n_marked} marked {label}, {done.n_turned} moved")
    for each in done.turned:
        click.echo(f"  {each.comment_id}  {each.action} -> {each.status}")


def _line(view: CampaignView) -> str:
    found = view.campaign
    said = ", ".join(f"{n} {label}" for label, n in view.labels.items())
    return (
        f"{found.id}  {found.n_here} here, {found.n_elsewhere} elsewhere, "
        f"{found.n_authors} authors, {found.first_seen:%Y-%m-%d} to "
        f"{found.last_seen:%Y-%m-%d}, {said or 'unmarked'}: "
        f"{_printable(view.text[:_TEXT_CHARS])}"
    )


def _row(view: CampaignView) -> dict[str, Any]:
    row = asdict(view) | asdict(view.campaign)
    del row["campaign"]
    return row | {
        "first_seen": view.campaign.first_seen.isoformat(),
        "last_seen": view.campaign.last_seen.isoformat(),
        "labels": dict(view.labels),
    }


def _printable(text: str) -> str:
    """Keep a stranger's text from moving the terminal's cursor."""
    return "".join(each if each.isprintable() else " " for each in text)
