"""The rows of a Word kit: the labels, a thin row a unit, and a row a passage."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from publish import languages
from publish.kits.docx.elements import hidden, made
from publish.kits.docx.parts import PROPOSAL
from publish.kits.docx.runs import Voice, runs
from publish.model import State
from publish.segments import difference, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.model import Code, Kit, Rendering, Segment

WIDTHS = (850, 5800, 5800, 2686)
"""The columns in twentieths of a point: A4 across, less its margins."""

_SPECIAL = re.compile(r"\\*[?？؟]{2}")
_LOCKED = "sdtContentLocked"


def paragraph(style: str, voice: Voice, said: str = "", codes: tuple[Code, ...] = ()) -> str:
    """Return a paragraph; its mark has the voice too, so that what is typed into an empty one is in that language."""
    return made("p", _properties(style, voice), *runs(said, codes, voice))


@functools.lru_cache(maxsize=512)
def _properties(style: str, voice: Voice) -> str:
    direction = made("bidi") if languages.direction(voice.language) == "rtl" else made("bidi", val="0")
    return made("pPr", made("pStyle", val=style), direction, voice.properties())


def _row(*cells: str, label: bool = False) -> str:
    header = (made("tblHeader"),) if label else ()
    return made("tr", made("trPr", made("cantSplit"), *header), *cells)


def _cell(column: int, *paragraphs: str, fill: str = "", span: int = 1) -> str:
    return made("tc", _cell_properties(column, fill, span), *paragraphs)


@functools.lru_cache(maxsize=64)
def _cell_properties(column: int, fill: str, span: int) -> str:
    properties = [made("tcW", w=str(sum(WIDTHS[column : column + span])), type="dxa")]
    if span > 1:
        properties.append(made("gridSpan", val=str(span)))
    if fill:
        properties.append(made("shd", val="clear", color="auto", fill=fill))
    if span > 1:
        properties.append(made("tcMar", *(made(side, w="30", type="dxa") for side in ("top", "bottom"))))
    return made("tcPr", *properties)


def labels(target: str, said: Mapping[str, str]) -> str:
    """Return the first row, which Word repeats on every page."""
    voice = Voice(target)
    names = ("#", said["kit-source"], said["kit-translation"], said["kit-note"])
    cells = [_cell(column, paragraph("KitLabel", voice, name), fill="404040") for column, name in enumerate(names)]
    return _row(*cells, label=True)


def unit(segment: Segment, target: str, said: Mapping[str, str]) -> str:
    """Return the thin row over the passages of one paragraph, heading or cell."""
    context = said.get(f"context-{segment.context}", segment.context)
    return _row(_cell(0, paragraph("KitUnit", Voice(target), context), fill="E7E6E6", span=4))


def passage(number: int, rendering: Rendering, kit: Kit, said: Mapping[str, str]) -> str:
    """Return the row of one passage."""
    segment = rendering.segment
    voice = Voice(kit.target)
    numbers = (paragraph("KitNumber", Voice("en"), str(number)), paragraph("KitKey", Voice("en"), segment.key))
    return _row(
        _cell(0, *numbers, fill="F2F2F2"),
        _cell(1, _source(number, segment, kit), *_about(rendering, kit, said), fill="F7F7F7"),
        _cell(2, _translation(number, rendering, kit)),
        _cell(3, paragraph("KitNote", voice, rendering.note)),
    )


def _source(number: int, segment: Segment, kit: Kit) -> str:
    """Return the source in a content control that cannot be edited.

    Not `w:documentProtection`: Word on telephones opens a document so protected for reading only.
    """
    voice = Voice(kit.source)
    known = made("tag", val=f"kit-{segment.key}"), made("id", val=str(number)), made("lock", val=_LOCKED)
    content = made("sdtContent", *runs(segment.text, segment.codes, voice))
    control = made("sdt", made("sdtPr", *known, hidden()), content)
    return made("p", _properties("KitSource", voice), control)


def _translation(number: int, rendering: Rendering, kit: Kit) -> str:
    voice = Voice(kit.target)
    properties, said, name = _properties("KitTranslation", voice), rendering.target, f"kit_{rendering.segment.key}"
    offered = _offered(rendering, kit)
    if offered:
        said, voice, name = f"{PROPOSAL} {offered}", Voice(kit.target, "KitProposal"), f"{name}_{key_of(offered)}"
    elif _SPECIAL.match(said):
        said = f"\\{said}"
    start = made("bookmarkStart", id=str(number), name=name)
    end = made("bookmarkEnd", id=str(number))
    return made("p", properties, start, *runs(said, rendering.segment.codes, voice), end)


def _offered(rendering: Rendering, kit: Kit) -> str:
    """Return what is proposed and not confirmed: what was said before a change, or what the memory says."""
    if rendering.state is State.STALE:
        return rendering.target
    proposal = kit.proposed(rendering.segment.key) if rendering.state is State.UNTRANSLATED else None
    return proposal.target if proposal is not None and not rendering.target else ""


def _about(rendering: Rendering, kit: Kit, said: Mapping[str, str]) -> Iterator[str]:
    """Yield what is to be known of a passage: what its codes stand for, the author's note, what it said before."""
    segment = rendering.segment
    source = Voice(kit.source)
    legend = [_legend(code) for code in segment.codes if code.shown or code.kind in _SIGNS]
    if legend:
        yield paragraph("KitAbout", source, " · ".join(legend))
    if segment.note:
        yield paragraph("KitAbout", source, segment.note)
    if _offered(rendering, kit):
        yield from _offer(rendering, kit, said)


