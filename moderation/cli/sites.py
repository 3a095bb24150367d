"""Commands for sites and their keys."""

import json
from dataclasses import asdict, replace
from typing import Any

import click

from moderation.cli.group import Commands, Wiring
from moderation.cli.promises import promise_lines, promise_row
from moderation.services import promising, sites
from moderation.site import (
    FooterAction,
    HoldAnswer,
    Mode,
    Promise,
    Site,
)
from moderation.verdict import Thresholds

__all__ = ["site"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_THRESHOLDS = ("hold", "spam", "discard", "abuse", "footer")


@click.group(cls=Commands)
def site() -> None:
    """Add, list, change and remove sites."""


@site.command("add")
@click.argument("url")
@_JSON
@click.pass_obj
def add(wiring: Wiring, url: str, as_json: bool) -> None:
    """Add the site at URL and print its key, once."""
    _show_key(sites.add(url, ports=wiring.ports()), as_json)


@site.command("list")
@_JSON
@click.pass_obj
def list_sites(wiring: Wiring, as_json: bool) -> None:
    """List the sites and their settings."""
    rows = [_row(each) for each in sites.every(ports=wiring.ports())]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(
            f"{row['url']}  {'in shadow, ' if row['mode'] == 'shadow' else ''}"
            f"hold answers {row['hold_answer']}, "
            f"discard {'on' if row['discard'] else 'off'}, "
            f"footer action {row['footer_action']}, "
            f"thresholds {row['thresholds'] or 'by its promise'}"
        )


@site.command("show")
@click.argument("url")
@_JSON
@click.pass_obj
def show(wiring: Wiring, url: str, as_json: bool) -> None:
    """Show the thresholds of the site at URL, and how well they keep its promise."""
    ports = wiring.ports()
    found = promising.standing(sites.at(url, ports=ports), ports=ports)
    if as_json:
        click.echo(json.dumps(promise_row(found)))
        return
    for line in promise_lines(found):
        click.echo(line)


@site.command("rotate-key")
@click.argument("url")
@_JSON
@click.pass_obj
def rotate_key(wiring: Wiring, url: str, as_json: bool) -> None:
    """Give the site at URL a new key; the old one stops within a second."""
    _show_key(sites.rotate_key(url, ports=wiring.ports()), as_json)


@site.command("set")
@click.argument("url")
@click.option(
    "--hold-answer",
    type=click.Choice([each.value for each in HoldAnswer]),
    help="What an Akismet client hears of a held comment.",
)
@click.option("--discard/--no-discard", default=None, help="Whether to discard at all.")
@click.option(
    "--footer-action",
    type=click.Choice([each.value for each in FooterAction]),
    help="What is done with stray text of a page.",
)
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    metavar="NAME=SCORE",
    help="hold, spam, discard, abuse or footer; NAME= alone goes back to the promise.",
)
@click.option(
    "--mode",
    type=click.Choice([each.value for each in Mode]),
    help="shadow approves all and keeps what it would have done.",
)
@click.option("--blocked", type=float, help="Share of ham that may be called spam.")
@click.option("--held", type=float, help="Share of ham that may be held or spam.")
@click.option(
    "--promise/--no-promise",
    "stated",
    default=None,
    help="Whether what is not shown to keep the promise is held; --blocked and --held "
    "imply it.",
)
@click.pass_obj
def change(  # noqa: PLR0913, PLR0917 (one argument an option)
    wiring: Wiring,
    url: str,
    hold_answer: str | None,
    discard: bool | None,
    footer_action: str | None,
    thresholds: tuple[str, ...],
    mode: str | None,
    blocked: float | None,
    held: float | None,
    stated: bool | None,
) -> None:
    """Change what the site at URL wants of a verdict."""
    ports = wiring.ports()
    settings = sites.at(url, ports=ports).settings
    if hold_answer is not None:
        settings = replace(settings, hold_answer=HoldAnswer(hold_answer))
    if discard is not None:
        settings = replace(settings, discard=discard)
    if footer_action is not None:
        settings = replace(settings, footer_action=FooterAction(footer_action))
    if mode is not None:
        settings = replace(settings, mode=Mode(mode))
    if thresholds:
        base = settings.thresholds or wiring.load_model(wiring.model_dir()).thresholds
        settings = replace(settings, thresholds=_thresholds(thresholds, base))
    if {blocked, held, stated} != {None}:
        promise = _promise(settings.promise, blocked, held)
        promise = replace(promise, stated=stated is not False)
        settings = replace(settings, promise=promise)
    click.echo(json.dumps(_row(sites.change(url, settings, ports=ports))))


@site.command("remove")
@click.argument("url")
@click.confirmation_option(
    prompt="This removes the site with all its comments and feedback. Go on?"
)
@click.pass_obj
def remove(wiring: Wiring, url: str) -> None:
    """Remove the site at URL with all that it sent."""
    click.echo(f"removed {sites.remove(url, ports=wiring.ports()).url}")


def _thresholds(pairs: tuple[str, ...], base: Thresholds) -> Thresholds | None:
    values = {name: getattr(base, name) for name in _THRESHOLDS}
    for pair in pairs:
        name, _, score = pair.partition("=")
        if name not in values:
            raise click.BadParameter(f"{name!r} is none of {', '.join(_THRESHOLDS)}")
        if not score:
            return None
        values[name] = _score(score)
    return Thresholds(**values)


def _promise(old: Promise, blocked: float | None, held: float | None) -> Promise:
    return Promise(
        blocked=old.blocked if blocked is None else blocked,
        held=old.held if held is None else held,
    )


def _score(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no score in [0, 1]") from error


def _show_key(new: sites.NewKey, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"url": new.site.url, "key": new.key}))
        return
    click.echo(f"{new.site.url}\nkey {new.key}\nKeep it: it is not shown again.")


def _row(each: Site) -> dict[str, Any]:
    chosen = each.settings.thresholds
    return {
        "url": each.url,
        "hold_answer": each.settings.hold_answer.value,
        "discard": each.settings.discard,
        "footer_action": each.settings.footer_action.value,
        "mode": each.settings.mode.value,
        "promise": asdict(each.settings.promise),
        "thresholds": asdict(chosen) if chosen else None,
    }
