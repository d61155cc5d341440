"""The rows of a Word kit: the labels, a thin row a unit, and a row a passage."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from publish import languages
from publish.kits.docx.parts import PROPOSAL, W15, made
from publish.kits.docx.runs import Voice, runs
from publish.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from publish.model import Code, Kit, Rendering, Segment

WIDTHS = (850, 5800, 5800, 2686)
"""The columns in twentieths of a point: A4 across, less its margins."""

_SPECIAL = re.compile(r"\\*[?？؟]{2}")
_LOCKED = "sdtContentLocked"


def paragraph(style: str, voice: Voice, said: str = "", codes: tuple[Code, ...] = ()) -> etree._Element:
    """Return a paragraph; its mark has the voice too, so that what is typed into an empty one is in that language."""
    return made("p", _properties(style, voice), *runs(said, codes, voice))


def _properties(style: str, voice: Voice) -> etree._Element:
    properties = made("pPr", made("pStyle", val=style))
    properties.append(made("bidi") if languages.direction(voice.language) == "rtl" else made("bidi", val="0"))
    properties.append(voice.properties())
    return properties


def _row(*cells: etree._Element, label: bool = False) -> etree._Element:
    properties = made("trPr", made("cantSplit"))
    if label:
        properties.append(made("tblHeader"))
    return made("tr", properties, *cells)


def _cell(column: int, *paragraphs: etree._Element, fill: str = "", span: int = 1) -> etree._Element:
    width = sum(WIDTHS[column : column + span])
    properties = made("tcPr", made("tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(made("gridSpan", val=str(span)))
    if fill:
        properties.append(made("shd", val="clear", color="auto", fill=fill))
    if span > 1:
        properties.append(made("tcMar", *(made(side, w="15", type="dxa") for side in ("top", "bottom"))))
    return made("tc", properties, *paragraphs)


def labels(target: str, said: Mapping[str, str]) -> etree._Element:
    """Return the first row, which Word repeats on every page."""
    voice = Voice(target)
    names = ("#", said["kit-source"], said["kit-translation"], said["kit-note"])
    cells = [_cell(column, paragraph("KitLabel", voice, name), fill="404040") for column, name in enumerate(names)]
    return _row(*cells, label=True)


def unit(segment: Segment, target: str, said: Mapping[str, str]) -> etree._Element:
    """Return the thin row over the passages of one paragraph, heading, cell …"""
    context = said.get(f"context-{segment.context}", segment.context)
    return _row(_cell(0, paragraph("KitUnit", Voice(target), context), fill="E7E6E6", span=4))


def passage(number: int, rendering: Rendering, kit: Kit, said: Mapping[str, str]) -> etree._Element:
    """Return the row of one passage."""
    segment = rendering.segment
    voice = Voice(kit.target)
    numbers = (paragraph("KitNumber", Voice("en"), str(number)), paragraph("KitKey", Voice("en"), segment.key))
    return _row(
        _cell(0, *numbers, fill="F2F2F2"),
        _cell(1, _source(number, segment, kit), *_about(rendering, kit, said), fill="F7F7F7"),
        _cell(2, _translation(number, rendering, voice)),
        _cell(3, paragraph("KitNote", voice, rendering.note)),
    )


def _source(number: int, segment: Segment, kit: Kit) -> etree._Element:
    """Return the source in a content control that cannot be edited.

    Not `w:documentProtection`: Word on telephones opens a document so protected for reading only.
    """
    voice = Voice(kit.source)
    hidden = made("sdtPr", made("tag", val=f"kit-{segment.key}"), made("id", val=str(number)), made("lock", val=_LOCKED))
    appearance = hidden.makeelement(f"{{{W15}}}appearance", {f"{{{W15}}}val": "hidden"}, nsmap={"w15": W15})
    hidden.append(appearance)
    control = made("sdt", hidden, made("sdtContent", *runs(segment.text, segment.codes, voice)))
    return made("p", _properties("KitSource", voice), control)


def _translation(number: int, rendering: Rendering, voice: Voice) -> etree._Element:
    properties = _properties("KitTranslation", voice)
    start = made("bookmarkStart", id=str(number), name=f"kit_{rendering.segment.key}")
    said = rendering.target
    if rendering.state is State.STALE:
        said, voice = f"{PROPOSAL} {said}", Voice(voice.language, "KitProposal")
    elif _SPECIAL.match(said):
        said = f"\\{said}"
    return made("p", properties, start, *runs(said, rendering.segment.codes, voice), made("bookmarkEnd", id=str(number)))


def _about(rendering: Rendering, kit: Kit, said: Mapping[str, str]) -> Iterator[etree._Element]:
    """Yield what is to be known of a passage: what its codes stand for, the author's note, what it said before."""
    segment = rendering.segment
    source, target = Voice(kit.source), Voice(kit.target)
    legend = [_legend(code) for code in segment.codes if code.shown]
    if legend:
        yield paragraph("KitAbout", source, " · ".join(legend))
    if segment.note:
        yield paragraph("KitAbout", source, segment.note)
    if rendering.state is State.STALE:
        yield paragraph("KitAbout", target, f"{PROPOSAL} = {said['handoff-proposal']}: {said['handoff-stale']}")
        yield made("p", _properties("KitAbout", source), *_changes(rendering, source, said["kit-previous"], target))


def _legend(code: Code) -> str:
    mark = f"{{{code.number}}}…{{/{code.number}}}" if code.paired else f"{{{code.number}/}}"
    return f"{mark} = {code.shown}"


def _changes(rendering: Rendering, voice: Voice, label: str, target: Voice) -> Iterator[etree._Element]:
    """Yield the earlier source word by word, what is gone struck through and what is new underlined."""
    old, new = rendering.previous.split(" "), rendering.segment.text.split(" ")
    yield from runs(f"{label}: ", (), target)
    for kind, start, end, begin, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from runs(" ".join(old[start:end]) + " ", (), voice)
            continue
        for words, style in ((old[start:end], "KitGone"), (new[begin:stop], "KitNew")):
            if words:
                yield from runs(" ".join(words), (), Voice(voice.language, style))
                yield from runs(" ", (), voice)
