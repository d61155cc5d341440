"""`status` and `keep`: how far translations have come, and what of them still holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli import options, saying
from publish.problems import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.source import Reading
    from publish.workshop.finding import Found
    from publish.workshop.keeping import Kept
    from publish.workshop.status import Board, Progress


def _reading(found: Found) -> Reading:
    """Return a publication read; faults of its text are for `check`, unless it cannot be read at all."""
    from publish.workshop import looking

    looked = looking.look(found)
    if looked.reading is None:
        raise PublishError(*looked.problems)
    return looked.reading


def _board(found: Found) -> Board:
    from publish.workshop.status import status as board_of

    return board_of(found.house, _reading(found))


@click.command(short_help="Show how far translations have come.")
@options.publications
@click.option(
    "--changes", is_flag=True, help="Show what waits for somebody: passages that changed, and what else came back."
)
@click.option(
    "--terms", is_flag=True, help="Show what is translated in more than one way, and terms not said as agreed."
)
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Draw it, as one HTML file."
)
@options.as_json
@options.speaking
def status(*, publications: Sequence[Found], changes: bool, terms: bool, html: Path | None, as_json: bool) -> int:
    """Show how far translations have come: languages by sections, the words left, and who has what."""
    wanted = options.all_if_none(publications)
    boards = [_board(found) for found in wanted]
    for board in boards:
        if as_json:
            _record(board)
        else:
            saying.datum("\n".join(_table(board)))
    if changes:
        _say_changes(wanted, as_json=as_json)
        _say_doubts(wanted, as_json=as_json)
    if terms:
        _say_terms(wanted[0], as_json=as_json)
    if html is not None:
        _draw(boards, html)
    if not as_json:
        _say_next(boards)
    return 0


def _say_next(boards: Sequence[Board]) -> None:
    """Say how the numbers are read, and what to do next."""
    if any(board.languages for board in boards):
        saying.words("14/20: segments done of all; ~3: stale, the source has changed since they were translated.")
    for step in (step for board in boards for step in board.steps()):
        saying.words(f"next: {step}")


def _draw(boards: Sequence[Board], file: Path) -> None:
    from publish import project
    from publish.workshop.picture import picture

    project.write(file, picture(boards))
    saying.words(f"written: {project.shown(file)}")


def _say_changes(publications: Sequence[Found], *, as_json: bool) -> None:
    from publish.segments import marked_difference
    from publish.workshop.status import changes

    for found in publications:
        for change in changes(found.house, _reading(found)):
            where = {"publication": found.slug, "language": change.language, "section": change.section}
            if as_json:
                saying.record(**where, key=change.key, change=change.pieces, target=change.target)
                continue
            words = marked_difference(change.pieces)
            saying.datum(f"{found.slug}, {change.language}, {change.section}, {change.key}: {words}")
            saying.datum(f"  {change.target}")


def _say_doubts(publications: Sequence[Found], *, as_json: bool) -> None:
    from publish.workshop.status import doubts

    for found in publications:
        for doubt in doubts(found.house, _reading(found)):
            where = {"publication": found.slug, "language": doubt.language, "section": doubt.section}
            if as_json:
                saying.record(**where, key=doubt.key, target=doubt.target, returned=doubt.returned)
                continue
            saying.datum(f"{found.slug}, {doubt.language}, {doubt.section}, {doubt.key}: {doubt.source}")
            saying.datum(f"  stands:   {doubt.target}")
            for returned in doubt.returned:
                saying.datum(f"  returned: {returned}")


def _say_terms(found: Found, *, as_json: bool) -> None:
    from publish.workshop.usage import usage

    for said in usage(found.house):
        if as_json:
            saying.record(language=said.language, source=said.source, ways=said.ways, where=said.where)
        else:
            saying.datum(f"{said.language}: “{said.source}”: {' | '.join(said.ways)}")
            for where in said.where:
                saying.datum(f"  {where}")


@click.command(short_help="Say which translations stand.")
@options.publication
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@options.languages("--lang", "Only in this language; may be given several times.")
@click.option("--returned", is_flag=True, help="Put what came back in the place of what stands there.")
@click.option("--ours", is_flag=True, help="Leave what stands there, and let go what came back beside it.")
@options.as_json
@options.speaking
def keep(
    *, publication: Found, keys: tuple[str, ...], languages: tuple[str, ...], returned: bool, ours: bool, as_json: bool
) -> int:
    """Say that a change of the source was small, and the translations still hold.

    With --returned or --ours: which one stands where a translation came back for a passage that was reviewed, or
    translated anew, in the meantime. Without a KEY all passages that wait are meant; `publish status --changes` lists
    them.
    """
    from publish.workshop.keeping import Choice
    from publish.workshop.keeping import keep as hold
    from publish.workshop.status import languages_of

    if returned and ours:
        raise click.UsageError("--returned or --ours, not both")
    choice = Choice.RETURNED if returned else Choice.OURS if ours else Choice.SMALL_CHANGE
    reading = _reading(publication)
    kept = hold(publication.house, reading, languages or languages_of(publication.house, reading), keys, choice)
    for each in kept:
        if as_json:
            saying.record(publication=publication.slug, language=each.language, kept=each.kept, stale=each.stale)
        else:
            left = f", {each.stale} still to be looked at" if each.stale else ""
            saying.datum(f"{publication.slug}, {each.language}: {each.kept} kept{left}")
    if not as_json:
        saying.words(_after_keeping(kept))
    return 0


def _after_keeping(kept: Sequence[Kept]) -> str:
    if any(each.kept for each in kept):
        return "Make the editions again with `publish build`."
    return "No translation had been waiting for it: nothing is changed."


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
                to=section.hand.to if section.hand else "",
                since=section.hand.date.isoformat() if section.hand else "",
            )


def _table(board: Board) -> Iterator[str]:
    """Yield a publication's board as lines: a row a section, a column a language, the words left below."""
    yield f"{board.publication}: {board.title}"
    if not board.languages:
        yield f"  not handed out yet; begin with `publish handoff {board.typed} --to pl` (or any other language)"
        return
    columns = list(board.languages.values())
    rows = [["", *board.languages]]
    rows += [[cells[0].section[:32], *map(_cell, cells)] for cells in zip(*columns, strict=True)]
    rows.append(["words left", *(str(sum(cell.words_left for cell in column)) for column in columns)])
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for first, *others in rows:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([f"  {first.ljust(widths[0])}", *cells])
    yield from _hands(board)


def _hands(board: Board) -> Iterator[str]:
    """Yield who has what since when, of what is not done; what went out together in one line."""
    out: dict[tuple[str, str, str], list[str]] = {}
    for language, sections in board.languages.items():
        for section in sections:
            if section.hand is not None and not section.complete:
                together = (language, section.hand.to, section.hand.date.isoformat())
                out.setdefault(together, []).append(section.section)
    for (language, to, since), names in out.items():
        yield f"  {language}, {', '.join(names)}: out{f' with {to}' if to else ''} since {since}"


def _cell(progress: Progress) -> str:
    total = progress.reviewed + progress.translated + progress.stale + progress.missing
    if progress.complete:
        return "reviewed" if progress.reviewed == total else "done"
    stale = f" ~{progress.stale}" if progress.stale else ""
    return f"{progress.reviewed + progress.translated}/{total}{stale}"
