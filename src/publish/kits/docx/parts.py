"""The elements of WordprocessingML (ECMA-376 part 1, clause 17) by their short names, and the marks of a kit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"

PROPOSAL = "??"
FACTS = ("publication", "section", "source", "target", "version")
TAG = re.compile(r"kit[-_]([0-9a-f]{8})(?:_([0-9a-f]{8}))?")
"""The key of a row, as the tag of its content control and the name of its bookmark bear it.

Where something is proposed, the bookmark also bears the key of that text, so that an untouched proposal is told from
one that was worked on but kept its mark.
"""

_PAIR = re.compile(r'(\w+)=["“”„]([^"“”„]*)["“”„]')
_MARK = "publish-kit"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def named(tag: str) -> str:
    """Return the full name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{tag}"


def made(tag: str, *children: etree._Element, **attributes: str) -> etree._Element:
    """Return an element of WordprocessingML with its attributes and children."""
    element = etree.Element(named(tag))
    for name, value in attributes.items():
        element.set(named(name), value)
    element.extend(children)
    return element


def text(said: str) -> etree._Element:
    """Return a `w:t` that keeps its blanks; what XML 1.0 cannot hold is left out."""
    element = etree.Element(named("t"))
    element.set(_SPACE, "preserve")
    element.text = legal(said)
    return element


def legal(said: str) -> str:
    """Return a text without what XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", said)


def mark_of(facts: Mapping[str, str]) -> str:
    """Return the line that says what a file belongs to; the same in the text and in no need of any property."""
    return f"{_MARK} " + " ".join(f'{name}="{facts[name]}"' for name in FACTS)


def facts_in(line: str) -> dict[str, str]:
    """Return what a line of text says the file belongs to; nothing where it is another line."""
    return dict(_PAIR.findall(line)) if _MARK in line else {}
