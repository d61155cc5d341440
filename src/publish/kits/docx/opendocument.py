"""A kit that LibreOffice saved as OpenDocument text (.odt), made into the elements of Word that are read.

Insertions tracked as changes stand in the text of OpenDocument, deletions apart from it: so the first count as accepted
and the second as gone. Notes, comments, pictures and drawings are no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish import strangers
from publish.kits.docx.parts import made, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# OpenDocument 1.3, part 3: the namespaces of text, tables, what stands around them, styles and metadata.
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE, _OFFICE, _STYLE, _META = (
    f"{{{_OASIS}:{name}:1.0}}" for name in ("text", "table", "office", "style", "meta")
)
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}
_BOOKMARKS = {f"{_TEXT}bookmark", f"{_TEXT}bookmark-start"}
_PASSED = {f"{_TEXT}{name}" for name in ("tracked-changes", "note", "ruby-text", "sequence-decls", "bookmark-end")} | {
    f"{_OFFICE}annotation",
    f"{_OFFICE}forms",
    f"{_TABLE}table-column",
    f"{_TABLE}table-columns",
}
_DRAWN = f"{_OASIS}:drawing:1.0"
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 1000


def as_word(data: bytes, file: str) -> etree._Element:
    """Return the text of an OpenDocument container as a document of Word; PublishError where it cannot be opened."""
    root = strangers.xml(strangers.part(data, "content.xml", file), file)
    hidden = {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        for looks in style.iter(f"{_STYLE}text-properties")
        if looks.get(f"{_TEXT}display") == "none"
    }
    body = made("body")
    for own in root.iter(f"{_OFFICE}text"):
        body.extend(_blocks(own, hidden))
    return made("document", body)


def properties(data: bytes, file: str) -> Iterator[tuple[str, str]]:
    """Yield the properties somebody gave a document, by name."""
    root = strangers.xml(strangers.part(data, "meta.xml", file), file)
    for entry in root.iter(f"{_META}user-defined"):
        yield entry.get(f"{_META}name", ""), entry.text or ""


def _blocks(parent: etree._Element, hidden: set[str]) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, whatever lists and sections they stand in."""
    for child in parent:
        tag = str(child.tag)
        if tag in _PARAGRAPHS:
            yield made("p", *_inlines(child, hidden))
        elif tag == f"{_TABLE}table":
            yield made("tbl", *_rows(child, hidden))
        elif tag not in _PASSED and not _is_drawn(child):
            yield from _blocks(child, hidden)


def _is_drawn(element: etree._Element) -> bool:
    return str(element.tag).startswith(f"{{{_DRAWN}}}")


def _rows(table: etree._Element, hidden: set[str]) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield made("tr", *_cells(child, hidden))
        elif child.tag not in _PASSED:
            yield from _rows(child, hidden)


def _cells(row: etree._Element, hidden: set[str]) -> Iterator[etree._Element]:
    """Yield the cells of a row; what is covered from the left is part of that cell, what from above is empty."""
    covered = 0
    for child in row:
        if child.tag == f"{_TABLE}table-cell":
            wide = _number(child, f"{_TABLE}number-columns-spanned")
            covered = wide - 1
            yield made("tc", made("tcPr", made("gridSpan", val=str(wide))), *_blocks(child, hidden))
        elif child.tag == f"{_TABLE}covered-table-cell":
            if covered == 0:
                yield made("tc")
            covered = max(0, covered - 1)


def _number(element: etree._Element, name: str, most: int = 20) -> int:
    said = element.get(name, "1")
    return max(1, min(int(said), most)) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _inlines(parent: etree._Element, hidden: set[str]) -> Iterator[etree._Element]:
    """Yield a paragraph's runs and bookmarks; what a style hides is a hidden run."""
    yield from _run(parent.text)
    for child in parent:
        yield from _inline(child, hidden)
        yield from _run(child.tail)


def _inline(child: etree._Element, hidden: set[str]) -> Iterator[etree._Element]:
    tag = str(child.tag)
    if tag == f"{_TEXT}s":
        yield made("r", text(" " * _number(child, f"{_TEXT}c", _MOST_BLANKS)))
    elif tag == f"{_TEXT}tab":
        yield made("r", made("tab"))
    elif tag == f"{_TEXT}line-break":
        yield made("r", made("br"))
    elif tag in _BOOKMARKS:
        yield made("bookmarkStart", name=child.get(f"{_TEXT}name", ""))
    elif tag in _PASSED or _is_drawn(child) or child.get(f"{_TEXT}style-name") in hidden:
        return
    elif isinstance(child.tag, str):
        yield from _inlines(child, hidden)


def _run(said: str | None) -> Iterator[etree._Element]:
    """Yield a run of text; OpenDocument counts any number of blanks and line ends as one blank (6.1.2)."""
    if said:
        yield made("r", text(_BLANKS.sub(" ", said)))
