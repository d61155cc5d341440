"""How far everything has come, as a picture for the collective's meeting: sections by languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import languages
from publish.markup import tag, text
from publish.workshop.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.workshop.status import Board, Progress

_STYLE = """
body { max-width: 84rem }
table { border-collapse: separate; border-spacing: 3px; width: 100%; margin-top: .8rem; table-layout: fixed }
th { font-weight: 600; font-size: .8rem; overflow-wrap: anywhere; text-align: start; vertical-align: bottom;
  padding: .2rem .35rem }
thead th { line-height: 1.25 } thead th small { display: block; font-weight: 400; color: var(--soft) }
th.section { width: 13rem; vertical-align: middle; font-weight: 400 }
td { padding: .3rem .35rem .35rem; background: #fff; border: 1px solid var(--line); vertical-align: top;
  font-size: .82rem; line-height: 1.3; height: 3.1rem }
td svg { display: block; width: 100%; height: 9px; margin-bottom: .25rem }
td.done { background: #eaf3ec; border-color: #c5ddcc } tfoot td { background: none; border: 0; height: auto }
.stale { color: var(--amber) } .hand { color: var(--soft); overflow-wrap: anywhere }
.legend { display: flex; flex-wrap: wrap; gap: 1.3rem; font-size: .85rem; color: var(--soft) }
.legend span::before { content: ""; display: inline-block; width: .8rem; height: .8rem; margin-inline-end: .4rem;
  vertical-align: -1px; border: 1px solid var(--line); background: var(--colour) }
.next { padding-inline-start: 1.2rem } section { break-inside: avoid-page }
@page { size: A4 landscape; margin: 12mm }
"""

_COLOURS = {"reviewed": "#2f6f4f", "translated": "#8fbfa3", "stale": "#e0a030", "missing": "#ffffff"}
_MEANS = {
    "reviewed": "looked over",
    "translated": "translated",
    "stale": "the source has changed since",
    "missing": "not yet translated",
}
_WIDTH = 120


def picture(boards: Sequence[Board]) -> bytes:
    """Return the boards of publications as one HTML file that needs no other, for a screen or a sheet of A4."""
    legend = "".join(tag("span", {"style": f"--colour:{_COLOURS[kind]}"}, text(said)) for kind, said in _MEANS.items())
    parts = [tag("h1", {}, "How far the translations have come"), tag("p", {"class": "legend"}, legend)]
    return sheet("How far the translations have come", [*parts, *map(_board, boards)], _STYLE)


def _board(board: Board) -> str:
    heading = tag("h2", {}, text(board.title))
    if not board.languages:
        return tag("section", {}, heading + tag("p", {"class": "soft"}, "It is not handed out in any language yet."))
    columns = list(board.languages.values())
    head = tag("th", {"class": "section"}, "") + "".join(map(_language, board.languages))
    rows = "".join(_row(cells) for cells in zip(*columns, strict=True))
    left = "".join(tag("td", {}, _left(column)) for column in columns)
    foot = tag("tr", {}, tag("th", {"class": "section"}, "words left") + left)
    table = tag("thead", {}, tag("tr", {}, head)) + tag("tbody", {}, rows) + tag("tfoot", {}, foot)
    steps = "".join(tag("li", {}, tag("code", {}, text(step))) for step in board.steps())
    following = tag("p", {"class": "soft"}, "What to do next:") + tag("ul", {"class": "next"}, steps)
    return tag("section", {}, heading + tag("table", {}, table) + following)


def _language(language: str) -> str:
    about = languages.language(language)
    name = tag("span", {"lang": language, "dir": about.direction}, text(about.autonym))
    return tag("th", {}, name + tag("small", {}, text(about.english)))


def _row(cells: Sequence[Progress]) -> str:
    title = cells[0].title or "Opening"
    return tag("tr", {}, tag("th", {"class": "section"}, text(title)) + "".join(map(_cell, cells)))


def _cell(cell: Progress) -> str:
    said = [_bar(cell), *_says(cell)]
    return tag("td", {"class": "done" if cell.complete else "open"}, "".join(said))


def _bar(cell: Progress) -> str:
    """Return a bar of how far a cell is: what is done, stale and missing, in that order."""
    counts = {"reviewed": cell.reviewed, "translated": cell.translated, "stale": cell.stale, "missing": cell.missing}
    total, start, rects = sum(counts.values()), 0.0, []
    for kind, count in counts.items():
        width = _WIDTH * count / total
        facts = {"x": f"{start:.2f}", "y": "0", "width": f"{width:.2f}", "height": "9", "fill": _COLOURS[kind]}
        rects.append(tag("rect", facts, "") if count else "")
        start += width
    frame = {"x": "0", "y": "0", "width": str(_WIDTH), "height": "9", "fill": "none", "stroke": "#bdb7aa"}
    facts = {"viewBox": f"0 0 {_WIDTH} 9", "preserveAspectRatio": "none", "role": "img", "aria-label": _aloud(counts)}
    return tag("svg", facts, "".join(rects) + tag("rect", frame, ""))


def _aloud(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {_MEANS[kind]}" for kind, count in counts.items() if count)


def _says(cell: Progress) -> Iterator[str]:
    if cell.complete:
        yield "looked over" if not cell.translated else "done"
    else:
        yield _words(cell.words_left)
    if cell.stale:
        yield tag("div", {"class": "stale"}, text(f"{cell.stale} changed"))
    if cell.hand is not None and not cell.complete:
        holder = f"{cell.hand.to}, " if cell.hand.to else "out "
        yield tag("div", {"class": "hand"}, text(f"{holder}since {cell.hand.date.isoformat()}"))


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"


def _left(column: Sequence[Progress]) -> str:
    left, words = sum(cell.words_left for cell in column), sum(cell.words for cell in column)
    return text(f"{left} of {words}") if left else "none"
