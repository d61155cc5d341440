"""`new` and `new-house`: a publication, and a house for publications, that build at once."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from publish.cli import options, saying
from publish.project import LONGEST_SLUG, SLUG


class Slug(click.ParamType[str]):
    """The name of a publication in file names and addresses: letters, digits and hyphens."""

    name = "SLUG"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the slug."""
        if not SLUG.fullmatch(str(value)) or len(str(value)) > LONGEST_SLUG:
            self.fail(f"“{value}” is no slug: use letters a to z, digits and hyphens, such as spring-2026", param, ctx)
        return str(value)


@click.command(short_help="Begin a publication.")
@click.argument("slug", type=Slug())
@options.speaking
def new(*, slug: str) -> int:
    """Begin a publication in the house one stands in: source/SLUG/ with a manuscript that builds at once."""
    from publish import project
    from publish.workshop import beginning

    house = project.find_house(Path.cwd())
    if house is None:
        raise click.UsageError("there is no house here to put it in. Begin one with: publish new-house DIR")
    for file in beginning.new(house, slug):
        saying.datum(project.shown(file))
    saying.words(f"Write in {project.shown(house.manuscript(slug))}, then: publish build {slug}")
    return 0


@click.command("new-house", short_help="Begin a house for publications.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@options.speaking
def new_house(*, folder: Path) -> int:
    """Begin a house: a folder for publications, with a first one in it that builds at once."""
    from publish import project
    from publish.workshop import beginning

    for file in beginning.new_house(folder):
        saying.datum(project.shown(file))
    there = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(project.shown(folder))} && "
    saying.words(f"Now: {there}publish build")
    return 0