_SIGNS = {"break": "↵", "task": "☐"}


def _legend(code: Code) -> str:
    mark = f"{{{code.number}}}…{{/{code.number}}}" if code.paired else f"{{{code.number}/}}"
    return f"{mark} = {code.shown or _SIGNS[code.kind]}"


def _offer(rendering: Rendering, kit: Kit, said: Mapping[str, str]) -> Iterator[str]:
    """Yield why something is only proposed, and how the text it was said for differs from this one."""
    target = Voice(kit.target)
    proposal = kit.proposed(rendering.segment.key)
    label, before, reason = said["kit-previous"], rendering.previous, f": {said['handoff-stale']}"
    if rendering.state is not State.STALE and proposal is not None:
        where = " · ".join(filter(None, (f"{proposal.score} %", proposal.origin)))
        label, before, reason = said["kit-source"], proposal.source, f" ({where})"
    yield paragraph("KitAbout", target, f"{PROPOSAL} = {said['handoff-proposal']}{reason}")
    if before and before != rendering.segment.text:
        changes = _changes(before, rendering.segment.text, Voice(kit.source))
        yield made("p", _properties("KitAbout", Voice(kit.source)), *runs(f"{label}: ", (), target), *changes)


def _changes(before: str, now: str, voice: Voice) -> Iterator[str]:
    """Yield two texts as one, what is gone struck through and what is new underlined."""
    last = ""
    for kind, words in difference(before, now):
        if (last, kind) == ("gone", "new"):
            yield from runs(" ", (), voice)
        last = kind
        yield from runs(words, (), Voice(voice.language, {"gone": "KitGone", "new": "KitNew"}.get(kind, "")))


def glossary(kit: Kit, said: Mapping[str, str]) -> Iterator[str]:
    """Yield the terms that stand in a kit, as one paragraph; nothing where there are none."""
    terms = [term for term in kit.glossary if term.target]
    if not terms:
        return
    source, target = Voice(kit.source), Voice(kit.target)
    line = [*runs(f"{said['handoff-glossary']}: ", (), target)]
    for place, term in enumerate(terms):
        note = f" ({term.note})" if term.note else ""
        line += runs(f"{' · ' if place else ''}{term.source}{note}", (), source)
        line += runs(f" = {term.target}", (), target)
    yield made("p", _properties("KitFacts", target), *line)
