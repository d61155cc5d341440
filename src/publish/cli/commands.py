"""The program and its commands, in the order of the work."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import click

from publish.cli.options import speaking

if TYPE_CHECKING:
    from collections.abc import ItemsView, Iterator

COMMANDS = {
    "new": "beginning",
    "new-house": "beginning",
    "build": "making",
    "check": "making",
    "handoff": "translating",
    "receive": "translating",
    "keep": "standing",
    "status": "standing",
    "doctor": "machine",
    "schema": "machine",
    "completion": "machine",
}
"""The commands in the order of the work, and the module of this room each is in."""


class Commands(dict[str, click.Command]):
    """Commands by name, each imported when it is asked for: a build that has nothing to do is over sooner."""

    def __missing__(self, name: str) -> click.Command:
        """Import a command."""
        module = importlib.import_module(f"publish.cli.{COMMANDS[name]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        self[name] = command
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def items(self) -> ItemsView[str, click.Command]:  # type: ignore[override] # as wide as a program needs it
        """Return all commands with their names."""
        return {name: self[name] for name in COMMANDS}.items()


class InOrder(click.Group):
    """A program whose help lists its commands in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click has it
        """Return the names of the commands in that order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click has it
        """Return a command by its name."""
        return self.commands[cmd_name] if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is asked for; of one that is none, say which was meant."""
        if args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            if near:
                ctx.fail(f"No such command '{args[0]}'. Did you mean '{near[0]}'?")
        return super().resolve_command(ctx, args)


@click.group(
    cls=InOrder,
    commands=Commands(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="publish", message="%(prog)s %(version)s")
@speaking
def publish() -> None:
    """One Markdown manuscript becomes a printable pamphlet, an EPUB and files to translate.

    Begin with `publish new-house DIR`, then `publish build` in that folder; or `publish build letter.md` anywhere.
    """
