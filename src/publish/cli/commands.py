"""The program and its commands, in the order of the work."""

from __future__ import annotations

import click

from publish.cli import beginning, machine, making, standing, translating
from publish.cli.options import speaking


class InOrder(click.Group):
    """A program whose help lists its commands in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click has it
        """Return the names of the commands as they were added."""
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="publish", message="%(prog)s %(version)s")
@speaking
def publish() -> None:
    """One Markdown manuscript becomes a printable pamphlet, an EPUB and files to translate.

    Begin with `publish new-house DIR`, then `publish build` in that folder; or `publish build letter.md` anywhere.
    """


for command in (
    beginning.new,
    beginning.new_house,
    making.build,
    making.check,
    translating.handoff,
    translating.receive,
    standing.keep,
    standing.status,
    machine.doctor,
    machine.schema,
    machine.completion,
):
    publish.add_command(command)
