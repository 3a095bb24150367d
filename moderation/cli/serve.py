"""The command that runs the service."""

import json

import click

from moderation.cli.group import Wiring
from moderation.errors import AlreadyExists
from moderation.services import sites
from moderation.services.ports import Ports

__all__ = ["serve"]

_DEMO_URL = "https://demo.example"
_DEMO_TEXT = "Cheap pills online, visit http://pills.example now!!!"


@click.command()
@click.option(
    "--demo",
    is_flag=True,
    help="Make a site for trying out, and print its new key and a line to paste.",
)
@click.pass_obj
def serve(wiring: Wiring, demo: bool) -> None:
    """Serve the HTTP API until told to stop."""
    if demo:
        click.echo(_demo(wiring.ports(), wiring.address()))
    wiring.serve()


def _demo(ports: Ports, address: str) -> str:
    try:
        new = sites.add(_DEMO_URL, ports=ports)
    except AlreadyExists:
        new = sites.rotate_key(_DEMO_URL, ports=ports)
    return (
        f"\nHamgate listens on {address}; documentation: {address}/docs\n"
        f"key of {new.site.url}: {new.key}\n\n"
        f"curl -s {address}/v1/comments -H 'Authorization: Bearer {new.key}' \\\n"
        f"  -H 'Content-Type: application/json' \\\n"
        f"  -d '{json.dumps({'text': _DEMO_TEXT})}'\n"
    )
