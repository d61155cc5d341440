"""Notes: at the foot of their page as one inline element, or apart, called by a link."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from publish import languages, tree
from publish.markup.rules import Notes
from publish.markup.tags import line, tag, text, tighter, tongue, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publish.markup.rules import Pen
    from publish.model import Element

    Inlines: TypeAlias = Callable[[Pen, Sequence[Element]], str]


_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>")


def note(pen: Pen, element: Element, inlines: Inlines) -> str:
    """Return what stands at the call of a note; a note apart is also put among the pen's notes."""
    if pen.rules.notes is Notes.END:
        return _call(pen, element["c"])
    content = _flat(pen, element["c"], inlines)
    if pen.in_note:
        return f" ({content})"
    return tag("span", {"class": "footnote", **line(pen, *element["c"], element)}, content)


def _call(pen: Pen, blocks: Sequence[Element]) -> str:
    """Return the link to a note that stands apart, and write that note.

    The link holds its number only: Apple's and Kobo's pop-ups break on anything else inside it.
    """
    place = len(pen.notes)
    number = pen.rules.first_note + place
    name, back = f"{pen.rules.prefix}note-{number}", f"{pen.rules.prefix}call-{number}"
    pen.notes.append("")  # taken now, for a note within this note has the next number
    pen.notes[place] = _apart(pen, blocks, number, (name, back))
    kind = {"epub:type": "noteref"} if pen.rules.epub else {}
    return tag("a", {**kind, "role": "doc-noteref", "class": "call", "href": f"#{name}", "id": back}, str(number))


def _apart(pen: Pen, blocks: Sequence[Element], number: int, ids: tuple[str, str]) -> str:
    """Return a note that stands apart; its link back comes first, for Kindle's pop-ups run together otherwise."""
    words = languages.words(pen.rules.language)
    label = f"{words['note'].format(number=number)}: {words['back']}"
    link = tag("a", {"role": "doc-backlink", "class": "back", "href": f"#{ids[1]}", "aria-label": label}, str(number))
    around = replace(pen, language=pen.rules.language, in_note=True)
    content = pen.blocks(blocks, around)
    opening = _PARAGRAPH.match(content)
    content = f"{opening[0]}{link} {content[opening.end() :]}" if opening else f"<p>{link}</p>{content}"
    kind = {"epub:type": "footnote"} if pen.rules.epub else {}
    return tag("aside", {**kind, "role": "doc-footnote", "class": "note", "id": ids[0]}, content)


def _flat(pen: Pen, blocks: Sequence[Element], inlines: Inlines) -> str:
    """Return the blocks of a note as inline markup: what stands inside a paragraph can hold no paragraph."""
    inner = replace(pen, in_note=True)
    parts = [part for block in blocks for part in _parts(inner, block, inlines)]
    if len(parts) == 1:
        return parts[0][1]
    return "".join(tag("span", {"class": css}, content) for css, content in parts)


def _parts(pen: Pen, block: Element, inlines: Inlines) -> Iterator[tuple[str, str]]:
    """Yield the lines of a block of a note, each with its class."""
    kind, content = block["t"], block.get("c", [])
    if kind in {"Para", "Plain"}:
        yield "note-block", trimmed(inlines(pen, content))
    elif kind == "CodeBlock":
        lines = "<br/>".join(text(row) for row in content[1].split("\n"))
        yield "note-block", tag("code", tighter(pen), lines)
    elif kind == "LineBlock":
        yield "note-block", "<br/>".join(trimmed(inlines(pen, row)) for row in content)
    elif kind in {"BulletList", "OrderedList"}:
        yield from _items(pen, block, inlines)
    elif kind == "Header":
        yield "note-block", tag("strong", {}, trimmed(inlines(pen, content[2])))
    else:
        yield from _others(pen, block, inlines)


def _items(pen: Pen, block: Element, inlines: Inlines) -> Iterator[tuple[str, str]]:
    ordered = block["t"] == "OrderedList"
    items = block["c"][1] if ordered else block["c"]
    for number, item in enumerate(items, block["c"][0][0] if ordered else 1):
        mark = f"{number}. " if ordered else "– "
        for index, (css, content) in enumerate(part for inner in item for part in _parts(pen, inner, inlines)):
            yield ("note-item", mark + content) if index == 0 else (css, content)


def _others(pen: Pen, block: Element, inlines: Inlines) -> Iterator[tuple[str, str]]:
    """Yield what is rare in notes: quotes, divisions, terms, the rows of a table."""
    kind, content = block["t"], block.get("c", [])
    if kind in {"BlockQuote", "Div"}:
        inner = pen.within(block)
        said = tongue(pen, tree.value_of(block, "lang"))
        for css, written in (part for child in _children(block) for part in _parts(inner, child, inlines)):
            yield css, tag("span", said, written) if said else written
    elif kind == "DefinitionList":
        for term, items in content:
            yield "note-block", tag("strong", {}, trimmed(inlines(pen, term)))
            yield from (part for item in items for child in item for part in _parts(pen, child, inlines))
    elif kind == "Table":
        for row in (row for rows in _rows(block) for row in rows):
            cells = [_flat(pen, cell[4], inlines) for cell in row[1]]
            yield "note-block", " · ".join(cells)


def _children(block: Element) -> list[Element]:
    return list(block["c"] if block["t"] == "BlockQuote" else block["c"][1])


def _rows(table: Element) -> Iterator[list[Any]]:
    _, _, _, head, bodies, foot = table["c"]
    yield head[1]
    for body in bodies:
        yield body[2]
        yield body[3]
    yield foot[1]
