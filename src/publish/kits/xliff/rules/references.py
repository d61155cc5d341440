"""Ids and what points at them, languages, and the order of targets (XLIFF 2.1, 4.3.1, 4.6 and 4.8)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from publish.kits.xliff.names import XML, local, space_of
from publish.kits.xliff.rules.fault import Fault, core, fault, is_core

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

_CODES = ("ph", "pc", "sc", "ec")
_MARKS = ("mrk", "sm")
_PART = re.compile(r"(?:([-.:\w]+)=)?([-.:\w]+)")
_CONTAINERS = ("f", "g", "u")
# The leaves of 4.8.2 and the prefixes the modules have registered.
_LEAVES = {"n", "d", "t", "gls", "mtc", "res", "mda", "ctr", "slr", "val", "fs", "its", "itsm", "pgs", "tbx"}
_SUBTYPES = {"fmt": {"xlf:b", "xlf:i", "xlf:u", "xlf:lb", "xlf:pb"}, "ui": {"xlf:var"}}


def find(root: etree._Element) -> Iterator[Fault]:
    """Yield ids that stand twice, references that lead nowhere, and languages that differ from the file's."""
    yield from _twice(core(root, "file"), "in the document")
    for file in core(root, "file"):
        yield from _twice(core(file, "group"), "in its file")
        yield from _twice(core(file, "unit"), "in its file")
    for container in core(root, "file", "group", "unit"):
        yield from _extensions(container)
    for notes in core(root, "notes"):
        yield from _twice(notes, "in its notes")
    for file in core(root, "file"):
        units = {unit.get("id") for unit in core(file, "unit")}
        for unit in core(file, "unit"):
            yield from _unit(unit, units)
    yield from _languages(root)


def _twice(elements: Iterable[etree._Element], where: str) -> Iterator[Fault]:
    found: set[str] = set()
    for element in elements:
        identity = element.get("id")
        if identity is not None and identity in found:
            yield fault(element, f"has an id that stands twice {where}: {identity[:40]}")
        found.add(identity or "")


def _extensions(container: etree._Element) -> Iterator[Fault]:
    found: Counter[tuple[str, str]] = Counter()
    for child in container.iterchildren("*"):
        if is_core(child):
            continue
        for element in child.iter("*"):
            identity = element.get("id") or element.get(f"{{{XML}}}id")
            own = (space_of(element), identity or "")
            found[own] += 1
            if identity and found[own] == 2 and not own[0].startswith("urn:oasis:"):
                yield fault(element, f"has an id that stands twice in its {local(container)}: {identity[:40]}")


def _unit(unit: etree._Element, units: set[str | None]) -> Iterator[Fault]:
    parts = list(core(unit, "segment", "ignorable"))
    sources = [source for part in parts for source in part.iterchildren("*") if local(source) == "source"]
    targets = [target for part in parts for target in part.iterchildren("*") if local(target) == "target"]
    inline = [element for source in sources for element in core(source, *_CODES, *_MARKS)]
    yield from _twice([*parts, *inline], "in its unit")
    yield from _twice([element for one in targets for element in core(one, *_CODES, *_MARKS)], "in its unit's targets")
    yield from _orders(parts)
    data = {element.get("id") for element in core(unit, "data")}
    yield from _twice(core(unit, "data"), "in its unit")
    known = {element.get("id"): element for element in inline}
    for element in core(unit, *_CODES):
        yield from _data(element, data, units)
        yield from _copy(element, known)
        yield from _type(element)
    notes = {note.get("id") for note in core(unit, "note")}
    for element in core(unit, *_MARKS):
        yield from _annotation(element, unit, notes)
    for element in core(unit, "cp"):
        yield from _code_point(element)
    for part in parts:
        if part.get("subState") is not None and part.get("state") is None:
            yield fault(part, "has a subState but no state")


def _orders(parts: list[etree._Element]) -> Iterator[Fault]:
    """Yield targets that stand at the same place of their unit (4.3.1.24)."""
    found: set[int] = set()
    for place, part in enumerate(parts, start=1):
        for target in core(part, "target"):
            order = int(target.get("order") or place)
            if order in found or order > len(parts):
                yield fault(target, f"stands at place {order}, which is another's or none")
            found.add(order)


