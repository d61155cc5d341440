"""`build` and `check`: from manuscripts to files, and what is wrong with them beforehand."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from publish.cli import options, saying
from publish.problems import errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.build import Outcome
    from publish.problems import Problem
    from publish.workshop.finding import Found
    from publish.workshop.making import Prepared


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
    strict: bool,
    incomplete: bool,
    as_json: bool,
) -> int:
    """Make every edition of publications, and their split files.

    Without a name: every publication of the house one stands in. Without --lang: every language whose translation is
    complete. What is made lies in dist/, one line on stdout for each.
    """
    from publish.build import Order, cores
    from publish.workshop import making

    order = Order(languages, outputs, incomplete)
    prepared = making.prepare(options.all_if_none(publications), order, strict=strict)
    saying.problems(prepared.problems, as_json=as_json)
    outcomes = list(_made(prepared, jobs or cores(), as_json=as_json))
    split = list(_split(prepared, None if outputs else languages, targets, as_json=as_json))
    found = [*prepared.problems, *(problem for outcome in outcomes for problem in outcome.problems)]
    found += [problem for _, more in split for problem in more]
    saying.tally(found)
    if not as_json:
        _say_left_out(prepared)
        _say_next(outcomes, [file for file, _ in split if file])
        if any(outcome.artifact for outcome in outcomes):
            _say_untranslated(prepared)
    if any(outcome.tool_missing for outcome in outcomes):
        return 3
    return int(bool(found if strict else errors(found)))


def _made(prepared: Prepared, jobs: int, *, as_json: bool) -> Iterator[Outcome]:
    """Make the artifacts, give out a line for each as it comes, and say what is wrong."""
    from publish import project
    from publish.workshop import making

    names = [task.file.name for task in prepared.tasks]
    for outcome in saying.progress(making.make(prepared, jobs), names):
        if outcome.artifact is not None and as_json:
            saying.record(
                artifact=outcome.artifact.output,
                publication=outcome.task.edition.slug,
                language=outcome.task.edition.language,
                file=project.shown(outcome.artifact.file),
                size=outcome.artifact.size,
            )
        elif outcome.artifact is not None:
            saying.datum(_line(project.shown(outcome.artifact.file), outcome.artifact.size))
        saying.problems(outcome.problems, as_json=as_json)
        if outcome.trace and options.tracing():
            saying.words(outcome.trace)
        yield outcome


def _line(file: str, size: int) -> str:
    """Return the line of an artifact: its file, and for people its size as well."""
    return f"{file}  ({saying.size(size)})" if sys.stdout.isatty() else file


def _split(
    prepared: Prepared, languages: Sequence[str] | None, also: Sequence[str], *, as_json: bool
) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """Write the split files, and give out the zip of each language."""
    from publish import project
    from publish.workshop import making

    for looked, target, handed in making.split(prepared, languages, also):
        file = project.shown(handed.files[-1]) if handed.files else ""
        if file and as_json:
            saying.record(artifact="handoff", publication=looked.found.slug, language=target, file=file)
        elif file:
            saying.datum(_line(file, handed.files[-1].stat().st_size))
        saying.problems(handed.problems, as_json=as_json)
        yield file, handed.problems


def _say_left_out(prepared: Prepared) -> None:
    by_slug: dict[str, list[str]] = {}
    for slug, edited in prepared.left_out:
        by_slug.setdefault(slug, []).append(f"{edited.language} {edited.coverage:.0%}")
    for slug, languages in by_slug.items():
        saying.words(f"{slug}: not yet complete, so left out: {', '.join(languages)} (see `publish status {slug}`)")


def _say_next(outcomes: Sequence[Outcome], split: Sequence[str]) -> None:
    """Say what to do with each kind of thing that was made."""
    from publish.outputs import outputs_for

    made = [outcome.task for outcome in outcomes if outcome.artifact]
    steps = {
        (output.name, output.next_step(task.settings)): None
        for task in made
        for output in outputs_for(task.settings)
        if output.name == task.output
    }
    if split:
        steps["split files", "send a zip to whoever translates; `publish receive FILE` takes it back"] = None
    if steps:
        saying.words(f"{saying.count(len(made) + len(split), 'file')} made. What to do with them:")
    width = max((len(name) for name, _ in steps), default=0)
    for name, step in steps:
        saying.words(f"  {name:<{width}}  {step}")


def _say_untranslated(prepared: Prepared) -> None:
    """Say how to have a publication translated that names no languages."""
    from publish.build import typed

    for looked in prepared.looked:
        if looked.reading is not None and looked.sound and not looked.reading.settings.languages:
            name = typed(looked.found.house, looked.found.slug)
            saying.words(f"To have it translated: publish handoff {name} --to pl (or any other language)")
            return


@click.command(short_help="Say what is wrong with manuscripts, and with what was made.")
@options.publications
@click.option("--artifacts", is_flag=True, help="Look at the files in dist/ as well: a preflight. Nothing is built.")
@click.option("--pictures", is_flag=True, help="The same, with a report in dist/ that shows each fault on its page.")
@options.strict
@options.as_json
@options.speaking
def check(*, publications: Sequence[Found], artifacts: bool, pictures: bool, strict: bool, as_json: bool) -> int:
    """Look at manuscripts and say everything that is wrong with them; nothing is made."""
    from publish.cli import checking
    from publish.workshop import looking

    looked = [looking.look(found, strict=strict) for found in options.all_if_none(publications)]
    found = list(dict.fromkeys(problem for each in looked for problem in each.problems))
    saying.problems(found, as_json=as_json)
    whole = True
    if artifacts or pictures:
        more, whole = checking.artifacts(looked, strict=strict, pictures=pictures, as_json=as_json)
        found += more
    if not as_json:
        nothing = "nothing is wrong with" if whole else "in what was checked, nothing is wrong with"
        saying.tally(found, f"{nothing} {', '.join(each.found.slug for each in looked)}")
    return int(bool(errors(found)))
