"""`handoff`, `receive` and `status`: out to volunteers, back from them, and how far it has come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli import options, saying
from publish.problems import PublishError, errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.project import House
    from publish.source import Reading
    from publish.workshop.finding import Found
    from publish.workshop.receiving import Receipt
    from publish.workshop.status import Board, Progress


def _reading(found: Found) -> Reading:
    """Return a publication that can be handed out; its faults stop the work before anybody translates them."""
    from publish.workshop import looking

    looked = looking.look(found)
    if looked.reading is None or not looked.sound:
        raise PublishError(*looked.problems)
    return looked.reading


def _board(found: Found) -> Board:
    """Return how far a publication has come; faults of its text are for `check`, unless it cannot be read at all."""
    from publish.workshop import looking
    from publish.workshop.status import status as board_of

    looked = looking.look(found)
    if looked.reading is None:
        raise PublishError(*looked.problems)
    return board_of(found.house, looked.reading)


@click.command(short_help="Write the files for translators.")
@options.publication
@options.languages("--to", "Hand out for this language; may be given several times.", required=True)
@click.option(
    "--section", "sections", metavar="S", multiple=True, help="Only this section, by the name of its heading."
)
@click.option("--form", "forms", metavar="F", multiple=True, default=("markdown",), help="The form of the files.")
@options.as_json
@options.speaking
def handoff(
    *, publication: Found, languages: tuple[str, ...], sections: tuple[str, ...], forms: tuple[str, ...], as_json: bool
) -> int:
    """Write the split files of a publication: a file a section, and one zip a language."""
    from publish import project
    from publish.workshop.handoff import hand_off

    handed = hand_off(publication.house, _reading(publication), languages, sections, forms)
    for file in handed.files:
        if as_json:
            saying.record(artifact="handoff", publication=publication.slug, file=project.shown(file))
        else:
            saying.datum(project.shown(file))
    saying.problems(handed.problems, as_json=as_json)
    if not as_json:
        saying.tally(handed.problems)
        saying.words("Send each translator a section, or the zip of a language; `publish receive FILE` takes it back.")
    return int(bool(errors(handed.problems)))


@click.command(short_help="Take translations back.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Say what would be taken in; write nothing.")
@click.option(
    "--manuscript", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A manuscript outside any house."
)
@options.as_json
@options.speaking
def receive(*, files: Sequence[Path], dry_run: bool, manuscript: Path | None, as_json: bool) -> int:
    """Take translations back: files, folders or zips, in any form they were handed out in.

    What is whole is taken into translations/<language>.po; each passage with a fault is refused alone.
    """
    from publish.workshop.receiving import receive as take_back

    receipt = take_back(_house(manuscript), files, dry_run=dry_run)
    found = [*receipt.problems, *(problem for kit in receipt.kits for problem in kit.problems)]
    _say_receipt(receipt, as_json=as_json)
    saying.problems(found, as_json=as_json)
    if not as_json:
        saying.tally(found)
        _say_after_receiving(receipt, dry_run=dry_run)
    return int(bool(errors(found)))


def _house(manuscript: Path | None) -> House:
    from publish import project

    if manuscript is not None:
        return project.lone_house(manuscript, Path.cwd())
    house = project.find_house(Path.cwd())
    if house is None:
        raise click.UsageError("there is no publication here. Go to its house, or name it with --manuscript FILE")
    return house


def _say_receipt(receipt: Receipt, *, as_json: bool) -> None:
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
            )
        else:
            counts = f"{kit.taken} taken, {kit.unchanged} unchanged, {kit.empty} empty"
            saying.datum(f"{kit.file}: {kit.publication}, {kit.section}, {kit.language}: {counts}")


def _say_after_receiving(receipt: Receipt, *, dry_run: bool) -> None:
    from publish import project

    for store in receipt.stores:
        saying.words(f"written: {project.shown(store)}")
    if dry_run:
        saying.words("Nothing was written; leave out --dry-run to take it in.")
    elif receipt.kits:
        pairs = dict.fromkeys((kit.publication, kit.language) for kit in receipt.kits)
        asked = "; ".join(f"publish build {slug} --lang {language}" for slug, language in pairs)
        saying.words(f"Look what is left with `publish status`, or make the edition: {asked}")


@click.command(short_help="Show how far translations have come.")
@options.publications
@options.as_json
@options.speaking
def status(*, publications: Sequence[Found], as_json: bool) -> int:
    """Show how far translations have come: languages by sections, and the words left."""
    boards = [_board(found) for found in options.all_if_none(publications)]
    for board in boards:
        if as_json:
            _record(board)
        else:
            saying.datum("\n".join(_table(board)))
    if not as_json:
        saying.words(
            "14/20: segments done of all; ~3: stale, the source has changed since. `publish handoff` sends them out."
        )
    return 0


def _record(board: Board) -> None:
    for language, sections in board.languages.items():
        for section in sections:
            saying.record(
                publication=board.publication,
                language=language,
                section=section.section,
                reviewed=section.reviewed,
                translated=section.translated,
                stale=section.stale,
                missing=section.missing,
                words_left=section.words_left,
            )


def _table(board: Board) -> Iterator[str]:
    """Yield a publication's board as lines: a row a section, a column a language, the words left below."""
    yield f"{board.publication}: {board.title}"
    if not board.languages:
        yield "  no languages; name them with `languages: [pl, pa]` at the top of the manuscript"
        return
    columns = list(board.languages.values())
    rows = [["", *board.languages]]
    rows += [[cells[0].section[:32], *map(_cell, cells)] for cells in zip(*columns, strict=True)]
    rows.append(["words left", *(str(sum(cell.words_left for cell in column)) for column in columns)])
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for first, *others in rows:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([f"  {first.ljust(widths[0])}", *cells])


def _cell(progress: Progress) -> str:
    total = progress.reviewed + progress.translated + progress.stale + progress.missing
    if progress.complete:
        return "reviewed" if progress.reviewed == total else "done"
    stale = f" ~{progress.stale}" if progress.stale else ""
    return f"{progress.reviewed + progress.translated}/{total}{stale}"
