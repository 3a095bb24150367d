"""Write the pages that are made from code: ``python docs/generate.py``."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import click

from moderation.settings import PREFIX, Settings
from service import main

__all__ = ["PAGES", "commands"]

_FOLDER = Path(__file__).parent
_WIDTH = 80

_TYPES = {bool: "yes or no", float: "number", int: "whole number", str: "text"}

_CLI = """\
# Commands

<!-- Made by docs/generate.py from the help of each command. Do not edit. -->

Every command exits with 0 when it did what it was asked, with 1 and one line that
begins `Error:` when it could not, and with 2 when it was called wrongly. What a command
answers goes to standard output, progress and notes go to standard error.

Data files are described in [data.md](data.md), settings in [settings.md](settings.md).
"""

_SETTINGS = """\
# Settings

<!-- Made by docs/generate.py from moderation/settings.py. Do not edit. -->

Settings come from the environment and are read once, at the start. A variable that
begins with `HAMGATE_` and is none of these, or whose value cannot be read, stops the
start with a line that names it.

Each may come from a file instead: `HAMGATE_SECRET_FILE=/run/secrets/hamgate` reads
`HAMGATE_SECRET` from there, without the white space around it. Yes is `1`, `true`,
`yes` or `on`; no is `0`, `false`, `no`, `off` or nothing.

`HAMGATE_DATASETS` is no setting: the service passes over it, the tests look there for
labelled data.
"""


def settings_page() -> str:
    """Write one heading a setting, in the order of the record."""
    return "\n".join([_SETTINGS, *_settings()])


def cli_page() -> str:
    """Write one heading a command, with its help as the terminal shows it."""
    parts = [
        f"## `{context.command_path}`\n\n"
        f"```text\n{context.command.get_help(context)}\n```\n"
        for context in commands()
    ]
    return "\n".join([_CLI, *parts])


def commands(
    command: click.Command = main, parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Yield a context of fixed width for `command` and all commands below it."""
    name = command.name if parent else "hamgate"
    context = click.Context(
        command, parent, name, terminal_width=_WIDTH, max_content_width=_WIDTH
    )
    yield context
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            inner = command.get_command(context, each)
            if inner is not None:
                yield from commands(inner, context)


def _settings() -> Iterator[str]:
    for row in fields(Settings):
        yield (
            f"## `{PREFIX}{row.name.upper()}`\n\n"
            f"{_TYPES[type(row.default)].capitalize()}, {_default(row.default)}. "
            f"{row.metadata['sentence']}\n"
        )


def _default(value: object) -> str:
    if isinstance(value, bool):
        return f"`{'yes' if value else 'no'}` if left out"
    return f"`{value}` if left out" if value != "" else "empty if left out"


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "settings.md": settings_page,
}

if __name__ == "__main__":
    for page, make in PAGES.items():
        (_FOLDER / page).write_text(make(), encoding="utf-8")
        click.echo(f"docs/{page}")
