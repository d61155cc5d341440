"""What stands in a cell of a Word document, whatever Word, LibreOffice or Google Docs made of it.

Tracked insertions and moves count as accepted, deletions as gone; content controls, fields, smart tags, links and
runs of another direction are looked through. What is hidden, drawn or embedded is no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.kits.docx.parts import W, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_PUNCTUATION = {
    "tab": " ",
    "ptab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
# Deleted and moved away; the codes of fields; pictures, objects and text boxes; the reading over a ruby text.
_PASSED = {"del", "moveFrom", "instrText", "delText", "delInstrText", "drawing", "pict", "object", "rt", "sdtPr"}
_DELETED = tuple(f"{named(outer)}/{named(inner)}" for outer, inner in (("trPr", "del"), ("tcPr", "cellDel")))
_CODE = re.compile("[\u200e\u200f\u2066-\u2069]*(\\{/?\\d{1,3}/?\\})[\u200e\u200f\u2066-\u2069]*")
_BLANKS = " \t"


def paragraphs(cell: etree._Element) -> list[str]:
    """Return the paragraphs of a cell that say something; a line break inside one counts as a blank."""
    own = [element for element in cell.iter(named("p")) if not _inside(element, cell)]
    said = [_line("".join(_pieces(element))) for element in own]
    return [text for text in said if text]


def _inside(paragraph: etree._Element, cell: etree._Element) -> bool:
    """Whether a paragraph belongs to a text box, or to another paragraph's content, and is read or passed with it."""
    for outer in paragraph.iterancestors():
        if outer is cell:
            return False
        if _name(outer) in {"p", *_PASSED} or _name(outer) == "Fallback":
            return True
    return False


def _line(said: str) -> str:
    lines = (line.strip(_BLANKS) for line in said.split("\n"))
    return _CODE.sub(r"\1", " ".join(line for line in lines if line))


def _name(element: etree._Element) -> str:
    tag: object = element.tag  # a function, for a comment
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t" and child.tag.startswith((f"{{{W}}}", f"{{{_MATHS}}}")):
            yield child.text or ""
        elif name in _PUNCTUATION:
            yield _PUNCTUATION[name]
        elif name == "sym":
            yield _symbol(child)
        elif name not in _PASSED and not (name == "r" and _hidden(child)):
            yield from _pieces(child)


def _symbol(element: etree._Element) -> str:
    """Return a symbol as its character, where it has one outside its own face (U+F000 up is private to that)."""
    try:
        point = int(element.get(named("char"), ""), 16)
    except ValueError:
        return ""
    return chr(point) if 0x20 < point < 0xD800 else ""


def _hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{named('rPr')}/{named('vanish')}")
    return vanish is not None and vanish.get(named("val"), "true") not in {"0", "false", "off"}


def cells(row: etree._Element, columns: int) -> list[etree._Element | None]:
    """Return the cells of a row by column: one that spans several stands in the first, None in the others."""
    found: list[etree._Element | None] = []
    for cell in row.iter(named("tc")):
        if cell.find(_DELETED[1]) is not None or next(cell.iterancestors(named("tr"))) is not row:
            continue
        span = cell.find(f"{named('tcPr')}/{named('gridSpan')}")
        wide = span.get(named("val"), "1") if span is not None else "1"
        width = int(wide) if wide.isascii() and wide.isdigit() else 1
        found += [cell, *([None] * (min(width, columns) - 1))]
    return found


def is_deleted(row: etree._Element) -> bool:
    """Whether a row was deleted while changes were tracked."""
    return row.find(_DELETED[0]) is not None
