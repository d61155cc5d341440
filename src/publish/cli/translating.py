"""`handoff`, `receive` and `status`: out to volunteers, back from them, and how far it has come."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli import options, saying
from publish.problems import PublishError, errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.project import House
    from publish.source import Reading
    from publish.workshop.finding import Found
    from publish.workshop.receiving import Receipt


def _reading(found: Found) -> Reading:
    """Return a publication that can be handed out; its faults stop the work before anybody translates them."""
    from publish.workshop import looking

    looked = looking.look(found)
    if looked.reading is None or not looked.sound:
        raise PublishError(*looked.problems)
    return looked.reading


@click.command(short_help="Write the files for translators.")
@options.publication
@options.languages("--to", "Hand out for this language; may be given several times.", required=True)
@click.option(
    "--section", "sections", metavar="S", multiple=True, help="Only this section, by the name of its heading."
)
@options.forms
@click.option("--changed", is_flag=True, help="Only what is new or has changed since it was translated.")
@click.option("--to-whom", default="", metavar="NAME", help="Who translates it, for the record of the house.")
@click.option("--memory", is_flag=True, help="Put all this house has translated along, for translation programs (TMX).")
@options.as_json
@options.speaking
def handoff(  # noqa: PLR0913 - a flag each
    *,
    publication: Found,
    languages: tuple[str, ...],
    sections: tuple[str, ...],
    forms: tuple[str, ...],
    changed: bool,
    to_whom: str,
    memory: bool,
    as_json: bool,
) -> int:
    """Write the split files of a publication: a file a section, and one zip a language.

    What goes out is recorded in handoffs.toml beside the manuscript, so that `publish status` says who has what.
    """
    from publish import project
    from publish.workshop.handoff import Wanted, hand_off

    reading = _reading(publication)
    if (own := reading.publication.colophon.lang) in languages:
        raise click.UsageError(f"{publication.slug} is written in {own} itself. Name another language with --to")
    _say_unknown(languages)
    original = _original(publication.house, reading)
    wanted = Wanted(sections, forms, changed, _today(), to_whom, original, memory)
    handed = hand_off(publication.house, reading, languages, wanted)
    for file in handed.files:
        if as_json:
            saying.record(artifact="handoff", publication=publication.slug, file=project.shown(file))
        else:
            saying.datum(project.shown(file))
    saying.problems(handed.problems, as_json=as_json)
    if not as_json:
        saying.tally(handed.problems)
        back = f"`{publication.house.receives()}` takes it back"
        saying.words(f"Send each translator a section, or the zip of a language; {back}.")
    return int(bool(errors(handed.problems)))


def _say_unknown(tags: Sequence[str]) -> None:
    """Say which languages have no name here: a tag mistyped makes files that nobody can translate."""
    from publish.languages import LANGUAGES

    for tag in tags:
        if tag.partition("-")[0].lower() not in LANGUAGES:
            saying.words(f"Nothing is known of the language “{tag}”: its instructions are in English. Check the tag.")


def _today() -> datetime.date:
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date()


def _original(house: House, reading: Reading) -> bytes:
    """Return the reading PDF of the source, which goes along so that translators see what they translate."""
    from publish.workshop.original import original

    try:
        return original(house, reading)
    except PublishError as error:
        saying.words(f"The PDF of the original does not go along: {error.problems[0].message}")
        return b""


@click.command(short_help="Take translations back.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Say what would be taken in; write nothing.")
@click.option("--take", is_flag=True, help="Put what comes back also over translations that are newer or reviewed.")
@click.option("--report", is_flag=True, help="Write a page for each file to send back, in the translator's language.")
@click.option(
    "--manuscript", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A manuscript outside any house."
)
@options.as_json
@options.speaking
def receive(
    *, files: Sequence[Path], dry_run: bool, take: bool, report: bool, manuscript: Path | None, as_json: bool
) -> int:
    """Take translations back: files, folders or zips, in any form they were handed out in.

    What is whole is taken into translations/<language>.po; each passage with a fault is refused alone. A translation
    that was reviewed, or is newer than the file, stays, and what came back is kept beside it. A translation memory
    (TMX) goes into memory/<language>.tmx, from which `publish handoff` proposes.
    """
    from publish.workshop.receiving import receive as take_back

    house = _house(manuscript)
    receipt = take_back(house, files, dry_run=dry_run, day=_today(), take=take)
    found = [*receipt.problems, *(problem for kit in receipt.kits for problem in kit.problems)]
    _say_receipt(receipt, as_json=as_json)
    saying.problems(found, as_json=as_json)
    if report and not dry_run:
        _write_reports(house, receipt)
    if not as_json:
        saying.tally(found)
        _say_after_receiving(house, receipt, dry_run=dry_run)
    return int(bool(errors(found)))


def _house(manuscript: Path | None) -> House:
    from publish import project

    if manuscript is not None:
        return project.lone_house(manuscript, Path.cwd())
    house = project.find_house(Path.cwd())
    if house is None:
        raise click.UsageError("there is no publication here. Go to its house, or name it with --manuscript FILE")
    return house


def _write_reports(house: House, receipt: Receipt) -> None:
    from publish import project
    from publish.workshop.report import write_report

    for kit in receipt.kits:
        saying.words(f"written, to send back: {project.shown(write_report(house, kit))}")


def _say_receipt(receipt: Receipt, *, as_json: bool) -> None:
    from publish import project

    for kit in receipt.kits:
        if as_json:
            saying.record(
                file=kit.file,
                publication=kit.publication,
                section=kit.section,
                language=kit.language,
                taken=kit.taken,
                unchanged=kit.unchanged,
                empty=kit.empty,
                kept_beside=kit.held,
            )
        else:
            held = f", {kit.held} kept beside" if kit.held else ""
            counts = f"{kit.taken} taken, {kit.unchanged} unchanged, {kit.empty} empty{held}"
            saying.datum(f"{kit.file}: {kit.publication}, {kit.section}, {kit.language}: {counts}")
    for file, count in receipt.learnt.items():
        if as_json:
            saying.record(memory=project.shown(file), learnt=count)
        else:
            saying.datum(f"{project.shown(file)}: {saying.count(count, 'text')} learnt")


def _say_after_receiving(house: House, receipt: Receipt, *, dry_run: bool) -> None:
    from publish import project

    for store in receipt.stores:
        saying.words(f"written: {project.shown(store)}")
    if dry_run:
        saying.words("Nothing was written; leave out --dry-run to take it in.")
    elif receipt.stores:
        pairs = dict.fromkeys((kit.publication, kit.language) for kit in receipt.kits)
        asked = "; ".join(f"publish build {house.typed(slug)} --lang {language}" for slug, language in pairs)
        name = "" if house.lone is None else f" {house.typed('')}"
        saying.words(f"Look what is left with `publish status{name}`, or make the edition: {asked}")
    elif receipt.kits:
        saying.words("Nothing new stood there, so nothing was written.")
