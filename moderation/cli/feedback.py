"""Commands of whoever runs Hamgate to say what comments are, and to take it back."""

import json

import click

from moderation.cli.group import Commands, Wiring
from moderation.record import GivenBy, StoredComment
from moderation.services import feedback as desk
from moderation.services import promising, sites
from moderation.verdict import Label

__all__ = ["feedback"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_TEXT_CHARS = 60
# More labels than these are never looked at.
_MOST = 2_000


@click.group(cls=Commands)
def feedback() -> None:
    """Say what a comment is, take it back, and see which labels are suspect."""


@feedback.command("give")
@click.argument("url")
@click.argument("comment_id")
@click.argument("label", type=click.Choice([each.value for each in Label]))
@click.option("--learn/--no-learn", default=True, help="Whether it teaches, too.")
@click.pass_obj
def give(wiring: Wiring, url: str, comment_id: str, label: str, *, learn: bool) -> None:
    """Say that COMMENT_ID of the site at URL is LABEL; this confirms a suspect."""
    ports = wiring.ports()
    site = sites.at(url, ports=ports)
    # To run commands is to be logged in on the machine.
    voice = desk.Voice("cli", GivenBy.OWNER, learn=learn)
    said = desk.give(comment_id, Label(label), voice=voice, site=site, ports=ports)
    teaches = "" if said.learn else ", which teaches nothing"
    click.echo(f"{said.comment_id} is {said.label.value}{teaches}")


@feedback.command("take-back")
@click.argument("url")
@click.argument("comment_id")
@click.pass_obj
def take_back(wiring: Wiring, url: str, comment_id: str) -> None:
    """Forget all that was said of COMMENT_ID, and what was learned from it."""
    ports = wiring.ports()
    site = sites.at(url, ports=ports)
    status = desk.take_back(comment_id, site=site, ports=ports)
    click.echo(f"{comment_id} is back where its verdict put it: {status.value}")


@feedback.command("suspects")
@click.argument("url")
@_JSON
@click.pass_obj
def suspects(wiring: Wiring, url: str, as_json: bool) -> None:
    """List comments of the site at URL whose labels disagree with all else."""
    ports = wiring.ports()
    site = sites.at(url, ports=ports)
    rows = promising.suspects(limit=_MOST, site=site, ports=ports)
    if as_json:
        click.echo(json.dumps([_row(each) for each in rows]))
        return
    for each in rows:
        click.echo("{id}  {action:8} now {status:8} {text}".format(**_row(each)))
    click.echo(f"{len(rows)} labels wait for a second that agrees", err=True)


def _row(stored: StoredComment) -> dict[str, str]:
    return {
        "id": stored.id,
        "action": stored.verdict.action.value,
        "status": stored.status.value,
        "text": _printable(stored.comment.text),
    }


def _printable(text: str) -> str:
    """Keep a stranger's text from moving the terminal's cursor."""
    plain = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(plain.split())[:_TEXT_CHARS]