def _data(element: etree._Element, data: set[str | None], units: set[str | None]) -> Iterator[Fault]:
    for attribute in ("dataRef", "dataRefStart", "dataRefEnd"):
        if attribute in element.attrib and element.get(attribute) not in data:
            yield fault(element, f"points at data that is not in its unit: {str(element.get(attribute))[:40]}")
    for attribute in ("subFlows", "subFlowsStart", "subFlowsEnd"):
        if not set((element.get(attribute) or "").split()) <= units:
            yield fault(element, f"points at a unit that is not in its file: {str(element.get(attribute))[:40]}")


def _copy(element: etree._Element, known: dict[str | None, etree._Element]) -> Iterator[Fault]:
    if element.get("copyOf") is None:
        return
    original = known.get(element.get("copyOf"))
    if original is None or local(original) != local(element) or original.get("canCopy") == "no":
        yield fault(element, "is a copy of a code that is not there, or may not be copied")
    if any(str(name).startswith("dataRef") for name in element.attrib):
        yield fault(element, "is a copy and has data of its own")


def _type(element: etree._Element) -> Iterator[Fault]:
    kind, sub = element.get("type"), element.get("subType")
    if sub is not None and kind is None:
        yield fault(element, "has a subType but no type")
    elif sub is not None and sub.startswith("xlf:") and sub not in _SUBTYPES.get(kind or "", ()):
        yield fault(element, f"has a subType that does not belong to its type: {sub[:40]}")


def _code_point(element: etree._Element) -> Iterator[Fault]:
    point = int(element.get("hex") or "0", 16)
    allowed = point in {0x9, 0xA, 0xD} or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or point >= 0x10000
    if allowed:
        yield fault(element, "stands for a character XML can hold by itself")


def _annotation(element: etree._Element, unit: etree._Element, notes: set[str | None]) -> Iterator[Fault]:
    reference, kind = element.get("ref"), element.get("type")
    if kind == "comment" and (reference is None) == (element.get("value") is None):
        yield fault(element, "is a comment and has either a ref or a value")
    elif kind == "comment" and reference is not None:
        parts = _fragment(reference)
        outer = dict(parts[:-1]) if parts else {}
        enclosing = {"u": unit.get("id"), "f": next(unit.iterancestors(f"{{{space_of(unit)}}}file")).get("id")}
        here = all(enclosing.get(prefix) == identity for prefix, identity in outer.items())
        if not parts or parts[-1][0] != "n" or parts[-1][1] not in notes or not here or set(outer) == {"f"}:
            yield fault(element, f"is a comment whose note is not in its unit: {reference[:40]}")
    elif reference is not None and reference.startswith("#") and not _fragment(reference):
        yield fault(element, f"has a reference that is no fragment identifier: {reference[:40]}")


def _fragment(reference: str) -> list[tuple[str, str]]:
    """Return the parts of a fragment identifier (4.8): prefix and id, the containers first; nothing if it is none."""
    parts = []
    for piece in reference.removeprefix("#").removeprefix("/").split("/"):
        found = _PART.fullmatch(piece)
        if found is None:
            return []
        parts.append((found[1] or "", found[2]))
    prefixes = [prefix for prefix, _ in parts]
    outer = [prefix for prefix in prefixes if prefix in _CONTAINERS]
    leaves = [prefix for prefix in prefixes if prefix not in _CONTAINERS]
    ordered = outer == sorted(set(outer), key=_CONTAINERS.index) and prefixes == [*outer, *leaves]
    return parts if ordered and len(leaves) <= 1 and set(leaves) <= {*_LEAVES, ""} else []


def _languages(root: etree._Element) -> Iterator[Fault]:
    wanted = {"source": root.get("srcLang"), "target": root.get("trgLang")}
    for element in core(root, "source", "target"):
        own = _inherited(element, "lang")
        if wanted[local(element)] is None:
            yield fault(element, "stands there, but the file does not say into which language it is translated")
        elif own is not None and own.lower() != str(wanted[local(element)]).lower():
            yield fault(element, f"is in another language than the file says: {own[:40]}")
    for target in core(root, "target"):
        source = target.getprevious()
        kept = [_inherited(side, "space") == "preserve" for side in (source, target) if side is not None]
        if len(set(kept)) > 1:
            yield fault(target, "keeps its blanks otherwise than its source does (xml:space)")


def _inherited(element: etree._Element, name: str) -> str | None:
    for outer in (element, *element.iterancestors()):
        value = outer.get(f"{{{XML}}}{name}")
        if value is not None:
            return str(value)
    return None
