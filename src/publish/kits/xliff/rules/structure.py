"""Which elements and attributes XLIFF 2 has, in which order, and which values they take (2.1, 4.2 and 4.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.kits.xliff.names import CORES, XML, local, space_of
from publish.kits.xliff.rules.fault import Fault, fault, is_core

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_INLINE = "((cp|ph|pc|sc|ec|mrk|sm|em) )*"
# What stands in an element, as a pattern over the names of its children; `x` is one of another namespace.
_CHILDREN = {
    "xliff": "(notes )?(file )+",  # the notes are of 2.2
    "file": "(skeleton )?(x )*(notes )?((unit|group) )+",
    "skeleton": "(x )*",
    "group": "(x )*(notes )?((unit|group) )*",
    "unit": "(x )*(notes )?(originalData )?(ignorable )*segment ((segment|ignorable) )*",
    "segment": "source (target )?",
    "ignorable": "source (target )?",
    "notes": "(note )+",
    "originalData": "(data )+",
    "data": "(cp )*",
    **dict.fromkeys(("source", "target", "pc", "mrk"), _INLINE),
    **dict.fromkeys(("note", "cp", "ph", "sc", "ec", "sm", "em"), ""),
}
_WITH_TEXT = {"skeleton", "note", "data", "source", "target", "pc", "mrk"}

_NMTOKEN = r"[-.:\w\u00b7\u203f\u2040]+"
_YES = "yes|no"
_DIRECTION = "ltr|rtl|auto"
_OWN = r"[^\s:]+:[^\s:]+"
_ANY = r"(?s:.*)"
# RFC 5646 as far as its shape goes.
_TAG = r"([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8}|x|i)(-[A-Za-z0-9]{1,8})*"
_HEX = r"([0-9A-Fa-f]{2}){1,4}"

_OF_CODES = {
    "canCopy": _YES,
    "canDelete": _YES,
    "canReorder": "yes|firstNo|no",
    "copyOf": _NMTOKEN,
    "id": _NMTOKEN,
    "subType": _OWN,
    "type": "fmt|ui|quote|link|image|other",
}
_OF_SINGLES = {"disp": _ANY, "equiv": _ANY, "dataRef": _NMTOKEN, "subFlows": rf"{_NMTOKEN}( {_NMTOKEN})*"}
_OF_ENDS = {"canOverlap": _YES, "dir": _DIRECTION, "isolated": _YES}
_OF_MARKS = {
    "id": _NMTOKEN,
    "translate": _YES,
    "type": rf"generic|comment|term|{_OWN}",
    "ref": _ANY,
    "value": _ANY,
}
_OF_PARTS = {"canResegment": _YES, "translate": _YES, "srcDir": _DIRECTION, "trgDir": _DIRECTION, "id": _NMTOKEN}
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "xliff": {"version": r"2\.[0-9]", "srcLang": _TAG, "trgLang": _TAG},
    "file": {**_OF_PARTS, "original": _ANY},
    "skeleton": {"href": _ANY},
    "group": {**_OF_PARTS, "name": _ANY, "type": _OWN},
    "unit": {**_OF_PARTS, "name": _ANY, "type": _OWN},
    "segment": {
        "id": _NMTOKEN,
        "canResegment": _YES,
        "state": "initial|translated|reviewed|final",
        "subState": _OWN,
    },
    "ignorable": {"id": _NMTOKEN},
    "notes": {},
    "note": {"id": _NMTOKEN, "appliesTo": "source|target", "category": _ANY, "priority": "[1-9]|10", "ref": _ANY},
    "originalData": {},
    "data": {"id": _NMTOKEN, "dir": _DIRECTION},
    "source": {},
    "target": {"order": "[1-9][0-9]*"},
    "cp": {"hex": _HEX},
    "ph": {**_OF_CODES, **_OF_SINGLES},
    "pc": {
        **_OF_CODES,
        "canOverlap": _YES,
        "dir": _DIRECTION,
        **{f"{name}{end}": value for name, value in _OF_SINGLES.items() for end in ("Start", "End")},
    },
    "sc": {**_OF_CODES, **_OF_SINGLES, **_OF_ENDS},
    "ec": {**_OF_CODES, **_OF_SINGLES, **_OF_ENDS, "startRef": _NMTOKEN},
    "mrk": _OF_MARKS,
    "sm": _OF_MARKS,
    "em": {"startRef": _NMTOKEN},
}
_REQUIRED = {
    "xliff": ("version", "srcLang"),
    "cp": ("hex",),
    "em": ("startRef",),
    **dict.fromkeys(("file", "group", "unit", "data", "ph", "pc", "sc", "mrk", "sm"), ("id",)),
}
_WITH_ANY_ATTRIBUTE = {"xliff", "file", "group", "unit", "note", "mrk", "sm"}
_WITH_MODULE_ATTRIBUTES = {"ph", "pc", "sc", "ec"}
_MODULE = "urn:oasis:names:tc:xliff:"
_STYLES = "urn:oasis:names:tc:xliff:fs:2.0"
# 5.4 takes the names of HTML; which ones grows with HTML, their shape does not.
_HTML = re.compile(r"[a-z]+[1-6]?")
# The elements a module may put beside the notes of a file, group or unit.
_OF_MODULES = {
    "matches": {"matches"},
    "glossary": {"glossary"},
    "metadata": {"metadata"},
    "resourcedata": {"resourceData"},
    "changetracking": {"changeTrack"},
    "sizerestriction": {"profiles", "data"},
    "validation": {"validation"},
}


def find(root: etree._Element) -> Iterator[Fault]:
    """Yield every element that has no place where it stands, or an attribute or value it cannot have."""
    if local(root) != "xliff" or space_of(root) not in CORES:
        yield fault(root, "is not the root of an XLIFF 2 file")
        return
    for element in root.iter("*"):
        if is_core(element):
            yield from _element(element)
        else:
            yield from _foreign(element)


def _element(element: etree._Element) -> Iterator[Fault]:
    name = local(element)
    if name not in _CHILDREN:
        yield fault(element, "is unknown to XLIFF 2")
        return
    inside = "".join(f"{local(child) if is_core(child) else 'x'} " for child in element.iterchildren("*"))
    if not re.fullmatch(_CHILDREN[name], inside):
        yield fault(element, f"holds what it cannot hold, or lacks what it must: {inside.strip() or 'nothing'}")
    if name not in _WITH_TEXT and _has_text(element):
        yield fault(element, "holds text")
    if name == "skeleton" and bool(element.get("href")) == bool(inside or (element.text or "").strip()):
        yield fault(element, "has either an href or content")
    yield from _attributes(element, name)


def _has_text(element: etree._Element) -> bool:
    return any((said or "").strip() for said in (element.text, *(child.tail for child in element)))


def _attributes(element: etree._Element, name: str) -> Iterator[Fault]:
    for required in _REQUIRED.get(name, ()):
        if required not in element.attrib:
            yield fault(element, f"lacks its {required}")
    for attribute, value in element.attrib.items():
        space, _, own = str(attribute).rpartition("}")
        if space:
            yield from _foreign_attribute(element, name, space[1:], own, str(value))
        elif own not in _ATTRIBUTES[name]:
            yield fault(element, f"has no attribute {own}")
        elif not re.fullmatch(_ATTRIBUTES[name][own], str(value)):
            yield fault(element, f"has a {own} that cannot be: {str(value)[:40]}")


def _foreign_attribute(element: etree._Element, name: str, space: str, own: str, value: str) -> Iterator[Fault]:
    if space == XML:
        if own == "lang" and not re.fullmatch(_TAG, value):
            yield fault(element, f"is in a language that has no such tag: {value[:40]}")
        return
    of_module = space.startswith((_MODULE, "http://www.w3.org/2005/11/its"))
    if name not in _WITH_ANY_ATTRIBUTE and not (of_module and name in _WITH_MODULE_ATTRIBUTES):
        yield fault(element, f"takes no attribute of another namespace ({own})")
    if space == _STYLES and (own not in {"fs", "subFs"} or (own == "fs" and not _HTML.fullmatch(value))):
        yield fault(element, f"has no such format style: {own}={value[:40]}")
    if space.startswith(_MODULE) and name == "ec" and element.get("isolated") != "yes":
        yield fault(element, f"takes {own} only where its start is in another unit (isolated)")


def _foreign(element: etree._Element) -> Iterator[Fault]:
    """Yield what a module calls by a wrong name where it begins; extensions are free where they may stand."""
    parent = element.getparent()
    if parent is None or not is_core(parent):
        return
    space = space_of(element)
    module = space.removeprefix(_MODULE).partition(":")[0] if space.startswith(_MODULE) else ""
    if module in _OF_MODULES and local(element) not in _OF_MODULES[module]:
        yield fault(element, f"is unknown to the module {module}")
