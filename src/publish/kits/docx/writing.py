"""A kit as a Word document: how to do it, in the volunteer's language, and the table with a row a passage."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from publish import languages
from publish.kits.docx import package, parts, rows
from publish.kits.docx.elements import made
from publish.kits.docx.runs import Voice
from publish.model import JOINED, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docx.document import Document

    from publish.model import Kit

LONGEST_NAME = 255
"""How many letters a property of a Word document may have."""


def write(kit: Kit) -> bytes:
    """Return a kit as a Word document."""
    facts = dict(zip(parts.FACTS, (kit.name, kit.section, kit.source, kit.target, kit.version), strict=True))
    mark = rows.paragraph("KitMark", Voice("en"), parts.mark_of(facts))
    document = package.opened("".join((*_head(kit), _table(kit), mark)))
    _comment(document, kit)
    document.core_properties.title = f"{kit.title} · {kit.heading or kit.title}"[:LONGEST_NAME]
    document.core_properties.language = kit.target
    return package.closed(document, facts)


def _head(kit: Kit) -> Iterator[str]:
    said = languages.words(kit.target)
    source, target = Voice(kit.source), Voice(kit.target)
    yield rows.paragraph("Title", source, kit.title)
    if kit.heading and kit.heading != kit.title:
        yield rows.paragraph("Heading1", source, kit.heading)
    names = f"{languages.language(kit.source).autonym} → {languages.language(kit.target).autonym}"
    if languages.direction(kit.target) == "rtl":
        names = f"{languages.language(kit.source).autonym} ← {languages.language(kit.target).autonym}"
    yield rows.paragraph("KitFacts", target, f"{names} · {said['handoff-words'].format(count=kit.words)}")
    for line in _how(kit, said):
        yield rows.paragraph("KitHow", target, line)
    yield from rows.glossary(kit, said)
    yield rows.paragraph("KitFacts", target, "")


def _how(kit: Kit, said: Mapping[str, str]) -> list[str]:
    labels = {"translation": said["kit-translation"], "note": said["kit-note"]}
    lines = said["handoff-table"].format(**labels).strip().split("\n")
    lines.append(said["handoff-join"].format(mark=JOINED))
    if kit.proposals or any(rendering.state is State.STALE for rendering in kit.renderings):
        lines.append(said["handoff-check"].format(proposal=parts.PROPOSAL))
    return lines


def _table(kit: Kit) -> str:
    said = languages.words(kit.target)
    # The columns run as the translation is read.
    direction = (made("bidiVisual"),) if languages.direction(kit.target) == "rtl" else ()
    width = made("tblW", w=str(sum(rows.WIDTHS)), type="dxa")
    properties = made("tblPr", made("tblStyle", val="KitTable"), *direction, width, made("tblLayout", type="fixed"))
    grid = made("tblGrid", *(made("gridCol", w=str(width)) for width in rows.WIDTHS))
    lines = [properties, grid, rows.labels(kit.target, said)]
    numbered = enumerate(kit.renderings, start=1)
    for _, unit in itertools.groupby(numbered, lambda entry: entry[1].segment.unit):
        passages = list(unit)
        lines.append(rows.unit(passages[0][1].segment, kit.target, said))
        lines += [rows.passage(number, rendering, kit, said) for number, rendering in passages]
    return made("tbl", *lines)


def _comment(document: Document, kit: Kit) -> None:
    """Hang the author's notes to the translator into the margin, as comments without a clock."""
    from docx.text.run import Run

    noted = {rendering.segment.key: rendering.segment.note for rendering in kit.renderings if rendering.segment.note}
    if not noted:
        return
    for tag in document.element.body.iter(parts.named("tag")):
        found = parts.TAG.fullmatch(tag.get(parts.named("val"), ""))
        if found is None or found[1] not in noted:
            continue
        shown = tag.getparent().getparent().findall(f"{parts.named('sdtContent')}/{parts.named('r')}")
        ends = [Run(run, document) for run in (shown[0], shown[-1])]
        comment = document.add_comment(ends, noted[found[1]], author=kit.title, initials="")
        comment._comment_elm.attrib.pop(parts.named("date"), "")  # noqa: SLF001 # python-docx always adds the clock
