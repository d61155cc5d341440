"""Tables as markup, with a header cell's scope and a caption a screen reader reads first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish import tree
from publish.markup.tags import attributes, line, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from publish.markup.rules import Pen
    from publish.model import Element

# Logical words, for a column of figures stands at the other side in right-to-left text.
_ALIGNMENTS = {"AlignLeft": "start", "AlignRight": "end", "AlignCenter": "center"}


# As long as a figure with its unit (`150 min`); what is longer may turn over.
_SHORT = 9


@dataclass(frozen=True, slots=True)
class _Rows:
    """How the rows of one part of a table are written."""

    pen: Pen
    inner: Callable[[Pen, Sequence[Element]], str]
    aligned: tuple[str | None, ...]
    heads: int = 0
    scope: str = "row"


def table(pen: Pen, block: Element, caption: str, inner: Callable[[Pen, Sequence[Element]], str]) -> str:
    """Return a table, in a division so that a wide one can scroll, under a caption that is markup already.

    `inner` writes the blocks of a cell.
    """
    _, own, columns, head, bodies, foot = block["c"]
    aligned = tuple(_ALIGNMENTS.get(column[0]["t"]) for column in columns)
    title = caption or inner(pen, own[1])
    headings = _Rows(pen, inner, aligned, len(columns), "col")
    body = "".join(_body(pen, inner, aligned, part) for part in bodies)
    parts = (
        tag("caption", line(pen, block), title) if title else "",
        _part("thead", headings, head[1]),
        body,
        _part("tfoot", _Rows(pen, inner, aligned), foot[1]),
    )
    return tag("div", {"class": "table"}, tag("table", attributes(pen, block), "".join(parts)))


def _body(
    pen: Pen, inner: Callable[[Pen, Sequence[Element]], str], aligned: tuple[str | None, ...], body: list[Any]
) -> str:
    _, heads, between, rows = body
    headings = _written(_Rows(pen, inner, aligned, len(aligned), "col"), between)
    return tag("tbody", {}, headings + _written(_Rows(pen, inner, aligned, heads), rows))


def _part(name: str, how: _Rows, rows: list[Any]) -> str:
    filled = [row for row in rows if any(cell[4] for cell in row[1])]
    return tag(name, {}, _written(how, filled)) if filled else ""


def _written(how: _Rows, rows: Iterable[list[Any]]) -> str:
    return "".join(tag("tr", {}, "".join(_cell(how, index, cell) for index, cell in enumerate(row[1]))) for row in rows)


def _cell(how: _Rows, index: int, cell: list[Any]) -> str:
    _, alignment, down, across, blocks = cell
    aligned = _ALIGNMENTS.get(alignment["t"]) or (how.aligned[index] if index < len(how.aligned) else None)
    content = tree.plain_text(blocks)
    heading = index < how.heads and bool(content)
    figure = "figure" if " " in content and len(content) <= _SHORT and content[0].isdecimal() else None
    said = {
        "scope": how.scope if heading else None,
        "class": " ".join(filter(None, (aligned, figure))) or None,
        "rowspan": str(down) if down > 1 else None,
        "colspan": str(across) if across > 1 else None,
        **line(how.pen, *blocks),
    }
    return tag("th" if heading else "td", said, how.inner(how.pen, blocks))
