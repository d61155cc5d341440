"""A kit as XLIFF 2.1, valid against the OASIS schema and by the rules it cannot state."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from lxml import etree

from publish import languages
from publish.kits.xliff import names
from publish.kits.xliff.inline import fill
from publish.kits.xliff.names import CORE, GLOSSARY, MATCHES, METADATA
from publish.memory import occurs
from publish.model import State
from publish.segments import CODE, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from publish.model import Code, Kit, Rendering

STALE = "publish:stale"
NOTE = "to-the-editor"

_STATES = {State.TRANSLATED: "translated", State.REVIEWED: "reviewed"}
# XLIFF 2.1, 4.3.1.29 (type) and 4.3.1.28 (subType): what tools know how to show.
_TYPES = {
    "emphasis": ("fmt", "xlf:i"),
    "strong": ("fmt", "xlf:b"),
    "underline": ("fmt", "xlf:u"),
    "struck": ("fmt", "publish:struck"),
    "superscript": ("fmt", "publish:superscript"),
    "subscript": ("fmt", "publish:subscript"),
    "small-caps": ("fmt", "publish:small-caps"),
    "break": ("fmt", "xlf:lb"),
    "link": ("link", "publish:link"),
    "picture": ("image", "publish:picture"),
    "quoted": ("quote", "publish:quoted"),
}


def write(kit: Kit) -> bytes:
    """Return a kit as XLIFF 2.1."""
    root = etree.Element(f"{{{CORE}}}xliff", nsmap=names.SPACES)
    for name, value in (("version", "2.1"), ("srcLang", kit.source), ("trgLang", kit.target)):
        root.set(name, value)
    file = _made(root, "file", id="f1", original=f"{kit.name}#{kit.section}", canResegment="no")
    file.set("srcDir", languages.direction(kit.source))
    file.set("trgDir", languages.direction(kit.target))
    facts = names.facts_of(kit)
    _metadata(file, facts)
    notes = _made(file, "notes")
    _made(notes, "note", id="kit", category="publish").text = names.mark_of(facts)
    _made(notes, "note", id="section", category="context").text = names.legal(kit.heading or kit.title)
    for number, (_, unit) in enumerate(itertools.groupby(kit.renderings, lambda one: one.segment.unit), start=1):
        _unit(file, number, list(unit), kit)
    names.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _made(parent: etree._Element, name: str, space: str = CORE, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{space}}}{name}", attributes)


def _metadata(file: etree._Element, facts: Mapping[str, str]) -> None:
    group = _made(_made(file, "metadata", METADATA), "metaGroup", METADATA, category="publish")
    for name, value in facts.items():
        _made(group, "meta", METADATA, type=name).text = names.legal(value)


def _unit(file: etree._Element, number: int, unit: Sequence[Rendering], kit: Kit) -> None:
    said = languages.words(kit.target)
    context = unit[0].segment.context
    element = _made(file, "unit", id=f"u{number}", name=context)
    element.set(f"{{{names.XML}}}space", "preserve")
    _matches(element, unit, kit)
    _glossary(element, unit, kit)
    notes = _made(element, "notes")
    _made(notes, "note", id="context", category="context").text = said.get(f"context-{context}", context)
    for rendering in unit:
        _notes(notes, rendering, said)
    _data(element, unit)
    for place, rendering in enumerate(unit):
        if place:
            _made(_made(element, "ignorable"), "source").text = " "  # what stands between two sentences
        _segment(element, rendering)


def _matches(element: etree._Element, unit: Sequence[Rendering], kit: Kit) -> None:
    """Offer what was said before for an earlier source or a near one; its codes stand as text, for they may differ."""
    offered = []
    for rendering in unit:
        proposal = kit.proposed(rendering.segment.key)
        if rendering.state is State.STALE and rendering.target:
            offered.append((rendering, rendering.previous, rendering.target, {"origin": "publish"}))
        elif rendering.state is State.UNTRANSLATED and proposal is not None:
            about = {"origin": proposal.origin or "publish", "matchQuality": str(proposal.score)}
            offered.append((rendering, proposal.source, proposal.target, about))
    matches = _made(element, "matches", MATCHES) if offered else element
    for rendering, before, target, about in offered:
        key = rendering.segment.key
        match = _made(matches, "match", MATCHES, id=f"m-{key}", ref=f"#{key}", type="tm", **about)
        _made(match, "source").text = names.legal(before or rendering.segment.text)
        _made(match, "target").text = names.legal(target)


def _glossary(element: etree._Element, unit: Sequence[Rendering], kit: Kit) -> None:
    """Add the terms of the house that stand in a unit (5.2)."""
    text = " ".join(CODE.sub("", rendering.segment.text) for rendering in unit)
    terms = [term for term in kit.glossary if occurs(term.source, text) and (term.target or term.note)]
    glossary = _made(element, "glossary", GLOSSARY) if terms else element
    for term in terms:
        entry = _made(glossary, "glossEntry", GLOSSARY)
        _made(entry, "term", GLOSSARY).text = names.legal(term.source)
        if term.target:
            _made(entry, "translation", GLOSSARY).text = names.legal(term.target)
        if term.note:
            _made(entry, "definition", GLOSSARY).text = names.legal(term.note)


def _notes(notes: etree._Element, rendering: Rendering, said: Mapping[str, str]) -> None:
    key = rendering.segment.key
    if rendering.segment.note:
        _made(notes, "note", id=f"author-{key}", category="author").text = names.legal(rendering.segment.note)
    if rendering.state is State.STALE:
        text = f"{said['handoff-stale']}. {said['kit-previous']}: {rendering.previous}"
        _made(notes, "note", id=f"stale-{key}", category="stale", priority="1").text = names.legal(text)
    if rendering.note:
        _made(notes, "note", id=f"note-{key}", category=NOTE).text = names.legal(rendering.note)


def _data(element: etree._Element, unit: Sequence[Rendering]) -> None:
    """Say what the codes of a unit stand for."""
    entries = [(rendering.segment.key, code) for rendering in unit for code in rendering.segment.codes]
    data = _made(element, "originalData") if entries else None
    for key, code in entries:
        if data is not None:
            _made(data, "data", id=f"d-{key}-{code.number}").text = names.legend(code)


def _segment(element: etree._Element, rendering: Rendering) -> None:
    segment = rendering.segment
    made = _made(element, "segment", id=segment.key, state=_STATES.get(rendering.state, "initial"))
    if rendering.state is State.STALE:
        made.set("subState", STALE)
    fill(_made(made, "source"), segment.text, segment.codes, _coder(segment.key))
    if rendering.target and not (rendering.state is State.STALE and faults(segment.codes, rendering.target)):
        fill(_made(made, "target"), rendering.target, segment.codes, _coder(segment.key))


def _coder(key: str) -> Callable[[etree._Element, Code], etree._Element]:
    def make(parent: etree._Element, code: Code) -> etree._Element:
        kind, sub = _TYPES.get(code.kind, ("other", f"publish:{code.kind}"))
        about = {"id": f"{key}-{code.number}", "type": kind, "subType": sub, "canCopy": "no", "canDelete": "no"}
        reference = f"d-{key}-{code.number}"
        if code.paired:
            about |= {"dispStart": f"{{{code.number}}}", "dispEnd": f"{{/{code.number}}}", "dataRefStart": reference}
            return _made(parent, "pc", **about)
        return _made(parent, "ph", **about, disp=f"{{{code.number}/}}", dataRef=reference)

    return make
