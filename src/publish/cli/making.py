"""`build` and `check`: from manuscripts to files, and what is wrong with them beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publish.cli import options, saying
from publish.problems import errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.workshop.finding import Found


class Build(click.Command):
    """A command whose help ends with the list of outputs."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what can be made."""
        from publish.outputs import OUTPUTS

        with formatter.section("Outputs (* made when none is named)"):
            formatter.write_dl([(output.name + " *" * output.default, output.summary) for output in OUTPUTS])
        super().format_epilog(ctx, formatter)


@click.command(cls=Build, short_help="Make every edition, and the split files.")
@options.publications
@options.languages("--lang", "Make only this language; may be given several times.")
@options.outputs
@options.languages("--to", "Make split files for this language too; may be given several times.", name="targets")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes. [default: the processors]")
@click.option("--scheduler", metavar="ADDRESS", default="", help="Make them on a Dask cluster: tcp://192.168.1.5:8786.")
@click.option(
    "--explain", is_flag=True, help="Say of every file why it is made, or that nothing it is made of changed."
)
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
@click.option("--anew", is_flag=True, help="Make everything, whether it changed or not.")
@click.option(
    "--no-standby",
    "alone",
    is_flag=True,
    help="Leave no process behind that makes the next build quick, and end the one there is.",
)
@options.strict
@click.option("--incomplete", is_flag=True, help="Make editions that are not wholly translated; they say so.")
@options.as_json
@options.speaking
def build(  # noqa: PLR0913 - one argument a flag, as click has it
    *,
    publications: Sequence[Found],
    languages: tuple[str, ...],
    outputs: tuple[str, ...],
    targets: tuple[str, ...],
    jobs: int | None,
    scheduler: str,
    explain: bool,
    dry_run: bool,
    anew: bool,
    alone: bool,
    strict: bool,
    incomplete: bool,
    as_json: bool,
) -> int:
    """Make every edition of publications, and their split files.

    Without a name: every publication of the house one stands in. Without --lang: every language whose translation is
    complete. What is made lies in dist/, one line on stdout for each. Only what changed is made again.
    """
    # A build in which nothing changed is over here, before most of the program is imported.
    from publish.cli.building import Asked, Building, again

    asked = Asked(tuple(options.all_if_none(publications)), languages, outputs, targets, strict, incomplete)
    plain = not (explain or dry_run or anew or scheduler)
    if plain and again(asked, as_json=as_json):
        return 0
    stay = None if alone else click.get_current_context().obj
    return Building(asked, as_json=as_json, explain=explain or dry_run, stay=stay).build(
        jobs, scheduler, dry_run=dry_run, anew=anew
    )


@click.command(short_help="Say what is wrong with manuscripts, and with what was made.")
@options.publications
@click.option("--artifacts", is_flag=True, help="Look at the files in dist/ as well: a preflight. Nothing is built.")
@click.option("--pictures", is_flag=True, help="The same, with a report in dist/ that shows each fault on its page.")
@options.strict
@options.as_json
@options.speaking
def check(*, publications: Sequence[Found], artifacts: bool, pictures: bool, strict: bool, as_json: bool) -> int:
    """Look at manuscripts and their translations and say everything that is wrong with them; nothing is made."""
    from publish.cli import checking
    from publish.workshop import looking

    looked = []
    for each in options.all_if_none(publications):
        saying.status(f"reading {each.slug}")
        looked.append(looking.look(each, strict=strict))
    saying.clear()
    stored = [problem for each in looked for problem in looking.look_at_stores(each, strict=strict)]
    found = list(dict.fromkeys([*(problem for each in looked for problem in each.problems), *stored]))
    saying.problems(found, as_json=as_json)
    whole = True
    if artifacts or pictures:
        more, whole = checking.artifacts(looked, strict=strict, pictures=pictures, as_json=as_json)
        found += more
    if not as_json:
        nothing = "nothing is wrong with" if whole else "in what was checked, nothing is wrong with"
        saying.tally(found, f"{nothing} {', '.join(each.found.slug for each in looked)}")
    return int(bool(errors(found)))
