"""A Word document that came back to what its rows say, by the keys they bear and never by their position."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import languages, strangers
from publish.kits.docx import cells, opendocument, parts
from publish.kits.docx.parts import named
from publish.model import JOINED, Return, Row
from publish.problems import Place, Problem, PublishError
from publish.segments import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml import etree

_RELATION = "/officeDocument"
_PROPERTIES = "docProps/custom.xml"
_MACROS = re.compile(r"vbaproject\.bin$|^(basic|scripts)/", re.IGNORECASE)
_KEY = re.compile(r"\b[0-9a-f]{8}\b")
_NUMBER = re.compile(r"\s*(\d{1,5})\b")
_PROPOSED = re.compile(r"[?？؟]{2}")
_SPECIAL = re.compile(r"\\+[?？؟]{2}")
_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what; -1 for one that was lost."""

    number: int
    source: int
    target: int
    note: int


def read(data: bytes, file: str) -> Return:
    """Return what came back in a Word or OpenDocument file; PublishError where it is unsafe or no kit."""
    members = strangers.members(data, file)
    if any(_MACROS.search(name) for name in members):
        hint = "ask for it to be saved as a Word document without macros (.docx)"
        raise PublishError(Problem(Place(file), "the file holds macros (programs)", hint, "unsafe"))
    if "content.xml" in members:
        root = opendocument.as_word(data, file)
        facts = _marked(root) or (dict(_ours(opendocument.properties(data, file))) if "meta.xml" in members else {})
    else:
        root = strangers.xml(strangers.part(data, _main(data, file), file), file)
        facts = _marked(root) or (dict(_ours(_properties(data, file))) if _PROPERTIES in members else {})
    if not facts.get("publication"):
        hint = "the last line of the document says what it belongs to; copy it back from the one that was handed out"
        raise PublishError(Problem(Place(file), "the document does not say what it belongs to", hint, "kit-unmarked"))
    return Return(
        name=facts["publication"],
        section=facts.get("section", ""),
        source=facts.get("source", ""),
        target=facts.get("target", ""),
        version=facts.get("version", ""),
        rows=tuple(_rows(root, facts.get("target", ""))),
    )


def _main(data: bytes, file: str) -> str:
    """Return the part with the text, which Word on the web calls `document2.xml`."""
    for relation in strangers.xml(strangers.part(data, "_rels/.rels", file), file):
        if str(relation.get("Type", "")).endswith(_RELATION):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _marked(root: etree._Element) -> dict[str, str]:
    """Return what the document belongs to by its own words; where these were deleted, its properties say it."""
    for paragraph in root.iter(named("p")):
        facts = parts.facts_in("".join(said.text or "" for said in paragraph.iter(named("t"))))
        if facts:
            return facts
    return {}


def _properties(data: bytes, file: str) -> Iterator[tuple[str, str]]:
    for entry in strangers.xml(strangers.part(data, _PROPERTIES, file), file):
        yield str(entry.get("name", "")), "".join(value.text or "" for value in entry)


