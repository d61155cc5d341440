"""A kit as XLIFF 1.2 (OASIS Standard, 1 February 2008), for CAT tools that know no newer one.

A trans-unit is a segment, a group its unit. A code is `g` or `x` with its number as id; what is stale needs review and
has what it was made for as an alternative beside it.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from lxml import etree

from publish import languages, strangers
from publish.kits.xliff import names
from publish.kits.xliff.inline import fill, said_in
from publish.kits.xliff.names import OLDER, local
from publish.model import Return, Row, State
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publish.model import Code, Kit, Rendering

_STATES = {State.TRANSLATED: "translated", State.REVIEWED: "signed-off", State.STALE: "needs-review-translation"}
# 1.2, 3.2.6: values of ctype that tools know how to show.
_TYPES = {"emphasis": "italic", "strong": "bold", "underline": "underlined", "link": "link", "break": "lb"}
_TYPES |= {"picture": "image"}
_EDITOR = "translator"


def write(kit: Kit) -> bytes:
    """Return a kit as XLIFF 1.2."""
    root = etree.Element(f"{{{OLDER}}}xliff", nsmap=names.OLDER_SPACES, attrib={"version": "1.2"})
    about = {"original": f"{kit.name}#{kit.section}", "datatype": "plaintext"}
    file = _made(root, "file", **about, **{"source-language": kit.source, "target-language": kit.target})
    header = _made(file, "header")
    _made(header, "note", **{"from": "publish"}).text = names.mark_of(names.facts_of(kit))
    body = _made(file, "body")
    said = languages.words(kit.target)
    for number, (_, unit) in enumerate(itertools.groupby(kit.renderings, lambda one: one.segment.unit), start=1):
        renderings = list(unit)
        context = renderings[0].segment.context
        group = _made(body, "group", id=f"u{number}", resname=said.get(f"context-{context}", context))
        for rendering in renderings:
            _passage(group, rendering, kit)
    names.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _made(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{OLDER}}}{name}", attributes)


def _passage(group: etree._Element, rendering: Rendering, kit: Kit) -> None:
    segment = rendering.segment
    made = _made(group, "trans-unit", id=segment.key, approved="yes" if rendering.state is State.REVIEWED else "no")
    made.set(f"{{{names.XML}}}space", "preserve")
    fill(_made(made, "source"), segment.text, segment.codes, _code)
    if rendering.target:
        target = _made(made, "target", state=_STATES.get(rendering.state, "new"))
        fill(target, rendering.target, segment.codes, _code)
    for text in _about(rendering, languages.words(kit.target)):
        _made(made, "note", **{"from": "publish"}).text = names.legal(text)
    if rendering.note:
        _made(made, "note", **{"from": _EDITOR}).text = names.legal(rendering.note)
    proposal = kit.proposed(segment.key)
    if rendering.state is State.STALE and rendering.target:
        _alternative(made, rendering.previous or segment.text, rendering.target)
    elif rendering.state is State.UNTRANSLATED and proposal is not None:
        _alternative(made, proposal.source, proposal.target, **{"match-quality": f"{proposal.score}%"})


def _alternative(made: etree._Element, source: str, target: str, **about: str) -> None:
    other = _made(made, "alt-trans", origin="publish", **about)
    _made(other, "source").text = names.legal(source)
    _made(other, "target").text = names.legal(target)


def _about(rendering: Rendering, said: Mapping[str, str]) -> Sequence[str]:
    segment = rendering.segment
    legend = " · ".join(f"{code.number} = {names.legend(code)}" for code in segment.codes if code.shown)
    stale = rendering.state is State.STALE
    before = f"{said['handoff-stale']}. {said['kit-previous']}: {rendering.previous}" if stale else ""
    return [text for text in (segment.note, legend, before) if text]


def _code(parent: etree._Element, code: Code) -> etree._Element:
    ctype = _TYPES.get(code.kind, f"x-{code.kind}")
    return _made(parent, "g" if code.paired else "x", id=str(code.number), ctype=ctype)


def read(data: bytes, file: str) -> Return:
    """Return what came back in XLIFF 1.2; PublishError where it is unsafe, broken or no kit."""
    root = strangers.xml(data, file, names.MOST_ELEMENTS)
    units = [element for element in root.iter("*") if local(element) == "trans-unit"]
    _checked(root, units, file)
    notes = (names.facts_in(note.text or "") for note in root.iter("*") if local(note) == "note")
    facts = next((facts for facts in notes if facts), {})
    if not facts.get("publication"):
        raise names.unmarked(file)
    return Return(
        name=facts["publication"],
        section=facts.get("section", ""),
        source=facts.get("source", ""),
        target=facts.get("target", ""),
        version=facts.get("version", ""),
        rows=tuple(_row(unit) for unit in units),
    )


def _checked(root: etree._Element, units: Sequence[etree._Element], file: str) -> None:
    """Refuse what XLIFF 1.2 cannot be: another root, a trans-unit without its source, or two with the same id."""
    hint = "let the tool that saved it check and repair it, or hand the section out again"
    says: dict[int, str] = {}
    if local(root) != "xliff":
        says[names.line_of(root)] = "its root is not <xliff>"
    known: set[str] = set()
    for unit in units:
        identity = unit.get("id", "")
        if not any(local(side) == "source" for side in unit):
            says[names.line_of(unit)] = "a trans-unit has no source"
        elif not identity or identity in known:
            says[names.line_of(unit)] = "a trans-unit has no id, or that of another"
        known.add(identity)
    if says:
        message = "this is not valid XLIFF: {why}"
        found = itertools.islice(says.items(), 5)
        raise PublishError(
            *(Problem(Place(file, line), message.format(why=why), hint, "xliff-invalid") for line, why in found)
        )


def _row(unit: etree._Element) -> Row:
    sides = {local(side): side for side in reversed(unit)}
    target = sides.get("target")
    said = names.line(said_in(target))
    if target is not None and target.get("state", "").startswith("needs-") and said == _proposed(unit):
        said = ""
    notes = [names.line(note.text or "") for note in unit if local(note) == "note" and note.get("from") != "publish"]
    key = unit.get("id", "")
    source = names.line(said_in(sides["source"]))
    return Row(key if names.KEY.fullmatch(key) else "", source, said, " ".join(notes), names.line_of(unit))


def _proposed(unit: etree._Element) -> str:
    for other in unit:
        if local(other) == "alt-trans" and other.get("origin") == "publish":
            return names.line(next((said_in(side) for side in other if local(side) == "target"), ""))
    return ""