def _ours(properties: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((name.removeprefix("publish-"), value) for name, value in properties if name.startswith("publish-"))


def _rows(root: etree._Element, target: str) -> Iterator[Row]:
    found: list[Row] = []
    for table in root.iter(named("tbl")):
        if next(table.iterancestors(named("tc")), None) is None:
            found += _rows_of(table, languages.words(target))
    return iter(found)


def _rows_of(table: etree._Element, words: Mapping[str, str]) -> list[Row]:
    labelled: tuple[_Columns, int] | None = None
    found: list[Row] = []
    for ordinal, row in enumerate(table.iter(named("tr")), start=1):
        if cells.is_deleted(row) or next(row.iterancestors(named("tbl"))) is not table:
            continue
        inside = cells.cells(row, _COLUMNS)
        labels = _labelled(inside, words)
        if labels is not None:
            labelled = labels, len(inside)
        elif any(cell is not None for cell in inside[1:]):
            _take(found, row, [_said(cell) for cell in inside], _columns(inside, labelled), ordinal)
    return found


def _said(cell: etree._Element | None) -> list[str]:
    return [] if cell is None else cells.paragraphs(cell)


def _labelled(inside: Sequence[etree._Element | None], words: Mapping[str, str]) -> _Columns | None:
    """Return the columns as a row of labels names them, None where a row is none."""
    names = [" ".join(_said(cell)) for cell in inside]
    wanted = [words[f"kit-{name}"] for name in ("source", "translation", "note")]
    if wanted[1] not in names or not {wanted[0], wanted[2], "#"} & set(names):
        return None
    places = [names.index(name) if name in names else -1 for name in ("#", *wanted)]
    return _Columns(*places)


def _columns(inside: Sequence[etree._Element | None], labelled: tuple[_Columns, int] | None) -> _Columns:
    """Return the columns of a row: by the labels over it, or where these do not fit, by what its cells bear."""
    if labelled is not None and labelled[1] == len(inside):
        return labelled[0]
    target = _bearing(inside, "bookmarkStart", "name")
    if target >= 0:
        return _Columns(_numbered(inside), _bearing(inside, "tag", "val"), target, target + 1)
    first = _numbered(inside) + 1
    return _Columns(first - 1, first, first + 1, first + 2)


def _bearing(inside: Sequence[etree._Element | None], tag: str, attribute: str) -> int:
    """Return the column of the cell that bears a key in its content control or bookmark, -1 where there is none."""
    for place, cell in enumerate(inside):
        marks = cell.iter(named(tag)) if cell is not None else ()
        if any(parts.TAG.match(mark.get(named(attribute), "")) for mark in marks):
            return place
    return -1


def _numbered(inside: Sequence[etree._Element | None]) -> int:
    first = " ".join(_said(inside[0])) if inside else ""
    return 0 if _NUMBER.match(first) and _KEY.search(first) else -1


def _take(found: list[Row], row: etree._Element, said: list[list[str]], columns: _Columns, ordinal: int) -> None:
    """Add what a row says to what was found."""

    def column(place: int) -> list[str]:
        return said[place] if 0 <= place < len(said) else []

    keys = _keys(row, column(columns.number))
    number = _NUMBER.match(" ".join(column(columns.number)))
    line = int(number[1]) if number else ordinal
    target, note = column(columns.target), " ".join(column(columns.note))
    source = next(iter(column(columns.source)), "")
    if not keys and not source:
        _append(found, " ".join(filter(None, (*target, note))))
    elif len(keys) > 1:
        found += _merged(keys, target, note, line)
    else:
        typed = _typed(target)
        left = " ".join(target) if not typed and _worked_on(row, target) else ""
        found.append(Row("".join(keys), source, typed, " ".join(filter(None, (note, left))), line, line))


def _keys(row: etree._Element, number: Sequence[str]) -> list[str]:
    """Return the keys a row bears: by its number column, or else by its content control or bookmark."""
    keys = _KEY.findall(" ".join(number))
    for tag, attribute in (("tag", "val"), ("bookmarkStart", "name")):
        marks = (parts.TAG.match(mark.get(named(attribute), "")) for mark in row.iter(named(tag)))
        keys = keys or [mark[1] for mark in marks if mark]
    return list(dict.fromkeys(keys))


def _merged(keys: Sequence[str], target: Sequence[str], note: str, line: int) -> list[Row]:
    """Return the rows that were merged into one: a paragraph each, or all of it said by the first."""
    joined = [list(target), *([JOINED] if target else [] for _ in keys[1:])]
    each = [[text] for text in target] if len(target) == len(keys) else joined
    rows = [Row(key, "", _typed(text), "", line, line) for key, text in zip(keys, each, strict=True)]
    return [replace(rows[0], note=note), *rows[1:]]


def _append(found: list[Row], said: str) -> None:
    """Keep what stands in a row that was added as a note to the row above it: nobody knows where it belongs."""
    if found and said:
        found[-1] = replace(found[-1], note=" ".join(filter(None, (found[-1].note, said))))


def _worked_on(row: etree._Element, target: Sequence[str]) -> bool:
    """Whether somebody changed a proposal and left its mark: no translation yet, but not to be lost either."""
    said = _PROPOSED.sub("", " ".join(target), count=1).strip(" \t")
    marks = (parts.TAG.fullmatch(mark.get(named("name"), "")) for mark in row.iter(named("bookmarkStart")))
    proposed = [mark[2] for mark in marks if mark and mark[2]]
    return bool(said and proposed) and key_of(said) not in proposed


def _typed(target: Sequence[str]) -> str:
    """Return what was typed, without a proposal that was left standing above or below it."""
    said = " ".join(text for text in target if not _PROPOSED.match(text))
    return said[1:] if _SPECIAL.match(said) else said
